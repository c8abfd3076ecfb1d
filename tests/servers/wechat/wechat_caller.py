"""A client of a few lines, for testing the WeChat server itself."""

import json
from dataclasses import dataclass
from typing import Any

import httpx2

from tests.servers.wechat.wechat_account import Credentials


@dataclass(kw_only=True)
class Caller:
    """Calls the API as any program would, with a stable token."""

    url: str
    http: httpx2.Client
    token: str = ""

    def stable_token(self, **changes: Any) -> dict[str, Any]:
        """Ask for the token, with some facts of the request changed."""
        account = Credentials()
        body = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret} | changes
        return self.raw("stable_token", json.dumps(body).encode())

    def post(self, endpoint: str, body: dict[str, Any]) -> dict[str, Any]:
        """Post JSON in real UTF-8."""
        return self.raw(endpoint, json.dumps(body, ensure_ascii=False).encode())

    def raw(self, endpoint: str, body: bytes) -> dict[str, Any]:
        """Post any bytes."""
        answer = self.http.post(f"{self.url}/cgi-bin/{endpoint}", params=self._query(endpoint), content=body)
        return dict(answer.json())

    def get(self, endpoint: str, **query: str) -> dict[str, Any]:
        """Ask with a query."""
        answer = self.http.get(f"{self.url}/cgi-bin/{endpoint}", params=self._query(endpoint) | query)
        return dict(answer.json())

    def upload(self, content: bytes, *, kind: str = "image", field: str = "media") -> dict[str, Any]:
        """Post a file in a form."""
        files = {field: ("可乐.png", content, "image/png")}
        answer = self.http.post(
            f"{self.url}/cgi-bin/media/upload", params={**self._query(""), "type": kind}, files=files
        )
        return dict(answer.json())

    def send_text(self, openid: str, content: str) -> dict[str, Any]:
        """Push a text as a customer-service message."""
        return self.post("message/custom/send", {"touser": openid, "msgtype": "text", "text": {"content": content}})

    def _query(self, endpoint: str) -> dict[str, str]:
        if endpoint in {"stable_token", "token"}:
            return {}
        if not self.token:
            self.token = self.stable_token()["access_token"]
        return {"access_token": self.token}
