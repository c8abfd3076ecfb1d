"""Quiet hours: news that can wait is not told at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def is_quiet(now: datetime, zone: ZoneInfo, start: time, end: time) -> bool:
    """Whether a moment is within the quiet hours of the shop's zone; there are none where both ends are the same."""
    clock = now.astimezone(zone).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def day_began(now: datetime, zone: ZoneInfo, end: time) -> datetime:
    """When the quiet hours ended last, in the shop's zone."""
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), end, zone)
    return today if today <= local else datetime.combine(local.date() - timedelta(days=1), end, zone)


def next_end(now: datetime, zone: ZoneInfo, end: time) -> datetime:
    """When the quiet hours end next."""
    began = day_began(now, zone, end)
    return datetime.combine(began.date() + timedelta(days=1), end, zone)
