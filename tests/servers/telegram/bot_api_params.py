"""A call's parameters, however they came: query, form, JSON or multipart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.servers.telegram.bot_api_errors import bad_request
from tests.servers.wire import Request

# Clients send these as JSON inside a form field.
STRUCTURED = frozenset({
    "allowed_updates", "caption_entities", "commands", "entities", "link_preview_options", "media", "menu_button",
    "reply_markup", "reply_parameters", "scope",
})  # fmt: skip
TRUE_WORDS = frozenset({"true", "1", "yes"})


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file inside a multipart body."""

    filename: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Params:
    """Named values and files of one call."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Was it given, as value or as file."""
        return name in self.values or name in self.uploads

    def text(self, name: str) -> str:
        """A string; empty when absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; nonsense counts as the default, as Telegram has it."""
        try:
            return int(self.values[name])
        except (KeyError, TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Yes or no; absent is no."""
        return str(self.values.get(name, "")).lower() in TRUE_WORDS

    def structure(self, name: str) -> Any:
        """A decoded JSON value; None when absent."""
        value = self.values.get(name)
        if isinstance(value, str):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object")
        return value

    def for_record(self) -> dict[str, Any]:
        """What the test reads afterwards: files by size only."""
        sizes = {name: f"<{len(upload.content)} bytes>" for name, upload in self.uploads.items()}
        return {**self.values, **sizes}


def read_params(request: Request) -> Params:
    """Everything the request says, body over query."""
    values: dict[str, Any] = dict(parse_qsl(request.query, keep_blank_values=True))
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json") and request.body:
        values.update(_json_object(request.body))
    elif kind.startswith("multipart/form-data"):
        for name, part in _parts(request.body, kind):
            if isinstance(part, Upload):
                uploads[name] = part
            else:
                values[name] = part
    else:
        values.update(parse_qsl(request.body.decode(), keep_blank_values=True))
    return Params(values={name: _decoded(name, value) for name, value in values.items()}, uploads=uploads)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(decoded, dict):
        raise bad_request("object expected as a JSON")
    return decoded


def _decoded(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _parts(body: bytes, content_type: str) -> Iterator[tuple[str, str | Upload]]:
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if boundary is None:
        raise bad_request("boundary is not specified")
    for section in body.split(b"--" + boundary.group(1).encode())[1:-1]:
        head, _, content = section.partition(b"\r\n\r\n")
        words = head.decode()
        name = re.search(r'[; ]name="([^"]*)"', words)
        filename = re.search(r'filename="([^"]*)"', words)
        kept = content.removesuffix(b"\r\n")
        if name is not None:
            yield name.group(1), Upload(filename=filename.group(1), content=kept) if filename else kept.decode()
