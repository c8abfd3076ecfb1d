"""Ordering on behalf of an account."""

from collections.abc import Sequence
from dataclasses import replace

from domain import people
from domain.tables.people import Account
from handlers.choices import plain
from handlers.paging import page
from handlers.press import Press, button
from handlers.turn import Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Accounts on a page.
PAGE = 8


def list_(visit: Visit, press: Press) -> Turn:
    """The accounts this person may order for; a part of a name finds more quickly."""
    known = people.accounts_of(visit.by)
    part = page(press.number(0, 0), PAGE, len(known))
    title = part.head(visit, visit.say("serving.which"))
    return _choose(visit, title, part.of(known), part.turn(visit, Verb.ACCOUNTS))


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """The accounts whose names contain what was typed."""
    wanted = plain(text)
    found = [account for account in people.accounts_of(visit.by) if wanted in plain(account.name)]
    back: Row = (button(visit.say("button.back"), Verb.ACCOUNTS),)
    if not found:
        return _choose(visit, visit.say("serving.none"), (), (back,))
    title = visit.say("serving.found" if len(found) <= PAGE else "serving.many")
    return _choose(visit, title, found[:PAGE], (back,))


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


def named(visit: Visit, turn: Turn) -> Turn:
    """The dealer's name above whatever is shown while somebody orders for them; orders and parcels say whose they are.

    Words to be sent on have no buttons, and are somebody else's.
    """
    account = visit.account
    if visit.by.person is None or account is None or not visit.serves or visit.by.account_id != account.id:
        return turn
    head = visit.say("serving.for", account=account.name)
    return replace(
        turn,
        replies=tuple(
            replace(reply, title=f"{head}\n{reply.title}")
            if reply.card is None and reply.buttons and account.name not in reply.title
            else reply
            for reply in turn.replies
        ),
    )


def _choose(visit: Visit, title: str, accounts: Sequence[Account], more: tuple[Row, ...]) -> Turn:
    """A list to tap, open for a part of a name."""
    rows = tuple(_row(visit, account) for account in accounts)
    home: Row = (button(visit.say("button.menu"), Verb.MENU),)
    reply = Reply(title=title, note=visit.say("serving.type"), buttons=(*rows, *more, home))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.ACCOUNT_SEARCH))


def _row(visit: Visit, account: Account) -> Row:
    return (button(visit.say("serving.row", account=account.name), Verb.SERVE, account.id),)
