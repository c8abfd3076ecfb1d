"""Switching a person off, after a look at what they leave behind, and on again."""

from domain import switching_off
from domain.account_moves import Moved
from domain.member_view import Member, keepers, member
from domain.members import PAGE
from domain.rules.rights import Right
from handlers import person
from handlers.paging import pages
from handlers.press import Press, button
from handlers.turn import Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def ask(visit: Visit, press: Press) -> Turn:
    """What it means; whose accounts and waiting orders they have is asked about first."""
    visit.by.need(Right.PERSON_SWITCH)
    seen = member(visit.by, press.id(0))
    who = seen.person
    heirs = _heirs(visit, seen, press.number(1, 0)) if seen.keeps else ()
    plain = "people.off_without" if heirs else "people.off_yes"
    reply = Reply(
        title=visit.say("people.off_ask", name=who.name),
        lines=(visit.say("people.off_means"), *_leaves(visit, seen)),
        note=visit.say("people.off_heirs") if heirs else "",
        buttons=(
            *heirs,
            (button(visit.say(plain, name=who.name), Verb.SWITCH_OFF_NOW, who.id, 0),),
            (button(visit.say("people.off_no"), Verb.PERSON, who.id), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(reply,))


def off(visit: Visit, press: Press) -> Turn:
    """Off they are; where whoever did it is the one, nothing is left to press."""
    done = switching_off.switch_off(visit.by, press.id(0), press.id(1) or None)
    told = visit.say("people.off_done" if done.event_id else "people.off_already", name=done.person.name)
    if done.moved is not None and done.moved.accounts:
        told += "\n" + moved(visit, done.moved)
    if done.person.id == visit.by.person_id:
        return Turn(replies=(Reply(title=told),))
    return person.page(visit, done.person.id, told, done.event_id)


def on(visit: Visit, press: Press) -> Turn:
    """They may come in again, and hear so."""
    who = switching_off.switch_on(visit.by, press.id(0))
    return person.page(visit, who.id, visit.say("people.on_done", name=who.name))


def moved(visit: Visit, done: Moved) -> str:
    """How many accounts and waiting orders went to whom."""
    count, first = len(done.accounts), done.accounts[0].name
    key = "people.moved" if count == 1 else "people.moved_many"
    told = visit.say(key, keeper=done.keeper.name, account=first, count=count)
    return told + (visit.say.count("people.moved_waiting", done.waiting) if done.waiting else "")


def _leaves(visit: Visit, seen: Member) -> tuple[str, ...]:
    if not seen.keeps:
        return ()
    told = visit.say.count("people.leaves", seen.keeps)
    return (told + (visit.say.count("people.leaves_waiting", seen.waiting) if seen.waiting else ""),)


def _heirs(visit: Visit, seen: Member, page: int) -> tuple[Row, ...]:
    found = keepers(visit.by, page, but=seen.person.id)
    return (
        *(
            (button(visit.say("people.off_heir", keeper=each.name), Verb.SWITCH_OFF_NOW, seen.person.id, each.id),)
            for each in found[:PAGE]
        ),
        *pages(visit, Verb.SWITCH_OFF, page, seen.person.id, more=len(found) > PAGE),
    )
