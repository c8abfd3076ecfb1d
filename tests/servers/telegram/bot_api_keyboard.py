"""Checks a keyboard the way Telegram does before anyone sees it."""

from __future__ import annotations

from typing import Any

from tests.servers.telegram.bot_api_errors import bad_request

MAX_BUTTONS = 100
MAX_IN_A_ROW = 8
MAX_DATA_BYTES = 64
ACTIONS = frozenset({
    "callback_data", "copy_text", "login_url", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "url", "web_app",
})  # fmt: skip
LINK_STARTS = ("http://", "https://", "tg://")
OTHER_MARKUPS = ("remove_keyboard", "force_reply")

Markup = dict[str, Any]


def checked_markup(markup: Any) -> Markup | None:
    """The keyboard as it will be shown; None for no keyboard."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return {**markup, "keyboard": [[_key(key) for key in row] for row in _rows(markup["keyboard"])]}
    return markup if any(markup.get(name) for name in OTHER_MARKUPS) else None


def only_inline(markup: Markup | None) -> Markup | None:
    """Messages are edited with inline keyboards only."""
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse reply keyboard markup: expected an Array of Arrays")
    return rows


def _inline(keyboard: Any) -> Markup | None:
    rows = [[_button(button) for button in row] for row in _rows(keyboard) if row]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        # Telegram drops such a button without a word; a test should hear of it.
        raise bad_request("inline keyboard button text must be non-empty")
    actions = ACTIONS & button.keys()
    if not actions:
        words = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {words}")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action expected")
    _check_action(button)
    return button


def _check_action(button: dict[str, Any]) -> None:
    data = button.get("callback_data")
    if "callback_data" in button and (
        not isinstance(data, str) or not 1 <= len(data.encode("utf-8", "surrogatepass")) <= MAX_DATA_BYTES
    ):
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(LINK_STARTS):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def _key(key: Any) -> dict[str, Any]:
    """A button of the keyboard below the text field; a bare string is one too."""
    shown = {"text": key} if isinstance(key, str) else key
    if not isinstance(shown, dict) or not str(shown.get("text", "")).strip():
        raise bad_request("can't parse keyboard button: text must be non-empty")
    return shown
