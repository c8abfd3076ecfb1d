"""Every fault that is played: on which databases, and how many orders people place meanwhile, at length and briefly."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults import clock, full, killed, leaders, paused, repeated, restarted, unreachable
from tests.faults.outcome import Outcome
from tests.faults.stage import Props
from tests.grounds import Kind

BOTH = tuple(Kind)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One row of the table. ``name`` is what ``python -m tests.faults`` calls it; the sizes are stories.

    The short form is played on one database, ``brief``. Those without one have it in ``tests/platforms``, where one
    story is compared word by word.
    """

    name: str
    play: Callable[[Props, Kind, int], Outcome]
    long: int
    short: int = 0
    brief: Kind = Kind.POSTGRESQL
    kinds: tuple[Kind, ...] = BOTH


PLANS = (
    Plan(name="killed", play=killed.on_telegram, long=500, short=4),
    Plan(name="killed-polling", play=killed.by_polling, long=100, kinds=(Kind.SQLITE,)),
    Plan(name="killed-wechat", play=killed.on_wechat, long=30),
    Plan(name="repeated", play=repeated.on_telegram, long=200, short=4, brief=Kind.SQLITE),
    Plan(name="repeated-wechat", play=repeated.on_wechat, long=30),
    Plan(name="away", play=unreachable.play, long=60, short=2, brief=Kind.SQLITE),
    Plan(name="restarted", play=restarted.play, long=150, kinds=(Kind.POSTGRESQL,)),
    Plan(name="full", play=full.play, long=150, short=4, brief=Kind.SQLITE, kinds=(Kind.SQLITE,)),
    Plan(name="clock", play=clock.play, long=200, short=4, brief=Kind.SQLITE),
    Plan(name="leaders", play=leaders.play, long=200, short=4),
    Plan(name="paused", play=paused.play, long=40, kinds=(Kind.POSTGRESQL,)),
)
