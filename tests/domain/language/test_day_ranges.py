"""From which day to which, as people write it."""

from datetime import date

import pytest

from domain.language.day_ranges import read_days

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月1日到7日", "12-01", "12-07"),
        ("12月1日到12月7日", "12-01", "12-07"),
        ("12-01 到 12-07", "12-01", "12-07"),
        ("从明天到周五", "11-24", "11-27"),
        ("今天至后天", "11-23", "11-25"),
        ("11月24日~27日", "11-24", "11-27"),
        ("明天", "11-24", "11-24"),
        ("1 Dec to 7 Dec", "12-01", "12-07"),
        ("from tomorrow until Friday", "11-24", "11-27"),
    ],
)
def test_first_and_last_day(text: str, first: str, last: str) -> None:
    found = read_days(text, MONDAY)
    assert found is not None
    assert [f"{day:%m-%d}" for day in found] == [first, last]


@pytest.mark.parametrize("text", ["", "到", "可乐 3箱", "12月32日到33日", "🌴", "to"])
def test_what_names_no_days(text: str) -> None:
    assert read_days(text, MONDAY) is None
