"""By what a call to Telegram is counted: its status, unless the no is one that nobody minds."""

import json

import pytest

from bot.telegram.client import code_of


@pytest.mark.parametrize(
    ("status", "description", "code"),
    [
        (200, "", "ok"),
        (400, "Bad Request: message is not modified: specified new message content is the same", "ok"),
        (400, "Bad Request: query is too old and response timeout expired or query id is invalid", "ok"),
        (400, "Bad Request: chat not found", "400"),
        (403, "Forbidden: bot was blocked by the user", "403"),
        (429, "Too Many Requests: retry after 3", "429"),
        (502, "Bad Gateway", "502"),
        (999, "", "other"),
    ],
)
def test_an_answer_of_telegram(status: int, description: str, code: str) -> None:
    body = json.dumps({"ok": status == 200, "description": description}).encode()
    assert code_of(status, body) == code


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"ok": false}'])
def test_a_no_without_a_reason_counts_as_one(body: bytes) -> None:
    assert code_of(400, body) == "400"
