"""The demo's carrier: a parcel that was sent in the demo moves by itself, from the first minute to the door."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.carriers.service import Report
from domain.rules.parcel_events import ParcelEvent, ParcelStep

#: When each step is, counted from when the parcel was first asked about.
STEPS = (
    (timedelta(0), ParcelStep.PICKED_UP, "快件已揽收", "杭州"),
    (timedelta(minutes=1), ParcelStep.MOVING, "已发往目的地", "杭州"),
    (timedelta(minutes=2), ParcelStep.OUT_FOR_DELIVERY, "快递员正在派件，请保持电话畅通", "上海"),
    (timedelta(minutes=4), ParcelStep.DELIVERED, "已签收", "上海"),
)
#: So often parcels are asked about.
EVERY = timedelta(seconds=30)


class DemoCarrier:
    """A ``CarrierService`` that makes it up. It forgets when the demo ends."""

    carriers = frozenset({"sf", "jd", "zto", "yto", "yunda", "deppon", "sto", "jt", "ems", "ups"})
    calls_back = False

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._first: dict[str, datetime] = {}

    def subscribe(self, carrier: str, number: str) -> None:
        """It is asked often enough."""

    def ask(self, carrier: str, number: str) -> Report:
        """The steps whose time has come."""
        now = self._now().replace(microsecond=0)
        first = self._first.setdefault(f"{carrier} {number}", now)
        events = (
            ParcelEvent(at=first + after, step=step, words=words, place=place) for after, step, words, place in STEPS
        )
        return Report(events=tuple(each for each in events if each.at <= now))
