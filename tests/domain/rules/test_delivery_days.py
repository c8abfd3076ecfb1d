"""Delivery days and cut-offs as tables: what is written, and the day that goods come."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.delivery_days import DeliveryDays, expected_day, read_delivery_days

SHANGHAI, LONDON = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London")
TUESDAY = "2 17:00 1"

#: What was written → as it is kept.
WRITTEN = {
    "周二 17:00": "2 17:00 1",
    "周二送，17:00 截单": "2 17:00 1",
    "周二、周五 17:00": "2,5 17:00 1",
    "周二五 17:00": "2,5 17:00 1",
    "每周二和周五送货，前一天下午5点截单": "2,5 17:00 1",
    "星期二、星期五送，前一天 17:00 前下单": "2,5 17:00 1",
    "周一到周六 16:30": "1,2,3,4,5,6 16:30 1",
    "周六至周一 9点半": "1,6,7 09:30 1",
    "每天 当天 10:00": "1,2,3,4,5,6,7 10:00 0",
    "每天送，当天10点截单": "1,2,3,4,5,6,7 10:00 0",
    "工作日 12:00": "1,2,3,4,5 12:00 1",
    "周日 提前2天 18:00": "7 18:00 2",
    "周三，前两天晚上8点": "3 20:00 2",
    "周二 １７：００": "2 17:00 1",
    "Tue, Fri 17:00": "2,5 17:00 1",
    "tuesday and friday 5pm": "2,5 17:00 1",
    "mon-fri 9:30am": "1,2,3,4,5 09:30 1",
    "Mon to Sat, cut-off 4 pm the day before": "1,2,3,4,5,6 16:00 1",
    "daily, same day 10:00": "1,2,3,4,5,6,7 10:00 0",
    "every day 12am": "1,2,3,4,5,6,7 00:00 1",
    "wed 18:00 2 days before": "3 18:00 2",
    "2,5 17:00 1": "2,5 17:00 1",
}
NONE = (
    "",
    "周二",
    "17:00",
    "周二 25:00",
    "周二 17:00 可乐",
    "明天 17:00",
    "Tue",
    "每天",
    "8 17:00 1",
    "周二 提前9天 17:00",
)

#: (days, now, wanted) → (day, missed), on the clock of Shanghai. 24 November 2026 is a Tuesday.
DAYS = [
    (TUESDAY, "2026-11-23 10:00", None, "2026-11-24", None),
    (TUESDAY, "2026-11-23 16:59", None, "2026-11-24", None),
    (TUESDAY, "2026-11-23 17:00", None, "2026-12-01", "2026-11-24"),
    (TUESDAY, "2026-11-23 17:01", None, "2026-12-01", "2026-11-24"),
    (TUESDAY, "2026-11-24 08:00", None, "2026-12-01", None),
    (TUESDAY, "2026-11-25 08:00", None, "2026-12-01", None),
    ("2,5 17:00 1", "2026-11-23 18:00", None, "2026-11-27", "2026-11-24"),
    ("2,5 17:00 1", "2026-11-26 16:59", None, "2026-11-27", None),
    ("2,5 17:00 1", "2026-11-26 17:00", None, "2026-12-01", "2026-11-27"),
    # the same day
    ("1,2,3,4,5,6,7 10:00 0", "2026-11-23 09:59", None, "2026-11-23", None),
    ("1,2,3,4,5,6,7 10:00 0", "2026-11-23 10:00", None, "2026-11-24", "2026-11-23"),
    # two days before
    ("3 18:00 2", "2026-11-23 17:59", None, "2026-11-25", None),
    ("3 18:00 2", "2026-11-23 18:00", None, "2026-12-02", "2026-11-25"),
    ("3 18:00 2", "2026-11-24 09:00", None, "2026-12-02", None),
    # ends of months and years, the leap day
    ("4 17:00 1", "2026-12-30 17:00", None, "2027-01-07", "2026-12-31"),
    ("5 17:00 1", "2026-12-31 16:59", None, "2027-01-01", None),
    ("2 17:00 1", "2028-02-28 12:00", None, "2028-02-29", None),
    ("2 17:00 1", "2028-02-28 17:00", None, "2028-03-07", "2028-02-29"),
    ("1 17:00 1", "2027-02-28 12:00", None, "2027-03-01", None),
    ("1 00:00 0", "2026-11-23 00:00", None, "2026-11-30", "2026-11-23"),
    ("7 23:59 1", "2026-11-28 23:58", None, "2026-11-29", None),
    # a day that is wanted
    ("2,5 17:00 1", "2026-11-23 10:00", "2026-11-24", "2026-11-24", None),
    ("2,5 17:00 1", "2026-11-23 10:00", "2026-11-25", "2026-11-27", None),
    ("2,5 17:00 1", "2026-11-23 10:00", "2026-11-27", "2026-11-27", None),
    ("2,5 17:00 1", "2026-11-23 18:00", "2026-11-24", "2026-11-27", "2026-11-24"),
    ("2,5 17:00 1", "2026-11-23 18:00", "2026-11-26", "2026-11-27", None),
    ("2,5 17:00 1", "2026-11-23 10:00", "2026-12-31", "2027-01-01", None),
]  # fmt: skip


def days_of(written: str) -> DeliveryDays:
    days = read_delivery_days(written)
    assert days is not None
    return days


def at(written: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=zone)


@pytest.mark.parametrize(("written", "kept"), WRITTEN.items())
def test_days_and_cut_off_are_read_as_people_write_them(written: str, kept: str) -> None:
    assert str(read_delivery_days(written)) == kept


@pytest.mark.parametrize("written", NONE)
def test_anything_else_is_none(written: str) -> None:
    assert read_delivery_days(written) is None


@pytest.mark.parametrize(("written", "now", "wanted", "day", "missed"), DAYS)
def test_the_day_that_goods_come(written: str, now: str, wanted: str | None, day: str, missed: str | None) -> None:
    found = expected_day(days_of(written), at(now), date.fromisoformat(wanted) if wanted else None)
    assert found is not None
    assert (str(found.day), found.missed and str(found.missed)) == (day, missed)


@pytest.mark.parametrize(
    ("exceptions", "day"),
    [
        ({"2026-11-24": False}, "2026-11-27"),
        ({"2026-11-24": False, "2026-11-27": False}, "2026-12-01"),
        ({"2026-11-24": False, "2026-11-25": True}, "2026-11-25"),
        ({"2026-11-22": True, "2026-11-23": True}, "2026-11-24"),
    ],
)
def test_holidays_and_days_besides(exceptions: dict[str, bool], day: str) -> None:
    those = {date.fromisoformat(each): delivers for each, delivers in exceptions.items()}
    found = expected_day(days_of("2,5 17:00 1"), at("2026-11-23 10:00"), None, those)
    assert found is not None
    assert str(found.day) == day


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-10-25 00:30", "2026-10-26"),  # the clock goes back in the night: an hour more
        ("2026-10-25 16:59", "2026-10-26"),
        ("2026-10-25 17:00", "2026-11-02"),
        ("2027-03-28 16:59", "2027-03-29"),  # and forward
        ("2027-03-28 17:00", "2027-04-05"),
    ],
)
def test_the_cut_off_is_by_the_clock_on_the_wall(now: str, day: str) -> None:
    found = expected_day(days_of("1 17:00 1"), at(now, LONDON))
    assert found is not None
    assert str(found.day) == day


def test_the_same_moment_is_in_time_in_one_zone_and_late_in_another() -> None:
    moment = datetime.fromisoformat("2026-11-23T09:30:00+00:00")
    found = [expected_day(days_of(TUESDAY), moment.astimezone(zone)) for zone in (LONDON, SHANGHAI)]
    assert [each and str(each.day) for each in found] == ["2026-11-24", "2026-12-01"]


def test_where_nothing_is_ever_delivered_no_day_is_named() -> None:
    none = DeliveryDays(weekdays=frozenset(), cutoff=time(17))
    assert expected_day(none, at("2026-11-23 10:00")) is None


@given(
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times(),
    st.integers(0, 7),
    st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)),  # noqa: DTZ001 - the zone is put in below
)
def test_goods_come_on_a_delivery_day_and_the_cut_off_is_still_ahead(
    weekdays: frozenset[int], cutoff: time, before: int, now: datetime
) -> None:
    days = DeliveryDays(weekdays=weekdays, cutoff=cutoff.replace(second=0, microsecond=0), before=before)
    assert read_delivery_days(str(days)) == days
    found = expected_day(days, now.replace(tzinfo=SHANGHAI))
    assert found is not None
    assert found.day.weekday() in weekdays
    assert found.deadline > now.replace(tzinfo=SHANGHAI)
