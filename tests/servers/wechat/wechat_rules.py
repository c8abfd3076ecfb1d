"""What WeChat accepts in a menu, a template message, a picture and a QR code; pure checks."""

from collections.abc import Mapping
from typing import Any, Final

from tests.servers.wechat.wechat_errors import ApiError

REPLY_TEXT_BYTES: Final = 2047
PUSHED_TEXT_BYTES: Final = 2048
PICTURE_BYTES: Final = 2 * 1024 * 1024
TEMPLATE_FIELD_LETTERS: Final = 20
SCENE_LETTERS: Final = 64
LONGEST_CODE_SECONDS: Final = 30 * 24 * 3600
DEFAULT_CODE_SECONDS: Final = 60
KEY_BYTES: Final = 128
COLUMN_NAME_BYTES: Final = 16
ROW_NAME_BYTES: Final = 60
BUTTON_TYPES: Final = {
    "click",
    "view",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "location_select",
}
PICTURE_BEGINNINGS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"BM")


def size(text: object) -> int:
    """Bytes of a text in UTF-8; what is no text counts as empty."""
    return len(text.encode()) if isinstance(text, str) else 0


def check_menu(columns: object) -> None:
    """One to three columns, each a button or one to five buttons, with short names and keys."""
    if not isinstance(columns, list) or not 1 <= len(columns) <= 3:
        raise ApiError(40016)
    for column in columns:
        _check_column(column)


def _check_column(column: dict[str, Any]) -> None:
    if not 1 <= size(column.get("name")) <= COLUMN_NAME_BYTES:
        raise ApiError(40018)
    rows = column.get("sub_button") or []
    if len(rows) > 5:
        raise ApiError(40023)
    if not rows:
        _check_button(column, wrong_type=40017, wrong_key=40019)
    for row in rows:
        if not 1 <= size(row.get("name")) <= ROW_NAME_BYTES:
            raise ApiError(40025)
        _check_button(row, wrong_type=40024, wrong_key=40026)


def _check_button(button: dict[str, Any], *, wrong_type: int, wrong_key: int) -> None:
    kind = button.get("type")
    if kind not in BUTTON_TYPES:
        raise ApiError(wrong_type)
    if kind != "view" and not 1 <= size(button.get("key")) <= KEY_BYTES:
        raise ApiError(wrong_key)
    if kind == "view" and not str(button.get("url", "")).startswith(("http://", "https://")):
        raise ApiError(40066)


def check_template_fields(registered: frozenset[str], given: object) -> dict[str, str]:
    """Every registered field and no other, each a short single line."""
    if not isinstance(given, Mapping) or set(given) != registered:
        raise ApiError(47003, f"the template has the fields {sorted(registered)}")
    return {name: _template_field(name, value) for name, value in given.items()}


def _template_field(name: str, given: object) -> str:
    value = given.get("value") if isinstance(given, Mapping) else None
    if not isinstance(value, str) or not value:
        raise ApiError(47003, f"data.{name}.value is empty")
    if len(value) > TEMPLATE_FIELD_LETTERS or "\n" in value or "\r" in value:
        raise ApiError(47003, f"data.{name}.value is too long or has a new line")
    return value


def check_picture(content: bytes) -> None:
    """At most 2 MB, and of a kind that phones show."""
    if len(content) > PICTURE_BYTES:
        raise ApiError(40009)
    if not content.startswith(PICTURE_BEGINNINGS):
        raise ApiError(40005)


def scene_of(body: Mapping[str, Any]) -> str:
    """Read the scene that a QR code is asked to carry."""
    action, info = body.get("action_name"), body.get("action_info")
    scene = info.get("scene") if isinstance(info, Mapping) else None
    if action not in {"QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE"}:
        raise ApiError(40052)
    if not isinstance(scene, Mapping):
        raise ApiError(40053)
    return _scene_text(scene) if "STR" in action else _scene_number(scene)


def _scene_text(scene: Mapping[str, Any]) -> str:
    text = scene.get("scene_str")
    if not isinstance(text, str) or not 1 <= len(text) <= SCENE_LETTERS:
        raise ApiError(40053, "scene_str has 1 to 64 letters")
    return text


def _scene_number(scene: Mapping[str, Any]) -> str:
    number = scene.get("scene_id")
    if not isinstance(number, int) or not 1 <= number < 2**32:
        raise ApiError(40053, "scene_id is a number of 32 bits")
    return str(number)


def code_seconds(body: Mapping[str, Any]) -> int | None:
    """For how long a QR code works; None is for ever."""
    if str(body["action_name"]).startswith("QR_LIMIT"):
        return None
    seconds = body.get("expire_seconds", DEFAULT_CODE_SECONDS)
    if not isinstance(seconds, int) or seconds < 1:
        raise ApiError(40053, "expire_seconds is a positive number")
    return min(seconds, LONGEST_CODE_SECONDS)
