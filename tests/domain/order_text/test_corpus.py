"""Labelled order messages: how many are wholly right, how many lines, and that none is silently wrong."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.order_text.result import OrderSoFar, TakenLine
from tests.corpus.labelled import Verdict, messages, reader, verdicts


@pytest.fixture(scope="module")
def judged() -> tuple[Verdict, ...]:
    return tuple(verdicts())


def report(judged: tuple[Verdict, ...]) -> str:
    """Each message that is not wholly right, with its labels and what it was read as."""
    return "\n".join(
        f"{each.message.number}: {each.message.text!r} {each.message.cart or ''}\n"
        f"   labelled {list(each.message.labels)}\n   read     {list(each.told)}"
        f"{'   silently wrong' if each.silently_wrong else ''}"
        for each in judged
        if not each.whole
    )


def test_the_corpus_is_large_enough() -> None:
    assert len(messages()) >= 300


def test_no_line_is_silently_wrong(judged: tuple[Verdict, ...]) -> None:
    assert not [each.message.text for each in judged if each.silently_wrong], f"\n{report(judged)}"


def test_nearly_every_message_is_wholly_right(judged: tuple[Verdict, ...]) -> None:
    assert sum(each.whole for each in judged) >= 0.95 * len(judged), f"\n{report(judged)}"


def test_nearly_every_line_is_right(judged: tuple[Verdict, ...]) -> None:
    lines = sum(each.lines for each in judged)
    assert sum(each.right for each in judged) >= 0.98 * lines, f"\n{report(judged)}"


_WORDS = st.sampled_from(
    sorted({word for each in messages() for word in (each.text, *each.text.splitlines(), *each.text.split("，"))})
)
_JOINTS = st.sampled_from(
    ["", " ", "，", "\n", "、", "和", "各", "改成", "不要", "换成", "加", "减", "半", "x", "\t", "（"]
)
_CARTS = st.dictionaries(st.integers(1, 129), st.integers(1, 500).map(Decimal), max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(_WORDS, _JOINTS), max_size=5), _CARTS)
def test_whatever_is_said_in_whatever_order_no_quantity_is_impossible(
    parts: list[tuple[str, str]], cart: dict[int, Decimal]
) -> None:
    for line in reader().read("".join(map("".join, parts)), OrderSoFar(quantities=cart)).lines:
        assert line.text
        if isinstance(line, TakenLine):
            assert 0 < line.quantity <= 1_000_000


def test_an_amount_that_two_readings_find_leaves_no_line_without_words() -> None:
    assert [line.text for line in reader().read("舒肤佳 20块换成", OrderSoFar()).lines] == ["舒肤佳 20块"]
