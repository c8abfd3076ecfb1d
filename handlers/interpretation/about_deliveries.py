"""Service sentences about delivery days: which there are, setting them, and days that are otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta

from domain.carts import expected_days
from domain.language.day_ranges import read_days
from domain.language.words.lists import words
from domain.people import delivery_changes
from domain.rules.delivery_days import DeliveryDays, read_delivery_days
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.interpretation import entities
from handlers.shopping import expected_day

Blanks = Mapping[str, str]
#: Said instead of days: none any more.
_NONE = frozenset(words("accounts", "no_delivery_days"))
#: So many days at most are otherwise at once.
_DAYS_MOST = 60


def show(request: Request, blanks: Blanks) -> Turn:
    """When goods are delivered, and when what is ordered now would come."""
    account_id = request.actor.account_id
    plan = expected_days.days_of(request.actor, account_id) if account_id is not None else None
    if plan is None or account_id is None:
        return _reply(request, request.say("arrival.none"))
    return _reply(request, expected_day.days(request, plan), *expected_day.now(request, account_id))


def change(request: Request, blanks: Blanks) -> Turn | None:
    """Delivery days of an account, an area, or of all where none is named; for those who may set them."""
    said = " ".join(f"{blanks.get('account', '')} {blanks.get('words', '')}".split())
    found = _name_and_days(said)
    if found is None:
        return _reply(request, request.say("arrival.how"))
    name, plan = found
    if not name:
        return _changed(request, request.say("arrival.everybody"), delivery_changes.of_shop(request.actor, plan), plan)
    accounts = entities.accounts(request, name)
    exact = [each for each in accounts if each.name == name] or accounts
    if name not in delivery_changes.areas(request.actor) and len(exact) == 1:
        before = delivery_changes.of_account(request.actor, exact[0].id, plan)
        return _changed(request, exact[0].name, before, plan)
    if name not in delivery_changes.areas(request.actor):
        return _reply(request, request.say("arrival.nobody", name=name), request.say("arrival.how"))
    return _changed(request, name, delivery_changes.of_area(request.actor, name, plan), plan)


def not_on(request: Request, blanks: Blanks) -> Turn | None:
    """No delivery on some days: a holiday."""
    return _otherwise(request, blanks, delivers=False)


def also_on(request: Request, blanks: Blanks) -> Turn | None:
    """A delivery on some days all the same."""
    return _otherwise(request, blanks, delivers=True)


def _otherwise(request: Request, blanks: Blanks, *, delivers: bool) -> Turn | None:
    found = _area_and_days(request, blanks.get("words", ""))
    if found is None:
        return None
    area, first, last = found
    if (last - first).days >= _DAYS_MOST or first < request.actor.today:
        return None
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    delivery_changes.otherwise(request.actor, days, delivers=delivers, area=area)
    said = request.say.day(first) if first == last else f"{request.say.day(first)} – {request.say.day(last)}"
    where = area or request.say("arrival.everybody")
    return _reply(request, request.say("arrival.also_on" if delivers else "arrival.not_on", days=said, where=where))


def _name_and_days(said: str) -> tuple[str, DeliveryDays | None] | None:
    """Whose days they are, and which; no days where they are taken away."""
    for at in range(len(said)):
        if plan := read_delivery_days(said[at:]):
            return said[:at].strip(" ：:，,的"), plan
    name, _, last = said.rpartition(" ")
    return (name.strip(" ：:，,的"), None) if last.casefold() in _NONE else None


def _area_and_days(request: Request, said: str) -> tuple[str, date, date] | None:
    """The area that is named before the days, if any, and the first and the last of them."""
    day_first = request.say.language == "en"
    areas = delivery_changes.areas(request.actor) if request.actor.may(Right.SETTING_CHANGE) else []
    area = next((each for each in areas if said.startswith(each)), "")
    found = read_days(said[len(area) :].strip(), request.actor.today, day_first=day_first)
    return (area, *found) if found else None


def _changed(request: Request, whose: str, before: str, plan: DeliveryDays | None) -> Turn:
    """What holds now, and how it was."""
    earlier = read_delivery_days(before) if before else None
    was = expected_day.days(request, earlier) if earlier else request.say("arrival.had_none")
    now = expected_day.days(request, plan) if plan else request.say("arrival.taken_away")
    return _reply(
        request, request.say("arrival.changed", whose=whose, days=now), request.say("arrival.before_that", days=was)
    )


def _reply(request: Request, title: str, *lines: str) -> Turn:
    return Turn(replies=(Reply(title=title, lines=lines, buttons=((button(request.say("button.menu"), Verb.MENU),),)),))
