"""Deliveries that WeChat would never make, or only on a bad day, each with what the webhook answered."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tests.servers.wechat.wechat_courier import Courier
from tests.servers.wechat.wechat_crypto import Seal, new_salt, signature
from tests.servers.wechat.wechat_webhook import Answer, post
from tests.servers.wechat.wechat_xml import write

BOMB: Final = (
    '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<xml><ToUserName>&b;</ToUserName></xml>"
)
OTHER_KEY: Final = "A" * 43


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """Somebody who knows the webhook's address, and more or less of its secrets."""

    courier: Courier
    sender: str

    def everything(self) -> Iterator[tuple[str, Answer]]:
        """Make every delivery that must be answered 400, 403 or 413, by name."""
        for attack in self._attacks():
            yield attack.__name__, attack()

    def _attacks(self) -> tuple[Callable[[], Answer], ...]:
        return (
            self.no_query,
            self.wrong_signature,
            self.altered_body,
            self.old_timestamp,
            self.future_timestamp,
            self.odd_timestamp,
            self.empty_body,
            self.malformed_xml,
            self.malformed_sealed_xml,
            self.entity_bomb,
            self.other_key,
            self.other_app_id,
            self.not_base64,
            self.empty_message,
            self.not_utf8,
            self.huge_body,
        )

    def raw(self, body: bytes, query: Mapping[str, str]) -> Answer:
        """Post whatever one likes."""
        return post(self.courier.webhook, dict(query), body, self.courier.budget_seconds)

    def no_query(self) -> Answer:
        """A good body without any signature."""
        return self.raw(self._parcel()[1].encode(), {})

    def wrong_signature(self) -> Answer:
        """Signed by somebody who does not know the token."""
        query, body = self._parcel()
        return self.raw(body.encode(), query | dict.fromkeys(("signature", "msg_signature"), "0" * 40))

    def altered_body(self) -> Answer:
        """An old signature over another sealed message."""
        return self.raw(self._parcel()[1].encode(), self._parcel()[0])

    def old_timestamp(self, age: timedelta = timedelta(seconds=301)) -> Answer:
        """A recording, played again later; signed well."""
        return self.sealed(write(self._fields()), age=age)

    def future_timestamp(self) -> Answer:
        """Signed well, with a clock that is far ahead."""
        return self.sealed(write(self._fields()), age=timedelta(hours=-1))

    def odd_timestamp(self) -> Answer:
        """Signed well, with a time that is no number."""
        return self.sealed(write(self._fields()), timestamp="yesterday")

    def empty_body(self) -> Answer:
        """Signed, but nothing in it."""
        return self.raw(b"", self._parcel()[0])

    def malformed_xml(self) -> Answer:
        """An envelope that is cut off."""
        query, body = self._parcel()
        return self.raw(body[:-8].encode(), query)

    def malformed_sealed_xml(self) -> Answer:
        """A sound envelope with a broken message in it."""
        return self.sealed("<xml><ToUserName>")

    def entity_bomb(self) -> Answer:
        """A message whose entities would grow when read."""
        return self.sealed(BOMB)

    def other_key(self) -> Answer:
        """Sealed with another key, signed with the right token."""
        return self.sealed(write(self._fields()), key=OTHER_KEY)

    def other_app_id(self) -> Answer:
        """Sealed for another account."""
        return self.sealed(write(self._fields()), app_id="wx0000000000000000")

    def not_base64(self) -> Answer:
        """Signed well over something that is not sealed at all."""
        return self.envelope("可乐十箱")

    def empty_message(self) -> Answer:
        """A message without sender, type or anything else."""
        return self.sealed("<xml></xml>")

    def not_utf8(self) -> Answer:
        """Bytes that are no text."""
        return self.raw(b"\xff\xfe<xml>\x80</xml>", self._parcel()[0])

    def huge_body(self, size: int = 70_000) -> Answer:
        """More than the webhook should ever read."""
        return self.sealed(write(self._fields("可" * size)))

    def sealed(
        self,
        plain: str,
        *,
        key: str | None = None,
        app_id: str | None = None,
        age: timedelta = timedelta(0),
        timestamp: str | None = None,
    ) -> Answer:
        """Seal any text, well or with one thing wrong."""
        credentials = self.courier.account.credentials
        seal = Seal(encoding_aes_key=key or credentials.aes_key, app_id=app_id or credentials.app_id)
        return self.envelope(seal.close(plain), age=age, timestamp=timestamp)

    def envelope(self, sealed: str, *, age: timedelta = timedelta(0), timestamp: str | None = None) -> Answer:
        """Sign and post any sealed text."""
        account, nonce = self.courier.account, new_salt()
        when = timestamp or str(int((account.now() - age).timestamp()))
        token = account.credentials.token
        query = {
            "signature": signature(token, when, nonce),
            "timestamp": when,
            "nonce": nonce,
            "openid": self.sender,
            "encrypt_type": "aes",
            "msg_signature": signature(token, when, nonce, sealed),
        }
        body = write({"ToUserName": account.credentials.original_id, "Encrypt": sealed})
        return self.raw(body.encode(), query)

    def _parcel(self) -> tuple[dict[str, str], str]:
        return self.courier.parcel(self._fields())

    def _fields(self, content: str = "菜单") -> dict[str, str | int]:
        now = int(self.courier.account.now().timestamp())
        return {
            "ToUserName": self.courier.account.credentials.original_id,
            "FromUserName": self.sender,
            "CreateTime": now,
            "MsgType": "text",
            "Content": content,
            "MsgId": 1,
        }
