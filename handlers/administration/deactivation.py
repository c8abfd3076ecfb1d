"""Switching a person off, after a look at their open work, and on again."""

from domain.db.pages import Page
from domain.people import deactivation
from domain.people.account_transfers import AccountsAssigned
from domain.people.person_view import Member, salespeople, view_member
from domain.rules.rights import Right
from domain.tables.people import Person
from handlers.administration import person
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb


def ask(request: Request, *, person_id: Id, page: int = 0) -> Turn:
    """What it means; whose accounts and waiting orders they have is asked about first."""
    request.actor.need(Right.PERSON_SWITCH)
    member = view_member(request.actor, person_id)
    who = member.person
    found = salespeople(request.actor, page, but=who.id)
    heirs = _heirs(request, member, found) if member.accounts_kept else ()
    plain = "people.off_without" if heirs else "people.off_yes"
    reply = Reply(
        title=request.say("people.off_ask", name=who.name),
        lines=(request.say("people.off_means"), *_leaves(request, member)),
        note=of_page(found).head(request, request.say("people.off_heirs")) if heirs else "",
        buttons=(
            *heirs,
            (button(request.say(plain, name=who.name), Verb.SWITCH_OFF_NOW, who.id, 0),),
            (button(request.say("people.off_no"), Verb.PERSON, who.id), button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def off(request: Request, *, person_id: Id, salesperson_id: Id) -> Turn:
    """Deactivate the person; no buttons where that is the one who acts."""
    done = deactivation.switch_off(request.actor, person_id, salesperson_id or None)
    told = request.say("people.off_done" if done.event_id else "people.off_already", name=done.person.name)
    if done.moved is not None and done.moved.accounts:
        told += "\n" + moved(request, done.moved)
    if done.person.id == request.actor.person_id:
        return Turn(replies=(Reply(title=told),))
    return person.page(request, done.person.id, told, done.event_id)


def on(request: Request, *, person_id: Id) -> Turn:
    """Reactivate the person, who is told so."""
    who = deactivation.switch_on(request.actor, person_id)
    return person.page(request, who.id, request.say("people.on_done", name=who.name))


def moved(request: Request, done: AccountsAssigned) -> str:
    """How many accounts and waiting orders went to whom."""
    count, first = len(done.accounts), done.accounts[0].name
    key = "people.moved" if count == 1 else "people.moved_many"
    told = request.say(key, salesperson=done.salesperson.name, account=first, count=count)
    return told + (request.say.count("people.moved_waiting", done.waiting) if done.waiting else "")


def _leaves(request: Request, member: Member) -> tuple[str, ...]:
    if not member.accounts_kept:
        return ()
    told = request.say.count("people.leaves", member.accounts_kept)
    return (told + (request.say.count("people.leaves_waiting", member.waiting) if member.waiting else ""),)


def _heirs(request: Request, member: Member, found: Page[Person]) -> tuple[Row, ...]:
    return (
        *(
            (
                button(
                    request.say("people.off_heir", salesperson=each.name),
                    Verb.SWITCH_OFF_NOW,
                    member.person.id,
                    each.id,
                ),
            )
            for each in found.rows
        ),
        *of_page(found).turn(request, Verb.SWITCH_OFF, member.person.id),
    )
