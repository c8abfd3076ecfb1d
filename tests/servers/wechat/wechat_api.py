"""A WeChat Official Account on loopback: its API, its deliveries to our webhook, and people with phones.

with WeChatServer(webhook="http://127.0.0.1:8000/wechat") as wechat:
    buyer = wechat.person()
    buyer.follow()
    buyer.type("可乐 10箱")
    assert "可乐" in buyer.last.text
"""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from tests.servers.wechat.wechat_account import Account, Contact, Refusal
from tests.servers.wechat.wechat_courier import Courier, Delivery, Letter, Mode
from tests.servers.wechat.wechat_gateway import PICTURES, Call, Gateway
from tests.servers.wechat.wechat_hostile import Hostile
from tests.servers.wechat.wechat_http import Fault, LoopbackServer
from tests.servers.wechat.wechat_phone import Phone


def _now() -> datetime:
    return datetime.now(UTC)


class WeChatServer:
    """Start it, give it the webhook's address, hand out phones, look at what came.

    `account` holds all that can be seen and switched (credentials, templates, rights, quotas, media),
    `courier` how deliveries are made (mode, seconds, tries, repeats), `url` is the API's address.
    """

    def __init__(
        self,
        *,
        webhook: str = "",
        mode: Mode = Mode.SAFE,
        budget_seconds: float = 5.0,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.account = Account(clock=clock)
        self.courier = Courier(account=self.account, webhook=webhook, mode=mode, budget_seconds=budget_seconds)
        self._gateway = Gateway(account=self.account)
        self._http = LoopbackServer(self._gateway.answer)
        self.url = self._http.url
        self.courier.pictures_at = self.url + PICTURES.rstrip("/")

    def __enter__(self) -> Self:
        self._http.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._gateway.stopping.set()
        self._http.stop()

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call of the API, oldest first."""
        with self.account.changed:
            return tuple(self._gateway.calls)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything the account sent, or failed to send, that a phone could not show."""
        with self.account.changed:
            return tuple(self.account.refusals)

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Every delivery to the webhook with its attempts, oldest first."""
        return tuple(self.courier.deliveries)

    def calls_to(self, endpoint: str) -> tuple[Call, ...]:
        """The calls of one endpoint, such as message/custom/send."""
        return tuple(call for call in self.calls if call.endpoint == endpoint)

    def person(self, openid: str | None = None, *, follows: bool = False, old_client: bool = False) -> Phone:
        """Hand out a phone; the same openid is the same chat."""
        openid = openid or "o" + secrets.token_hex(14)[:27]
        with self.account.changed:
            contact = self.account.contacts.setdefault(openid, Contact(openid=openid))
            if follows and not contact.following:
                contact.following, contact.since = True, self.account.now()
        return Phone(self.account, self.courier, contact, old_client=old_client)

    def stranger(self) -> Hostile:
        """Hand out somebody who attacks the webhook."""
        return Hostile(courier=self.courier, sender="o" + secrets.token_hex(14)[:27])

    def pushes_left(self, phone: Phone) -> int:
        """How many customer-service messages may still go to this person now."""
        with self.account.changed:
            return self.account.ledger.left(phone.openid, self.account.now())

    def add_template(self, template_id: str, *fields: str) -> None:
        """Register a template with the names of its fields."""
        with self.account.changed:
            self.account.templates[template_id] = frozenset(fields)

    def fail_next(self, fault: Fault, *, times: int = 1, endpoint: str | None = None) -> None:
        """Let the next calls fail, those to one endpoint or any."""
        with self.account.changed:
            self._gateway.faults.add(fault, times=times, endpoint=endpoint)

    def revoke_tokens(self, code: int = 40001) -> None:
        """Make every token worthless; calls with one are answered this code."""
        with self.account.changed:
            self.account.tokens.revoke(self.account.now(), code)

    def rotate_key(self, aes_key: str) -> None:
        """Change the AES key, as the settings page does; replies under the old one are still read."""
        credentials = self.account.credentials
        credentials.previous_aes_key, credentials.aes_key = credentials.aes_key, aes_key

    def deliver_again(self, delivery: Delivery) -> Delivery:
        """Make an old delivery once more, with the same MsgId, freshly sealed."""
        return self.courier.deliver(delivery.letter)

    def report_templates(self) -> list[Delivery]:
        """Tell the webhook of each template message that has arrived on a phone."""
        with self.account.changed:
            due, self.account.unreported_templates = self.account.unreported_templates, []
        return [self.courier.deliver(self._report(openid, number)) for openid, number in due]

    def _report(self, openid: str, number: int) -> Letter:
        fields: dict[str, str | int] = {
            "ToUserName": self.account.credentials.original_id,
            "FromUserName": openid,
            "CreateTime": int(self.account.now().timestamp()),
            "MsgType": "event",
            "Event": "TEMPLATESENDJOBFINISH",
            "MsgID": number,
            "Status": "success",
        }
        return Letter(fields=fields)

    def wait_until(self, predicate: Callable[[], bool], timeout: float = 30.0) -> None:
        """Wait for something that the bot brings about by itself, such as a push."""
        with self.account.changed:
            if not self.account.changed.wait_for(predicate, timeout):
                raise TimeoutError(f"not within {timeout} s; last calls: {self.calls[-3:]}; {self.refusals[-3:]}")
