"""What numbers without a unit count, by the other lines."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from domain.order_text.resolving.bare_numbers import by_neighbours, without_totals
from domain.order_text.result import AskedLine, Line, TakenLine
from tests.domain.order_text.entries import entry

CREAM, LOTION, SOAP, STICK_1, STICK_2 = range(1, 6)


ENTRIES = {
    CREAM: entry(CREAM, "面霜", "瓶", ("箱", 24)),
    LOTION: entry(LOTION, "乳液", "瓶", ("箱", 24)),
    SOAP: entry(SOAP, "香皂", "块", ("箱", 72)),
    STICK_1: entry(STICK_1, "口红", "支", ("盒", 6)),
    STICK_2: entry(STICK_2, "口红", "支", ("盒", 6)),
}


def _taken(sku_id: int, count: int, unit: str, size: int = 1) -> TakenLine:
    quantity = Decimal(count * size)
    return TakenLine(text="", sku_id=sku_id, quantity=quantity, count=Decimal(count), unit=unit)


def _asked(sku_id: int, count: int) -> AskedLine:
    return AskedLine(text="", options=(sku_id,), count=Decimal(count), unit="", sure=True)


@pytest.mark.parametrize(
    ("lines", "single"),
    [
        ([_taken(CREAM, 5, "瓶"), _asked(LOTION, 2)], True),
        ([_taken(CREAM, 5, "瓶"), _asked(LOTION, 6)], False),
        ([_taken(CREAM, 1, "箱", 24), _asked(LOTION, 1)], False),
        ([_taken(CREAM, 5, "瓶"), _asked(SOAP, 2)], False),
        ([_asked(STICK_1, 2), _asked(STICK_2, 3)], True),
        ([_asked(STICK_1, 2)], False),
        ([_asked(CREAM, 2), _asked(LOTION, 3)], False),
    ],
)
def test_a_bare_number_counts_single_ones_where_others_leave_no_doubt(lines: Sequence[Line], *, single: bool) -> None:
    last = list(by_neighbours(lines, ENTRIES.__getitem__))[-1]
    assert isinstance(last, TakenLine) is single


@pytest.mark.parametrize(("total", "kept"), [(5, False), (6, True)])
def test_a_question_that_the_next_lines_make_up_is_no_line(total: int, kept: bool) -> None:  # noqa: FBT001
    question = AskedLine(text="", options=(STICK_1, STICK_2), count=Decimal(total), unit="支")
    lines: list[Line] = [question, _taken(STICK_1, 2, "支"), _taken(STICK_2, 3, "支")]
    assert (question in without_totals(lines, ENTRIES.__getitem__)) is kept
