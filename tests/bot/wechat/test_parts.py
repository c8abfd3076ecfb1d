"""The small pure parts: the menu, the template's fields, the error codes, the words."""

from datetime import UTC, datetime

import pytest

from bot.wechat.errors import CallFailedError, Remedy, remedy_for
from bot.wechat.menu import COLUMNS, menu
from bot.wechat.template import FIELD_LETTERS, field_names, filled
from handlers.conversation.turn import Reply
from locales import LANGUAGES, words_for
from tests.servers.wechat.wechat_rules import check_menu

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_wechat_takes_the_menu_in_every_language(language: str) -> None:
    columns = menu(language)["button"]
    check_menu(columns)
    assert [[row["key"] for row in column["sub_button"]] for column in columns] == [
        list(rows) for rows in COLUMNS.values()
    ]


def test_the_fields_of_a_template_are_found_in_reading_order() -> None:
    assert field_names("{{first.DATA}}\n单号：{{thing2.DATA}}\n时间：{{ time3.DATA }}\n{{first.DATA}}") == (
        "first",
        "thing2",
        "time3",
    )


def test_every_field_is_filled_short_and_on_one_line() -> None:
    reply = Reply(title="一" * 30, lines=("第一行\n第二行",), note="")
    data = filled(("thing1", "thing2", "thing3", "number4"), reply, words_for("en"), AT)
    values = [field["value"] for field in data.values()]
    assert values == ["一" * 19 + "…", "第一行 第二行", words_for("en")("wechat.open_chat"), "1"]
    assert all(0 < len(value) <= FIELD_LETTERS for value in values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_standing_words_fit_their_fields(language: str) -> None:
    words = words_for(language)
    assert len(words("wechat.open_chat")) <= FIELD_LETTERS
    assert len(words("wechat.news")) <= 5


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (45015, Remedy.NO_WINDOW),
        (45047, Remedy.NO_WINDOW),
        (43004, Remedy.UNREACHABLE),
        (40003, Remedy.UNREACHABLE),
        (45009, Remedy.SPENT),
        (-1, Remedy.BUSY),
        (None, Remedy.BUSY),
        (40007, Remedy.MEDIA_GONE),
        (48001, Remedy.NO_RIGHT),
        (40200, Remedy.NO_RIGHT),
        (43117, Remedy.TOO_OFTEN),
        (40033, Remedy.REFUSED),
    ],
)
def test_each_code_has_its_meaning(code: int | None, meaning: Remedy) -> None:
    assert remedy_for(CallFailedError(code, "no answer")) is meaning
