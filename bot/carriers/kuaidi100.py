"""kuaidi100: subscriptions with a signed callback, and signed queries. MD5 is what the service asks for."""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5, sha256
from typing import Any
from zoneinfo import ZoneInfo

import requests

from bot.carriers.service import NumberRefusedError, Report, ServiceAwayError
from bot.settings import Settings
from domain.rules.parcel_events import ParcelEvent, ParcelStep

#: Where it calls us back.
PATH = "/carriers/kuaidi100"
#: Its names of the carriers we know. The first is what we say, all are understood.
CODES: Mapping[str, tuple[str, ...]] = {
    "sf": ("shunfeng", "shunfengkuaiyun"),
    "jd": ("jd", "jingdongkuaiyun"),
    "zto": ("zhongtong", "zhongtongkuaiyun"),
    "yto": ("yuantong", "yuantongkuaiyun"),
    "yunda": ("yunda", "yundakuaiyun"),
    "deppon": ("debangkuaidi", "debangwuliu"),
    "sto": ("shentong",),
    "jt": ("jtexpress",),
    "ems": ("ems", "youzhengguonei", "youzhengbk"),
    "ups": ("ups",),
}
#: Asks for the exact state of each event.
_DETAILED = "4"
#: Seconds to connect, and to wait for an answer.
_TIMEOUTS = (3, 8)
_ALREADY, _NOTHING_YET = "501", "500"
#: Our signature is wrong: no time heals that.
_UNSIGNED = "503"
_ZONE = ZoneInfo("Asia/Shanghai")
_S = ParcelStep
#: Its states, the exact ones before those they belong to. What is only announced is no step yet.
_STATES: Mapping[str, ParcelStep | None] = {
    "101": None,
    "102": None,
    "1": _S.PICKED_UP,
    "103": _S.PICKED_UP,
    "5": _S.OUT_FOR_DELIVERY,
    "501": _S.WAITING,
    "3": _S.DELIVERED,
    "2": _S.TROUBLE,
    "13": _S.TROUBLE,
    "14": _S.TROUBLE,
    "401": _S.TROUBLE,
    "4": _S.RETURNING,
    "6": _S.RETURNING,
}
#: Exact states have three or four digits; the first is that of the state they belong to.
_EXACT = 3


@dataclass(frozen=True, kw_only=True)
class Told:
    """A callback. ``carriers``: whose number it may be; ``gave_up``: it follows the number no more."""

    carriers: frozenset[str]
    number: str
    report: Report


class BadCallbackError(Exception):
    """It is not from the service, or says nothing that can be understood."""


class Kuaidi100:
    """The service as ``CarrierService`` knows it. Plain requests: call it in a thread."""

    carriers = frozenset(CODES)

    def __init__(self, settings: Settings, secret: bytes) -> None:
        self._customer = settings.kuaidi100_customer
        self._key = settings.kuaidi100_key.get_secret_value()
        self._phone = settings.kuaidi100_phone
        self._url = settings.kuaidi100_api_url.rstrip("/")
        self._back = settings.public_url.rstrip("/") + PATH if settings.public_url else ""
        self._salt = salt_of(secret)

    @property
    def calls_back(self) -> bool:
        """Where it knows our address."""
        return bool(self._back)

    def subscribe(self, carrier: str, number: str) -> None:
        """Let it call us back. That it does so already is no error."""
        more = {"phone": self._phone} if self._phone else {}
        param = {
            "company": CODES[carrier][0],
            "number": number,
            "key": self._key,
            "parameters": {"callbackurl": self._back, "salt": self._salt, "resultv2": _DETAILED, **more},
        }
        said = self._post("/poll", {"schema": "json", "param": _written(param)})
        code = str(said.get("returnCode", ""))
        if said.get("result") is not True and code != _ALREADY:
            raise _refusal(code, said)

    def ask(self, carrier: str, number: str) -> Report:
        """What it knows of a number; nothing where it has heard nothing yet."""
        wanted = {"com": CODES[carrier][0], "num": number, "resultv2": _DETAILED, "order": "asc"}
        param = _written(wanted | ({"phone": self._phone} if self._phone else {}))
        signed = signature(param, self._key, self._customer)
        said = self._post("/poll/query.do", {"customer": self._customer, "sign": signed, "param": param})
        if said.get("result") is False or "data" not in said:
            code = str(said.get("returnCode", ""))
            if code == _NOTHING_YET:
                return Report(events=())
            raise _refusal(code, said)
        return Report(events=tuple(_events(said)))

    def told(self, sign: str, param: str) -> Told:
        """What a callback says. Raises BadCallbackError: its signature is not ours, or it is no callback."""
        if not hmac.compare_digest(signature(param, self._salt).encode(), sign.upper().encode()):
            raise BadCallbackError("wrong signature")
        try:
            said = json.loads(param)
            last = said["lastResult"]
            number, company = str(last["nu"]), str(last["com"])
            report = Report(events=tuple(_events(last)), ended=said.get("status") in ("shutdown", "abort"))
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            raise BadCallbackError("no callback") from wrong
        return Told(
            carriers=frozenset(key for key, names in CODES.items() if company in names), number=number, report=report
        )

    def _post(self, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        try:
            answer = requests.post(self._url + path, data=form, timeout=_TIMEOUTS)
            answer.raise_for_status()
            said = answer.json()
        except (requests.RequestException, ValueError) as away:
            raise ServiceAwayError(type(away).__name__) from None
        if not isinstance(said, dict):
            raise ServiceAwayError("no object")
        return said


def salt_of(secret: bytes) -> str:
    """What it signs callbacks with: ours alone, made of the house's secret."""
    return hmac.new(secret, b"kuaidi100 callback", sha256).hexdigest()[:32]


def signature(*parts: str) -> str:
    """The parts one after another, as MD5 in capitals."""
    return md5("".join(parts).encode(), usedforsecurity=False).hexdigest().upper()


def _written(param: Mapping[str, Any]) -> str:
    return json.dumps(param, ensure_ascii=False, separators=(",", ":"))


def _refusal(code: str, said: Mapping[str, Any]) -> Exception:
    """Its own trouble passes; ours does not."""
    if code != _UNSIGNED and (code.startswith("5") or not code):
        return ServiceAwayError(code)
    return NumberRefusedError(f"{code} {said.get('message', '')}".strip())


def _events(said: Mapping[str, Any]) -> Iterator[ParcelEvent]:
    """Each event that is a step. Where events have no states of their own, the newest has that of the whole."""
    data = sorted(said.get("data") or (), key=lambda each: str(each.get("time", "")))
    for at, each in enumerate(data, 1):
        state = str(each.get("statusCode") or (said.get("state") if at == len(data) else "") or "0")
        step = step_of(state)
        if step is not None:
            words, place = str(each.get("context") or ""), str(each.get("areaName") or each.get("location") or "")
            yield ParcelEvent(at=_moment(str(each["time"])), step=step, words=words, place=place)


def step_of(state: str) -> ParcelStep | None:
    """The step that a state means; none where the parcel is only announced."""
    if state in _STATES:
        return _STATES[state]
    whole = state[0] if len(state) >= _EXACT else state
    return (_STATES.get(whole) if whole in "2345" else None) or ParcelStep.MOVING


def _moment(text: str) -> datetime:
    """It writes China's time without saying so."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=_ZONE).astimezone(UTC)
