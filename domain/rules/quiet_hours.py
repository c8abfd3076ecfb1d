"""Quiet hours: news that can wait is not told at night."""

from datetime import datetime, time
from zoneinfo import ZoneInfo


def is_quiet(now: datetime, zone: ZoneInfo, start: time, end: time) -> bool:
    """Whether a moment is within the quiet hours of the shop's zone; there are none where both ends are the same."""
    clock = now.astimezone(zone).time()
    return start <= clock < end if start <= end else clock >= start or clock < end
