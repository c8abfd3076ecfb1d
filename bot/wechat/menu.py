"""The account's menu at the foot of the chat: three columns whose keys are button data."""

from typing import Any

from locales import words_for

#: The row that opens the camera; what it reads comes as an event.
SCAN = "scan"
#: Columns with their rows: the words of each are ``wechat.menu.<name>``, and a row's name is what a click sends.
COLUMNS = {
    "order": ("search", SCAN, "usual", "cart"),
    "orders": ("transit", "orders", "returns", "help"),
    "me": ("menu", "join", "contact"),
}


def menu(language: str) -> dict[str, Any]:
    """The menu in WeChat's form."""
    words = words_for(language)
    return {
        "button": [
            {
                "name": words(f"wechat.column.{column}"),
                "sub_button": [{"type": _kind(row), "name": words(f"wechat.menu.{row}"), "key": row} for row in rows],
            }
            for column, rows in COLUMNS.items()
        ]
    }


def _kind(row: str) -> str:
    return "scancode_waitmsg" if row == SCAN else "click"
