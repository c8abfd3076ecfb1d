"""kuaidi100 on loopback: it follows numbers for one customer, refuses what is not signed, and calls back.

Signs by its own code. ``away``: it answers nobody for a while. Callbacks are repeated and their events out of order as
the caller of ``call_back`` wants it.
"""

import hashlib
import json
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.error import HTTPError

from tests.servers.wire import HttpServer, Request, Response

CUSTOMER, KEY = "A1B2C3CUSTOMER", "kEyOfThisTest"
#: What it follows at all; another company code is refused.
COMPANIES = frozenset({"shunfeng", "yuantong", "zhongtong", "jd", "ems"})
#: Those that tell nothing without somebody's phone.
WITH_PHONE = frozenset({"shunfeng"})


def capitals(words: str) -> str:
    return "".join(f"{byte:02X}" for byte in hashlib.md5(words.encode("utf-8")).digest())


@dataclass(frozen=True, kw_only=True)
class Happened:
    """An event as it keeps it; ``at``: China's time. ``code``: its exact state."""

    at: datetime
    code: str
    words: str
    area: str = ""

    def told(self) -> dict[str, str]:
        moment = f"{self.at:%Y-%m-%d %H:%M:%S}"
        about = {"time": moment, "ftime": moment, "context": self.words, "statusCode": self.code}
        return about | ({"areaName": self.area} if self.area else {})


@dataclass
class Subscription:
    company: str
    callback: str
    salt: str


@dataclass
class Kuaidi100Server:
    """What it was asked, whom it follows, and what it refused."""

    known: dict[str, list[Happened]] = field(default_factory=dict)
    followed: dict[str, Subscription] = field(default_factory=dict)
    queries: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        self._server = HttpServer(self._answer, max_body=1 << 20)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.port}"

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()
        assert self._server.bugs == []

    def call_back(
        self, number: str, events: Iterable[Happened], *, state: str = "0", status: str = "polling", salt: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Tell whoever subscribed; the status and answer that came back."""
        subscription = self.followed[number]
        last = {"nu": number, "com": subscription.company, "state": state, "ischeck": "0", "status": "200"}
        told = {"status": status, "message": "", "lastResult": last | {"data": [each.told() for each in events]}}
        param = json.dumps(told, ensure_ascii=False)
        form = {"sign": capitals(param + (salt or subscription.salt)), "param": param}
        request = urllib.request.Request(subscription.callback, urllib.parse.urlencode(form).encode(), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def _answer(self, request: Request) -> Response | None:
        if self.away:
            return Response(status=503, body=b"<html>busy</html>", content_type="text/html")
        form = {name: values[0] for name, values in urllib.parse.parse_qs(request.body.decode()).items()}
        if request.method != "POST" or "param" not in form:
            return self._refuse("400", "no param")
        param = json.loads(form["param"])
        match request.path:
            case "/poll":
                return self._subscribe(form, param)
            case "/poll/query.do":
                return self._query(form, param)
        return Response(status=404, body=b"{}")

    def _subscribe(self, form: dict[str, str], param: dict[str, Any]) -> Response:
        more = param.get("parameters") or {}
        if form.get("schema") != "json" or param.get("key") != KEY:
            return self._refuse("600", "您不是合法的订阅者")
        if param["company"] not in COMPANIES:
            return self._refuse("701", "拒绝订阅的快递公司")
        if param["company"] in WITH_PHONE and not more.get("phone"):
            return self._refuse("408", "验证码错误")
        if param["number"] in self.followed:
            return self._refuse("501", "重复订阅")
        self.followed[param["number"]] = Subscription(param["company"], more["callbackurl"], more.get("salt", ""))
        return _json({"result": True, "returnCode": "200", "message": "提交成功"})

    def _query(self, form: dict[str, str], param: dict[str, Any]) -> Response:
        if form.get("customer") != CUSTOMER or form.get("sign") != capitals(form["param"] + KEY + CUSTOMER):
            return self._refuse("503", "验证签名失败")
        if param["com"] in WITH_PHONE and not param.get("phone"):
            return self._refuse("408", "验证码错误")
        self.queries.append(param["num"])
        events = self.known.get(param["num"])
        if not events:
            return _json({"result": False, "returnCode": "500", "message": "查询无结果，请隔段时间再查"})
        told = {"message": "ok", "nu": param["num"], "com": param["com"], "status": "200", "state": events[-1].code[0]}
        return _json(told | {"data": [each.told() for each in events]})

    def _refuse(self, code: str, message: str) -> Response:
        self.refused.append(code)
        return _json({"result": False, "returnCode": code, "message": message})


def _json(said: dict[str, Any]) -> Response:
    return Response(body=json.dumps(said, ensure_ascii=False).encode())
