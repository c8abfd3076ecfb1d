"""Reading the body of an API call: JSON without escapes, or a file in a form."""

import json
import re
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, Final

from tests.servers.wechat.wechat_errors import ApiError
from tests.servers.wechat.wechat_http import Request

ESCAPED_LETTER: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


def json_of(request: Request) -> dict[str, Any]:
    """Read a JSON object in UTF-8; letters written as escapes are refused, as WeChat does."""
    if not request.body:
        raise ApiError(44002)
    try:
        text = request.body.decode()
        body = json.loads(text)
    except ValueError as problem:
        raise ApiError(47001, str(problem)) from problem
    if not isinstance(body, dict):
        raise ApiError(47001)
    if ESCAPED_LETTER.search(text):
        raise ApiError(40033)
    return body


def text_in(body: object, *path: str) -> str:
    """Follow a path into nested objects; what is missing or no text reads as empty."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body if isinstance(body, str) else ""


def uploaded_file(request: Request) -> bytes:
    """Read the field named media of a multipart form."""
    front = f"Content-Type: {request.content_type}\r\n\r\n".encode()
    for part in message_from_bytes(front + request.body, policy=HTTP).walk():
        if part.get_param("name", header="content-disposition") == "media":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise ApiError(41005)
