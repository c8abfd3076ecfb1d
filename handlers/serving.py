"""Ordering on behalf of an account."""

from collections.abc import Sequence

from domain import people
from domain.tables.people import Account
from handlers.choices import plain
from handlers.press import Press, button
from handlers.turn import Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Accounts on a page.
PAGE = 8


def list_(visit: Visit, press: Press) -> Turn:
    """The accounts this person may order for; a part of a name finds more quickly."""
    known = people.accounts_of(visit.by)
    page = press.number(0, 0)
    return _choose(visit, "serving.which", known[page * PAGE : (page + 1) * PAGE], _paging(visit, page, len(known)))


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """The accounts whose names contain what was typed."""
    wanted = plain(text)
    found = [account for account in people.accounts_of(visit.by) if wanted in plain(account.name)]
    back: Row = (button(visit.say("button.back"), Verb.ACCOUNTS),)
    if not found:
        return _choose(visit, "serving.none", (), (back,))
    return _choose(visit, "serving.found" if len(found) <= PAGE else "serving.many", found[:PAGE], (back,))


def serve(visit: Visit, press: Press) -> Turn:
    """From now on the cart is this account's."""
    account = people.serve(visit.by, press.id(0))
    if account is None:
        raise AssertionError("an account was named")
    buttons: tuple[Row, ...] = (
        (button(visit.say("button.search"), Verb.SEARCH), button(visit.say("menu.usual"), Verb.USUAL)),
        (button(visit.say("button.cart"), Verb.CART), button(visit.say("menu.last"), Verb.SAME_AGAIN)),
        (button(visit.say("menu.stop"), Verb.STOP_SERVING), button(visit.say("button.menu"), Verb.MENU)),
    )
    title = visit.say("serving.now", account=account.name)
    return Turn(replies=(Reply(title=title, note=visit.say("serving.how"), buttons=buttons),))


def stop(visit: Visit, press: Press) -> Turn:
    """Order for nobody any more; the cart stays as it is."""
    served = visit.account
    people.serve(visit.by, None)
    title = visit.say("serving.stopped", account=served.name) if served else visit.say("serving.stopped_already")
    buttons: tuple[Row, ...] = (
        (button(visit.say("menu.accounts"), Verb.ACCOUNTS), button(visit.say("button.menu"), Verb.MENU)),
    )
    return Turn(replies=(Reply(title=title, buttons=buttons),))


def _choose(visit: Visit, key: str, accounts: Sequence[Account], more: tuple[Row, ...]) -> Turn:
    """A list to tap, open for a part of a name."""
    rows = tuple(_row(visit, account) for account in accounts)
    home: Row = (button(visit.say("button.menu"), Verb.MENU),)
    reply = Reply(title=visit.say(key), note=visit.say("serving.type"), buttons=(*rows, *more, home))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.ACCOUNT_SEARCH))


def _row(visit: Visit, account: Account) -> Row:
    return (button(visit.say("serving.row", account=account.name), Verb.SERVE, account.id),)


def _paging(visit: Visit, page: int, known: int) -> tuple[Row, ...]:
    row: Row = ()
    if page:
        row += (button(visit.say("button.previous"), Verb.ACCOUNTS, page - 1),)
    if known > (page + 1) * PAGE:
        row += (button(visit.say("button.next"), Verb.ACCOUNTS, page + 1),)
    return (row,) if row else ()
