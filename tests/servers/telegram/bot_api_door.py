"""The HTTP side of the server: whose call it is, what it comes to, what goes wrong on purpose; all is recorded."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.servers.telegram.bot_api_errors import RefusedError, not_found, too_large, too_many, unauthorized
from tests.servers.telegram.bot_api_faults import Fault, Faults
from tests.servers.telegram.bot_api_methods import proper_name, run
from tests.servers.telegram.bot_api_params import Params, read_params
from tests.servers.telegram.bot_api_platform import Call, Platform
from tests.servers.wire import Request, Response

API_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[A-Za-z]+)/?")
#: What a download is called among the calls, and where faults are switched on.
DOWNLOAD = "download"
OK = 200
FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a call came to."""

    status: int
    body: dict[str, Any]
    description: str = ""


@dataclass(kw_only=True)
class Door:
    """Where every call comes in."""

    platform: Platform
    token: str
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)

    def answer(self, request: Request) -> Response | None:
        """One request, from its path to its answer."""
        path = unquote(request.path)  # clients write the colon of the token either way
        if found := FILE_PATH.fullmatch(path):
            return self._download(found["token"], found["path"], self._take_fault(DOWNLOAD))
        found = API_PATH.fullmatch(path)
        if found is None:
            return _response(_refused(not_found()))
        method = proper_name(found["method"])
        fault = self._take_fault(method)
        if fault and fault.slow:
            self._wait(fault, fault.slow)
            fault = None
        if fault and not fault.after_doing:
            return self._faulty(fault, method, request)
        outcome = self._call(found["token"], method, request)
        return self._lost(fault) if fault else _response(outcome)

    def _take_fault(self, method: str) -> Fault | None:
        with self.platform.condition:
            return self.faults.take(method)

    def _call(self, token: str, method: str, request: Request) -> Outcome:
        params = Params(values={})
        try:
            if token != self.token:
                raise unauthorized()
            if request.too_large:
                raise too_large()
            params = read_params(request)
        except RefusedError as refusal:
            outcome = _refused(refusal)
            self._record(method, params, outcome)
            return outcome
        return self._perform(method, params)

    def execute(self, body: dict[str, Any]) -> None:
        """A method named in the answer to an update; nobody hears its result."""
        params = Params(values={name: value for name, value in body.items() if name != "method"})
        self._perform(proper_name(str(body["method"])), params, in_webhook_reply=True)

    def _perform(self, method: str, params: Params, *, in_webhook_reply: bool = False) -> Outcome:
        """Do it and write it down under one lock: who sees the effect finds the record too."""
        with self.platform.condition:
            try:
                outcome = Outcome(status=200, body={"ok": True, "result": run(self.platform, method, params)})
            except RefusedError as refusal:
                outcome = _refused(refusal)
            self._record(method, params, outcome, in_webhook_reply=in_webhook_reply)
        return outcome

    def _faulty(self, fault: Fault, method: str, request: Request) -> Response | None:
        self._record(method, read_params(request), _failure(fault), by_fault=True)
        return self._lost(fault)

    def _lost(self, fault: Fault) -> Response | None:
        if fault.hang:
            self._wait(fault, fault.hang)
        return _response(_failure(fault)) if fault.status else None

    def _wait(self, fault: Fault, seconds: float) -> None:
        """Until the time is over, the fault is healed or the server stops."""
        condition, faults = self.platform.condition, self.faults.waiting
        with condition:
            condition.wait_for(lambda: self.platform.closed or not any(each is fault for each in faults), seconds)

    def _download(self, token: str, path: str, fault: Fault | None) -> Response | None:
        """A file by the path that `getFile` told; it is recorded like a call."""
        with self.platform.condition:
            stored = self.platform.files.at_path(path)
        outcome = _failure(fault) if fault else Outcome(status=200, body={}) if stored else _refused(not_found())
        if token != self.token:
            outcome = _refused(unauthorized())
        self._record(DOWNLOAD, Params(values={"path": path}), outcome, by_fault=fault is not None)
        if fault:
            return self._lost(fault)
        if stored is None or outcome.status != OK:
            return _response(outcome)
        return Response(body=stored.content, content_type="application/octet-stream")

    def _record(
        self, method: str, params: Params, outcome: Outcome, *, by_fault: bool = False, in_webhook_reply: bool = False
    ) -> None:
        call = Call(
            method=method,
            chat_id=params.integer("chat_id") or None,
            params=params.for_record(),
            status=outcome.status,
            description=outcome.description,
            at=self.platform.clock.now(),
            by_fault=by_fault,
            in_webhook_reply=in_webhook_reply,
        )
        with self.platform.condition:
            self.calls.append(call)
            self.platform.condition.notify_all()


def _failure(fault: Fault) -> Outcome:
    """What the bot is told; nothing at all for status 0."""
    if fault.status == 429:
        return _refused(too_many(fault.retry_after or 1))
    return _refused(RefusedError(fault.status, "Internal Server Error" if fault.status else "no answer"))


def _refused(refusal: RefusedError) -> Outcome:
    return Outcome(status=refusal.code, body=refusal.as_json(), description=refusal.description)


def _response(outcome: Outcome) -> Response:
    retry_after = outcome.body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return Response(status=outcome.status, body=json.dumps(outcome.body).encode(), headers=headers)
