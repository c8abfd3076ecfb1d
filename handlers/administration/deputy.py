"""Who stands in for a salesperson who is away: shown, chosen, with days tapped or typed, and ended."""

from datetime import date, timedelta

from domain.language.day_ranges import read_days
from domain.people import deputies
from domain.people.deputies import DeputyView
from domain.tables.deputies import Deputy
from domain.tables.people import Person
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb

#: How many days are offered to be tapped.
DAYS = (1, 3, 7, 14)


def show(request: Request, *, person_id: Id | None = None) -> Turn:
    """Who stands in, and from when to when; one's own where nobody else is named."""
    return _page(request, deputies.view(request.actor, person_id or request.person.id))


def choose(request: Request, *, person_id: Id, page: int = 0) -> Turn:
    """Who shall stand in?"""
    away = deputies.view(request.actor, person_id)
    found = deputies.candidates(request.actor, person_id, page)
    part = of_page(found)
    rows: tuple[Row, ...] = (
        *(
            (button(request.say("deputies.row", name=each.name), Verb.DEPUTY_DAYS, person_id, each.id),)
            for each in found.rows
        ),
        *part.turn(request, Verb.CHOOSE_DEPUTY, person_id),
    )
    key = "deputies.who" if found.rows else "deputies.nobody_else"
    title = part.head(request, request.say(key, name=away.salesperson.name))
    return Turn(replies=(Reply(title=title, buttons=(*rows, _foot(request, person_id))),))


def days(request: Request, *, person_id: Id, deputy_id: Id) -> Turn:
    """From when to when?"""
    return _ask_days(request, person_id, deputy_id)


def typed_days(request: Request, text: str, *, person_id: Id, deputy_id: Id) -> Turn:
    """The days in words; a tap confirms them."""
    found = read_days(text, request.actor.today, day_first=request.say.language == "en")
    if found is None:
        return _ask_days(request, person_id, deputy_id).headed(request.say("deputies.no_days", words=text.strip()[:40]))
    return _ask_days(request, person_id, deputy_id, found)


def appoint(request: Request, *, person_id: Id, deputy_id: Id, first: date, last: date) -> Turn:
    """From now on the cards of these days go to both."""
    away = deputies.appoint(request.actor, person_id, deputy_id, first, last)
    return _page(request, away, request.say("deputies.set"))


def dismiss(request: Request, *, person_id: Id) -> Turn:
    """Nobody stands in any more."""
    return _page(request, deputies.dismiss(request.actor, person_id), request.say("deputies.ended"))


def _page(request: Request, away: DeputyView, told: str = "") -> Turn:
    who = away.salesperson
    choice = button(request.say("deputies.choose"), Verb.CHOOSE_DEPUTY, who.id)
    rows: tuple[Row, ...] = ((choice,),)
    title = request.say("deputies.none", name=who.name)
    if away.deputy is not None and away.row is not None:
        end = button(request.say("deputies.end", name=away.deputy.name), Verb.END_DEPUTY, who.id)
        rows = ((end,), (choice,))
        title = request.say("deputies.is", name=who.name, deputy=away.deputy.name, **_days(request, away.row))
    reply = Reply(
        title=f"{told}\n{title}" if told else title,
        note=request.say("deputies.note"),
        buttons=(*rows, (button(request.say("button.menu"), Verb.MENU),)),
    )
    return Turn(replies=(reply,))


def _days(request: Request, row: Deputy) -> dict[str, str]:
    return {"first": request.say.day(row.first_day), "last": request.say.day(row.last_day)}


def _ask_days(request: Request, person_id: int, deputy_id: int, said: tuple[date, date] | None = None) -> Turn:
    """Days to tap: those that were said, else some from today on; others can be typed."""
    away, today = deputies.view(request.actor, person_id), request.actor.today
    offered = [said] if said else [(today, today + timedelta(days=count - 1)) for count in DAYS]
    deputy = deputies.candidate(request.actor, person_id, deputy_id)
    rows = tuple((_span(request, person_id, deputy, first, last),) for first, last in offered)
    reply = Reply(
        title=request.say("deputies.when", name=away.salesperson.name, deputy=deputy.name),
        note=request.say("deputies.type_days"),
        buttons=(*rows, _foot(request, person_id)),
    )
    facts = {"person": person_id, "deputy": deputy_id}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.DEPUTY_DAYS, facts=facts))


def _span(request: Request, person_id: int, deputy: Person, first: date, last: date) -> Button:
    label = request.say("deputies.span", first=request.say.day(first), last=request.say.day(last))
    say = request.say("deputies.span_say", name=deputy.name, label=label)
    return button(label, Verb.SET_DEPUTY, person_id, deputy.id, f"{first:%Y%m%d}", f"{last:%Y%m%d}", say=say)


def _foot(request: Request, person_id: int) -> Row:
    back = button(request.say("deputies.back"), Verb.DEPUTY, person_id)
    return back, button(request.say("button.menu"), Verb.MENU)
