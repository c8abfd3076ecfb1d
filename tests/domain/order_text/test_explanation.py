"""Why a line was read as it was."""

import pytest

from domain.order_text.explanation import AskReason, KnownBy, explain, explain_name
from domain.order_text.reader import OrderReader
from domain.order_text.result import AskedLine, TakenLine
from locales import LANGUAGES, words_for
from tests.domain.sample_goods import INDEX

READER = OrderReader(INDEX)


@pytest.mark.parametrize(
    ("text", "known", "decided", "carried", "left", "open_"),
    [
        ("峰泡可乐 500 3箱", KnownBy.NAME, ("500",), "", (), None),
        ("峰泡可乐500 3箱，330的2箱", KnownBy.NAME, ("330",), "峰泡可乐", (), None),
        ("JY1900 5箱", KnownBy.CODE, (), "", (), None),
        ("可乐 3箱", KnownBy.WORDS, (), "", (), AskReason.WHICH),
        ("山泉水1.5L 2", KnownBy.NAME, ("1500ml",), "", (), AskReason.UNIT),
        ("生抽 2瓶", KnownBy.NAME, (), "", (), AskReason.OTHER_UNIT),
        ("峰泡可乐 750ml 3箱", KnownBy.GUESS, (), "", ("750ml",), AskReason.WHICH),
        ("雪碧泉汽水 几箱", KnownBy.NAME, (), "", (), AskReason.HOW_MANY),
    ],
)
def test_the_last_line_of_a_message(
    text: str, known: KnownBy, decided: tuple[str, ...], carried: str, left: tuple[str, ...], open_: AskReason | None
) -> None:
    line = READER.read(text).lines[-1]
    assert isinstance(line, TakenLine | AskedLine)
    found = explain(READER, line)
    assert (found.known, found.decided, found.carried, found.left, found.open) == (known, decided, carried, left, open_)
    assert (found.others > 0) is bool(decided)


def test_other_words_and_guesses_are_said_as_such() -> None:
    other = explain_name(READER, "sprite", [6])
    assert (other.known, other.said_as, other.left) == (KnownBy.OTHER_WORDS, "雪碧", ())
    (near,) = (hit.sku_id for hit in READER.look("山泉水1.5L") if hit.near)
    guess = explain_name(READER, "山泉水1.5L", [near])
    assert (guess.known, guess.left) == (KnownBy.GUESS, ("1500ml",))


def test_every_reason_is_worded() -> None:
    for say in map(words_for, LANGUAGES):
        for key in (*(f"known_{each}" for each in KnownBy), *(f"open_{each}" for each in AskReason)):
            assert say(f"why.{key}", words="", goods="", unit="")
