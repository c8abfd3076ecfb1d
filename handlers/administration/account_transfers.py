"""Who is responsible for which account, and transferring accounts to another salesperson."""

from domain.db.pages import Page
from domain.people import account_transfers
from domain.people.account_transfers import AccountsAssigned
from domain.people.person_view import account_with_salesperson, accounts_kept, accounts_of, salespeople, view_member
from domain.tables.people import Person
from handlers.administration import deactivation, person
from handlers.conversation.callback_data import Argument, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.verbs import Verb


def accounts(request: Request, *, person_id: Id, page: int = 0) -> Turn:
    """The accounts that somebody looks after, or nobody does."""
    found = accounts_of(request.actor, person_id or None, page)
    part = of_page(found)
    rows: tuple[Row, ...] = (
        *(
            (button(request.say("people.account_row", name=each.name), Verb.CHOOSE_SALESPERSON, each.id),)
            for each in found.rows
        ),
        *part.turn(request, Verb.ACCOUNTS_OF, person_id),
    )
    if not person_id:
        title = part.head(request, request.say("people.unkept_title" if found.rows else "people.unkept_none"))
        return _reply(request, title, *rows, back=_to_people(request))
    who = view_member(request.actor, person_id).person
    title = part.head(request, request.say.count("people.accounts_of", found.total, name=who.name))
    every = ((button(request.say("people.give_all"), Verb.ASSIGN_ALL, person_id),),) if found.rows else ()
    return _reply(request, title, *every, *rows, back=_to_person(request, person_id, who.name))


def ask(request: Request, *, account_id: Id, page: int = 0) -> Turn:
    """Who shall look after one account."""
    account, salesperson = account_with_salesperson(request.actor, account_id)
    key = "people.give_which" if salesperson else "people.give_which_unkept"
    found = salespeople(request.actor, page, but=account.salesperson_id)
    part, rows = of_page(found), _choose(request, found, Verb.CHOOSE_SALESPERSON, Verb.ASSIGN, account.id)
    back = _to_people(request)
    if account.salesperson_id is not None:
        back = button(request.say("people.back_to", role=salesperson), Verb.ACCOUNTS_OF, account.salesperson_id)
    title = part.head(request, request.say(key, account=account.name, salesperson=salesperson))
    return _reply(request, title, *rows, back=back)


def ask_all(request: Request, *, person_id: Id, page: int = 0) -> Turn:
    """Who shall look after all accounts of somebody."""
    who = view_member(request.actor, person_id).person
    found = salespeople(request.actor, page, but=who.id)
    part, rows = of_page(found), _choose(request, found, Verb.ASSIGN_ALL, Verb.ASSIGN_ALL_NOW, who.id)
    title = part.head(
        request, request.say.count("people.give_all_which", accounts_kept(request.actor, who.id), name=who.name)
    )
    return _reply(request, title, *rows, back=_to_person(request, who.id, who.name))


def give(request: Request, *, account_id: Id, salesperson_id: Id) -> Turn:
    """The account is theirs from now on; whom it concerns is told."""
    return _given(request, account_transfers.assign(request.actor, account_id, salesperson_id))


def give_all(request: Request, *, person_id: Id, salesperson_id: Id) -> Turn:
    """So are all of them."""
    return _given(request, account_transfers.assign_all(request.actor, person_id, salesperson_id))


def _given(request: Request, done: AccountsAssigned) -> Turn:
    back = _to_person(request, done.salesperson.id, done.salesperson.name)
    if not done.accounts or done.event_id is None:
        return _reply(request, request.say("people.given_already", salesperson=done.salesperson.name), back=back)
    undo = (person.undo_button(request, done.event_id),)
    return _reply(request, deactivation.moved(request, done), undo, back=back, note=request.say("people.given_note"))


def _choose(request: Request, found: Page[Person], turn: Verb, give: Verb, given: Argument) -> tuple[Row, ...]:
    return (
        *((button(request.say("people.give_to", salesperson=each.name), give, given, each.id),) for each in found.rows),
        *of_page(found).turn(request, turn, given),
    )


def _reply(request: Request, title: str, *rows: Row, back: Button, note: str = "") -> Turn:
    foot: Row = (back, button(request.say("button.menu"), Verb.MENU))
    return Turn(replies=(Reply(title=title, note=note, buttons=(*rows, foot)),))


def _to_people(request: Request) -> Button:
    return button(request.say("people.back"), Verb.PEOPLE)


def _to_person(request: Request, person_id: int, name: str) -> Button:
    return button(request.say("people.back_to", role=name), Verb.PERSON, person_id)
