"""Who looks after which account, and giving accounts to another salesperson."""

from domain import account_moves
from domain.account_moves import Moved
from domain.member_view import account_kept, keepers, keeps, kept, member
from domain.members import PAGE
from handlers import person, switching
from handlers.paging import pages
from handlers.press import Argument, Press, button
from handlers.turn import Button, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def accounts(visit: Visit, press: Press) -> Turn:
    """The accounts that somebody looks after, or nobody does."""
    person_id, page = press.id(0), press.number(1, 0)
    found = kept(visit.by, person_id or None, page)
    rows: tuple[Row, ...] = (
        *((button(visit.say("people.account_row", name=each.name), Verb.KEEPER, each.id),) for each in found[:PAGE]),
        *pages(visit, Verb.KEEPS, page, person_id, more=len(found) > PAGE),
    )
    if not person_id:
        title = visit.say("people.unkept_title" if found else "people.unkept_none")
        return _reply(visit, title, *rows, back=_to_people(visit))
    who = member(visit.by, person_id).person
    title = visit.say.count("people.accounts_of", keeps(visit.by, person_id), name=who.name)
    every = ((button(visit.say("people.give_all"), Verb.KEEP_ALL, person_id),),) if found else ()
    return _reply(visit, title, *every, *rows, back=_to_person(visit, person_id, who.name))


def ask(visit: Visit, press: Press) -> Turn:
    """Who shall look after one account."""
    account, keeper = account_kept(visit.by, press.id(0))
    key = "people.give_which" if keeper else "people.give_which_unkept"
    rows = _choose(visit, press.number(1, 0), account.salesperson_id, Verb.KEEPER, Verb.KEEP, account.id)
    back = _to_people(visit)
    if account.salesperson_id is not None:
        back = button(visit.say("people.back_to", role=keeper), Verb.KEEPS, account.salesperson_id)
    return _reply(visit, visit.say(key, account=account.name, keeper=keeper), *rows, back=back)


def ask_all(visit: Visit, press: Press) -> Turn:
    """Who shall look after all accounts of somebody."""
    who = member(visit.by, press.id(0)).person
    rows = _choose(visit, press.number(1, 0), who.id, Verb.KEEP_ALL, Verb.KEEP_ALL_NOW, who.id)
    title = visit.say.count("people.give_all_which", keeps(visit.by, who.id), name=who.name)
    return _reply(visit, title, *rows, back=_to_person(visit, who.id, who.name))


def give(visit: Visit, press: Press) -> Turn:
    """The account is theirs from now on; whom it concerns is told."""
    return _given(visit, account_moves.assign(visit.by, press.id(0), press.id(1)))


def give_all(visit: Visit, press: Press) -> Turn:
    """So are all of them."""
    return _given(visit, account_moves.assign_all(visit.by, press.id(0), press.id(1)))


def _given(visit: Visit, done: Moved) -> Turn:
    back = _to_person(visit, done.keeper.id, done.keeper.name)
    if not done.accounts or done.event_id is None:
        return _reply(visit, visit.say("people.given_already", keeper=done.keeper.name), back=back)
    undo = (person.undo_button(visit, done.event_id),)
    return _reply(visit, switching.moved(visit, done), undo, back=back, note=visit.say("people.given_note"))


def _choose(visit: Visit, page: int, but: int | None, turn: Verb, give: Verb, given: Argument) -> tuple[Row, ...]:
    found = keepers(visit.by, page, but=but)
    return (
        *((button(visit.say("people.give_to", keeper=each.name), give, given, each.id),) for each in found[:PAGE]),
        *pages(visit, turn, page, given, more=len(found) > PAGE),
    )


def _reply(visit: Visit, title: str, *rows: Row, back: Button, note: str = "") -> Turn:
    foot: Row = (back, button(visit.say("button.menu"), Verb.MENU))
    return Turn(replies=(Reply(title=title, note=note, buttons=(*rows, foot)),))


def _to_people(visit: Visit) -> Button:
    return button(visit.say("people.back"), Verb.PEOPLE)


def _to_person(visit: Visit, person_id: int, name: str) -> Button:
    return button(visit.say("people.back_to", role=name), Verb.PERSON, person_id)
