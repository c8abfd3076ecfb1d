"""Signatures and encryption of WeChat's deliveries: authentic, unchanged and recent, or refused."""

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict  # type: ignore[import-untyped]
from wechatpy.crypto import WeChatCrypto

from bot.settings import Settings

OLDEST = timedelta(seconds=300)

_SIGNATURE = re.compile(r"[0-9a-f]{40}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class RefusedError(Exception):
    """A delivery that is refused; the reason is for the log and quotes nothing that was sent."""

    def __init__(self, reason: str, status: int = 403) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class OpenedMessage:
    """A decrypted message, and the key to encrypt its answer with; None in plain mode."""

    xml: str
    crypto: Any = None


class Envelope:
    """One account's token and keys."""

    def __init__(self, settings: Settings) -> None:
        """Raises without token or key: with an empty token any signature would do."""
        self._token = settings.wechat_token.get_secret_value()
        keys = [settings.wechat_aes_key.get_secret_value(), settings.wechat_previous_aes_key.get_secret_value()]
        _require(DINGHUO_WECHAT_TOKEN=self._token, DINGHUO_WECHAT_AES_KEY=keys[0])
        _require(DINGHUO_WECHAT_APP_ID=settings.wechat_app_id)
        self._cryptos = [self._crypto(key, settings.wechat_app_id) for key in keys if key]
        self._plain = settings.wechat_plain_mode

    def verify(self, query: Mapping[str, str], now: datetime) -> str:
        """The text to echo when the webhook is entered on WeChat's settings page."""
        self._check(query, "signature", now)
        return query.get("echostr", "")

    def precheck(self, query: Mapping[str, str], now: datetime) -> None:
        """Check timestamp and the form of the signature before the body is read."""
        names = ("msg_signature", "signature") if self._plain else ("msg_signature",)
        if not any(_SIGNATURE.fullmatch(query.get(name, "")) for name in names):
            raise RefusedError("it bears no signature")
        if not _is_recent(query.get("timestamp", ""), now):
            raise RefusedError("the timestamp is off")

    def open(self, query: Mapping[str, str], body: bytes, now: datetime) -> OpenedMessage:
        """Check and decrypt; beside an encrypted message nothing else in the body is read."""
        text = _text(body)
        sealed = _sealed(text)
        if sealed is not None:
            self._check(query, "msg_signature", now, sealed)
            return self._decrypted(query, sealed)
        if not self._plain:
            raise RefusedError("a plain message, and plain mode is off")
        self._check(query, "signature", now)
        return OpenedMessage(xml=text)

    def seal(self, xml: str, opened: OpenedMessage, now: datetime) -> str:
        """Encrypt an answer, if its question was encrypted."""
        if opened.crypto is None:
            return xml
        return str(opened.crypto.encrypt_message(xml, secrets.token_hex(8), str(int(now.timestamp()))))

    def _check(self, query: Mapping[str, str], name: str, now: datetime, *signed: str) -> None:
        moment, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not _is_recent(moment, now):
            raise RefusedError("the timestamp is off")
        facts = sorted([self._token, moment, nonce, *signed])
        wanted = sha1("".join(facts).encode(errors="replace"), usedforsecurity=False).hexdigest()
        if not hmac.compare_digest(wanted.encode(), query.get(name, "").encode(errors="replace")):
            raise RefusedError("the signature is wrong")

    def _decrypted(self, query: Mapping[str, str], sealed: str) -> OpenedMessage:
        """With the current key, else the previous one; wechatpy fails on bad bodies in many ways."""
        facts = query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", "")
        for crypto in self._cryptos:
            try:
                xml = str(crypto.decrypt_message({"Encrypt": sealed}, *facts))
            except Exception:  # noqa: BLE001, S112 - the next key, or the refusal below
                continue
            return OpenedMessage(xml=_safe(xml), crypto=crypto)
        raise RefusedError("the message does not open")

    def _crypto(self, key: str, app_id: str) -> Any:
        try:
            return WeChatCrypto(self._token, key, app_id)
        except (ValueError, AssertionError):
            raise ValueError("DINGHUO_WECHAT_AES_KEY is not an EncodingAESKey of 43 characters") from None


def _require(**settings: str) -> None:
    for name, value in settings.items():
        if not value:
            raise ValueError(f"{name} is missing: without it anybody could write in WeChat's name")


def _text(body: bytes) -> str:
    try:
        return _safe(body.decode())
    except UnicodeDecodeError:
        raise RefusedError("not UTF-8", 400) from None


def _safe(text: str) -> str:
    """WeChat does send control characters, which XML parsers refuse."""
    return _CONTROL.sub("", text)


def _sealed(text: str) -> str | None:
    try:
        fields = xmltodict.parse(text)["xml"]
        sealed = fields.get("Encrypt") if isinstance(fields, dict) else None
    except (ExpatError, KeyError, ValueError, RecursionError, AttributeError):
        raise RefusedError("not the XML of a message", 400) from None
    if sealed is not None and not isinstance(sealed, str):
        raise RefusedError("not one sealed text", 400)
    return sealed


def _is_recent(moment: str, now: datetime) -> bool:
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= len(str(10**11))):
        return False
    return abs(now.timestamp() - int(moment)) <= OLDEST.total_seconds()
