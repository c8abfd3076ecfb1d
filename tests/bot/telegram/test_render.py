"""Replies as Telegram shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.render import CAPTION_UNITS, NO_WORDS, TEXT_UNITS, draw, draw_all
from bot.telegram.split_text import split, units
from handlers.conversation.turn import Button, Reply

LONG = Reply(title="Stock 🥤", lines=tuple(f"{number} 可乐 🥤🥤" for number in range(900)))


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(label=f"{number}", data=f"pick:{number}") for number in range(count))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_title_is_bold_by_units_and_nothing_is_escaped() -> None:
    drawing = draw(Reply(title="🥤 <b>", lines=("a & b",)), "en")
    assert drawing.text == "🥤 <b>\n\na & b"
    assert [(entity["offset"], entity["length"]) for entity in drawing.entities()] == [(0, 6)]


def test_a_short_reply_has_no_more_button() -> None:
    assert draw(Reply(lines=("x",)), "en").markup() is None


def test_a_long_reply_is_leafed_through_in_a_circle() -> None:
    first, last = draw(LONG, "en"), draw(LONG.showing(99), "en")
    assert first.keyboard[-1][0].data == "more:1"
    assert first.keyboard[-1][0].label.startswith("▶️")
    assert last.keyboard[-1][0].data == "more:0"


def test_all_parts_together_say_everything() -> None:
    parts = draw_all(LONG)
    assert all(units(part.text) <= TEXT_UNITS for part in parts)
    assert squeezed("".join(part.text for part in parts)) == squeezed(LONG.text())


def test_only_the_first_part_has_the_bold_title() -> None:
    assert [bool(part.bold) for part in draw_all(LONG)][:2] == [True, False]


def test_a_caption_is_divided_sooner() -> None:
    drawing = draw(Reply(lines=("x" * 2000,), picture="hash"), "zh-CN")
    assert units(drawing.text) <= CAPTION_UNITS
    assert drawing.picture == "hash"
    assert drawing.keyboard[-1][0].data == "more:1"


def test_wide_rows_are_folded_and_too_many_buttons_go_to_the_next_part() -> None:
    reply = Reply(lines=("x",), buttons=(buttons(20), *((button,) for button in buttons(130))))
    shown = [draw(reply.showing(part), "en") for part in (0, 1)]
    assert max(len(row) for part in shown for row in part.keyboard) == 8
    assert [sum(map(len, part.keyboard)) for part in shown] == [100, 52]


def test_a_reply_without_words_still_is_a_message() -> None:
    assert draw(Reply(buttons=(buttons(1),)), "en").text == NO_WORDS


@given(st.text(alphabet="ab 可🥤\n", max_size=400), st.integers(min_value=4, max_value=60))
def test_dividing_loses_nothing_but_white_space(text: str, limit: int) -> None:
    pieces = split(text.strip(), limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert squeezed("".join(pieces)) == squeezed(text)


@pytest.mark.parametrize("limit", [10, 11])
def test_a_piece_ends_at_a_line_where_it_can(limit: int) -> None:
    assert split("aaaa bbb\ncccc", limit) == ("aaaa bbb", "cccc")
