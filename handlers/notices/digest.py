"""The salesperson's morning digest: what waits, what the warehouse has to do, and yesterday's figures."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.tables.notices import Notice
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply
from handlers.conversation.verbs import Verb

#: Hours of the reader's day.
_NOON, _EVENING = 12, 18
#: So many who are late are named.
_NAMED = 3


def word(request: Request, notice: Notice) -> Reply | None:
    """The digest, as counted when it was written; nothing once its day is over."""
    facts = notice.facts
    day = date.fromisoformat(facts["day"])
    if day != request.actor.today:
        return None
    return Reply(
        title=request.say(f"digest.{_time_of_day(request)}", name=request.person.name, day=request.say.day(day)),
        lines=(*_today(request, facts), *_late(request, facts), *_yesterday(request, facts)),
        buttons=(
            (button(request.say("menu.waiting"), Verb.WAITING), button(request.say("menu.orders_all"), Verb.ORDERS)),
            (*_to_late(request, facts), button(request.say("button.menu"), Verb.MENU)),
        ),
    )


def _late(request: Request, facts: dict[str, Any]) -> tuple[str, ...]:
    """Who is late with paying, the most first."""
    late = [(str(name), Decimal(amount)) for name, amount in facts.get("late", ())]
    if not late:
        return ()
    named = tuple(
        request.say("finance.row", account=name, amount=request.say.money(amount, request.currency))
        for name, amount in late[:_NAMED]
    )
    return (request.say.count("digest.late", len(late), accounts=named),)


def _to_late(request: Request, facts: dict[str, Any]) -> tuple[Button, ...]:
    shown = facts.get("late")
    return (button(request.say("finance.who_is_late"), Verb.DEBTORS, 0, 1),) if shown else ()


def _time_of_day(request: Request) -> str:
    """Morning, or later where the service was down."""
    hour = request.actor.now.astimezone(request.zone).hour
    return "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"


def _today(request: Request, facts: dict[str, object]) -> tuple[str, ...]:
    told = [request.say.count(f"digest.{each}", _number(facts, each)) for each in ("waiting",) if facts[each]]
    if facts["oldest"]:
        oldest = datetime.fromisoformat(str(facts["oldest"]))
        told.append(request.say("digest.oldest", since=request.say.moment(oldest, request.zone)))
    unpaid = _number(facts, "unpaid") if facts.get("unpaid") else 0
    told += [request.say.count("digest.unpaid", unpaid)] if unpaid else []
    told += [request.say.count("digest.to_pick", _number(facts, "to_pick"))] if facts["to_pick"] else []
    return tuple(told)


def _yesterday(request: Request, facts: dict[str, object]) -> tuple[str, ...]:
    told = []
    if facts["orders"]:
        amount = request.say.money(Decimal(str(facts["total"])), request.currency)
        told.append(request.say.count("digest.orders", _number(facts, "orders"), amount=amount))
    told += [
        request.say.count(f"digest.{each}", _number(facts, each)) for each in ("shipped", "expired") if facts[each]
    ]
    return tuple(told)


def _number(facts: dict[str, object], name: str) -> int:
    return int(str(facts[name]))
