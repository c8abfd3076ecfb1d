"""The salesperson's morning: what waits, what the warehouse still has to do, and how yesterday went."""

from datetime import date, datetime
from decimal import Decimal

from domain.tables.notices import Notice
from handlers.press import button
from handlers.turn import Reply
from handlers.verbs import Verb
from handlers.visit import Visit

#: Hours of the reader's day.
_NOON, _EVENING = 12, 18


def word(visit: Visit, notice: Notice) -> Reply | None:
    """The digest, as counted when it was written; nothing once its day is over."""
    facts = notice.facts
    day = date.fromisoformat(facts["day"])
    if day != visit.by.today:
        return None
    return Reply(
        title=visit.say(f"digest.{_time_of_day(visit)}", name=visit.person.name, day=visit.say.day(day)),
        lines=(*_today(visit, facts), *_yesterday(visit, facts)),
        buttons=(
            (button(visit.say("menu.waiting"), Verb.WAITING), button(visit.say("menu.orders_all"), Verb.ORDERS)),
            (button(visit.say("button.menu"), Verb.MENU),),
        ),
    )


def _time_of_day(visit: Visit) -> str:
    """It comes in the morning, unless the house was shut then."""
    hour = visit.by.now.astimezone(visit.zone).hour
    return "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"


def _today(visit: Visit, facts: dict[str, object]) -> tuple[str, ...]:
    told = [visit.say.count(f"digest.{each}", _number(facts, each)) for each in ("waiting",) if facts[each]]
    if facts["oldest"]:
        oldest = datetime.fromisoformat(str(facts["oldest"]))
        told.append(visit.say("digest.oldest", since=visit.say.moment(oldest, visit.zone)))
    told += [visit.say.count("digest.to_pick", _number(facts, "to_pick"))] if facts["to_pick"] else []
    return tuple(told)


def _yesterday(visit: Visit, facts: dict[str, object]) -> tuple[str, ...]:
    told = []
    if facts["orders"]:
        amount = visit.say.money(Decimal(str(facts["total"])), visit.currency)
        told.append(visit.say.count("digest.orders", _number(facts, "orders"), amount=amount))
    told += [visit.say.count(f"digest.{each}", _number(facts, each)) for each in ("shipped", "expired") if facts[each]]
    return tuple(told)


def _number(facts: dict[str, object], name: str) -> int:
    return int(str(facts[name]))
