"""Days as people write them. Today is Wednesday, 25 November 2026."""

from datetime import date

import pytest

from domain.language.dates import full_day, means_any_day, read_day

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("今天", "2026-11-25"),
        ("明天", "2026-11-26"),
        ("明天送", "2026-11-26"),
        ("请明天送到", "2026-11-26"),
        ("后天", "2026-11-27"),
        ("大后天", "2026-11-28"),
        ("3天后", "2026-11-28"),
        ("三天后", "2026-11-28"),
        ("过两天", "2026-11-27"),
        ("一周后", "2026-12-02"),
        ("周五", "2026-11-27"),
        ("星期五", "2026-11-27"),
        ("礼拜天", "2026-11-29"),
        ("周三", "2026-11-25"),
        ("周一", "2026-11-30"),
        ("这周五", "2026-11-27"),
        ("本周一", "2026-11-23"),
        ("下周五", "2026-12-04"),
        ("下个星期一", "2026-11-30"),
        ("下下周二", "2026-12-08"),
        ("11月25日", "2026-11-25"),
        ("11月24号", "2027-11-24"),
        ("十二月一日", "2026-12-01"),
        ("1月5日", "2027-01-05"),
        ("28号", "2026-11-28"),
        ("三十号", "2026-11-30"),
        ("5号", "2026-12-05"),
        ("31号", "2026-12-31"),
        ("28", "2026-11-28"),
        ("下个月3号", "2026-12-03"),
        ("本月28日", "2026-11-28"),
        ("月底", "2026-11-30"),
        ("2026-11-27", "2026-11-27"),
        ("2026年11月27日", "2026-11-27"),
        ("2026/11/27", "2026-11-27"),
        ("20261127", "2026-11-27"),
        ("２０２６－１１－２７", "2026-11-27"),
        ("11-27", "2026-11-27"),
        ("25/11", "2026-11-25"),
        ("11/25", "2026-11-25"),
        ("today", "2026-11-25"),
        ("Tomorrow", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("day after tomorrow", "2026-11-27"),
        ("in 3 days", "2026-11-28"),
        ("in a week", "2026-12-02"),
        ("in 2 weeks", "2026-12-09"),
        ("Friday", "2026-11-27"),
        ("on fri", "2026-11-27"),
        ("this friday", "2026-11-27"),
        ("next Monday", "2026-11-30"),
        ("next friday", "2026-12-04"),
        ("27 Nov", "2026-11-27"),
        ("Nov 27", "2026-11-27"),
        ("27th of November", "2026-11-27"),
        ("November 27th, 2026", "2026-11-27"),
        ("the 27th", "2026-11-27"),
        ("27/11/2026", "2026-11-27"),
        ("", None),
        ("随便什么", None),
        ("可乐", None),
        ("2月30日", None),
        ("99", None),
        ("0", None),
        ("13/13", None),
        ("2026-13-01", None),
        ("32号", None),
        ("27 foo", None),
        ("999天后", "2029-08-20"),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str, day: str | None) -> None:
    found = read_day(written, TODAY)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(("day_first", "day"), [(True, date(2026, 12, 5)), (False, date(2027, 5, 12))])
def test_what_can_be_read_in_two_ways_is_read_as_the_language_does(day: date, *, day_first: bool) -> None:
    assert read_day("5/12", TODAY, day_first=day_first) == day


def test_the_last_day_of_a_year_leads_into_the_next() -> None:
    assert read_day("1号", date(2026, 12, 31)) == date(2027, 1, 1)
    assert read_day("31号", date(2026, 1, 31)) == date(2026, 1, 31)
    assert read_day("30号", date(2027, 1, 31)) == date(2027, 3, 30)


@pytest.mark.parametrize("written", ["尽快", "随时", "ASAP", "any day", "越快越好！"])
def test_a_day_may_be_left_to_us(written: str) -> None:
    assert means_any_day(written)
    assert not means_any_day("明天")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-1", date(2026, 12, 1)),
        ("2026/12/31 00:00:00", date(2026, 12, 31)),
        ("20261231", date(2026, 12, 31)),
        ("2026年12月1日", date(2026, 12, 1)),
        ("25/11/2026", date(2026, 11, 25)),
        ("11/11/2026", date(2026, 11, 11)),
        ("5/11/2026", None),
        ("25 Nov 2026", date(2026, 11, 25)),
        ("25 Nov", None),
        ("12-31", None),
        ("明天", None),
        ("2026-13-01", None),
        ("", None),
    ],
)
def test_a_sheet_names_a_day_with_its_year(text: str, day: date | None) -> None:
    assert full_day(text) == day
