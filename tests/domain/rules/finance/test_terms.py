"""Terms of payment as tables: how they are written, and when amounts are due."""

from datetime import date

import pytest

from domain.rules.finance.terms import due_on, read_terms


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("现结", "现结"), ("prepaid", "现结"), ("货到付款", "货到付款"), ("COD", "货到付款"), ("30", "30"),
        ("30天", "30"), ("30 days", "30"), ("30:receipt", "30:receipt"), ("30：签收", "30:receipt"),
        ("月结:25:10", "月结:25:10"), ("monthly:31:5", "月结:31:5"), ("批结", "批结"), ("0", "0"), ("月结", None),
        ("月结:32:1", None), ("400", None), ("赊账", None), ("", None), ("-3", None),
    ],
)  # fmt: skip
def test_terms_are_read_and_written_in_one_way(text: str, written: str | None) -> None:
    terms = read_terms(text)
    assert (str(terms) if terms else None) == written
    assert terms is None or read_terms(str(terms)) == terms


@pytest.mark.parametrize(
    ("text", "day", "due"),
    [
        ("现结", date(2026, 11, 23), date(2026, 11, 23)),
        ("30", date(2028, 1, 30), date(2028, 2, 29)),
        ("30:receipt", date(2026, 12, 15), date(2027, 1, 14)),
        ("月结:25:10", date(2026, 11, 25), date(2026, 12, 10)),
        ("月结:25:10", date(2026, 11, 26), date(2027, 1, 10)),
        ("月结:25:28", date(2026, 11, 3), date(2026, 11, 28)),
        ("月结:31:31", date(2027, 2, 10), date(2027, 3, 31)),
        ("月结:31:31", date(2028, 1, 31), date(2028, 2, 29)),
        ("月结:31:10", date(2026, 12, 31), date(2027, 1, 10)),
        ("批结", date(2026, 11, 23), None),
    ],
)
def test_when_an_amount_is_due(text: str, day: date, due: date | None) -> None:
    terms = read_terms(text)
    assert terms is not None
    assert due_on(terms, day) == due
