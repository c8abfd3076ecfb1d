"""A salesperson orders on behalf of an account."""

from collections.abc import Sequence
from dataclasses import replace

from domain.db.pages import ROWS
from domain.people import on_behalf
from domain.people.account_names import buyers_of
from domain.tables.people import Account
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.typed_choices import plain
from handlers.conversation.verbs import Verb


def list_(request: Request, *, page: int = 0) -> Turn:
    """The accounts this person may order for; a part of a name finds more quickly."""
    known = on_behalf.accounts_of(request.actor)
    part = page_of(page, ROWS, len(known))
    title = part.head(request, request.say("on_behalf.which"))
    return _choose(request, title, part.of(known), part.turn(request, Verb.ACCOUNTS))


def typed_search(request: Request, text: str) -> Turn:
    """The accounts whose names contain what was typed, or else those for which somebody of this name buys."""
    wanted, known = plain(text), on_behalf.accounts_of(request.actor)
    found = [account for account in known if wanted in plain(account.name)] or list(
        {each.id: each for name, each in buyers_of(request.actor, known) if wanted in plain(name)}.values()
    )
    back: Row = (button(request.say("button.back"), Verb.ACCOUNTS),)
    if not found:
        return _choose(request, request.say("on_behalf.none"), (), (back,))
    title = request.say("on_behalf.found" if len(found) <= ROWS else "on_behalf.many")
    return _choose(request, title, found[:ROWS], (back,))


def begin(request: Request, *, account_id: Id) -> Turn:
    """From now on the cart is this account's."""
    account = on_behalf.order_for(request.actor, account_id)
    if account is None:
        raise AssertionError("an account was named")
    buttons: tuple[Row, ...] = (
        (button(request.say("button.search"), Verb.SEARCH), button(request.say("menu.usual"), Verb.USUAL)),
        (button(request.say("button.cart"), Verb.CART), button(request.say("menu.last"), Verb.SAME_AGAIN)),
        (button(request.say("thread.of_account"), Verb.THREADS_OF_ACCOUNT, account.id),),
        (button(request.say("menu.stop"), Verb.STOP_SERVING), button(request.say("button.menu"), Verb.MENU)),
    )
    title = request.say("on_behalf.now", account=account.name)
    return Turn(replies=(Reply(title=title, note=request.say("on_behalf.how"), buttons=buttons),))


def stop(request: Request) -> Turn:
    """Order for nobody any more; the cart stays as it is."""
    served = request.account
    on_behalf.order_for(request.actor, None)
    key = "on_behalf.stopped" if served else "on_behalf.stopped_already"
    title = request.say(key, account=served.name if served else "")
    buttons: tuple[Row, ...] = (
        (button(request.say("menu.accounts"), Verb.ACCOUNTS), button(request.say("button.menu"), Verb.MENU)),
    )
    return Turn(replies=(Reply(title=title, buttons=buttons),))


def named(request: Request, turn: Turn) -> Turn:
    """The dealer's name above each screen while ordering for them, except order cards and words to be forwarded."""
    account = request.account
    if (
        request.actor.person is None
        or account is None
        or not request.on_behalf
        or request.actor.account_id != account.id
    ):
        return turn
    head = request.say("on_behalf.for", account=account.name)
    return replace(
        turn,
        replies=tuple(
            replace(reply, title=f"{head}\n{reply.title}")
            if reply.card is None and reply.buttons and account.name not in reply.title
            else reply
            for reply in turn.replies
        ),
    )


def _choose(request: Request, title: str, accounts: Sequence[Account], more: tuple[Row, ...]) -> Turn:
    """A list to tap, open for a part of a name."""
    rows = tuple(_row(request, account) for account in accounts)
    home: Row = (button(request.say("button.menu"), Verb.MENU),)
    reply = Reply(title=title, note=request.say("on_behalf.type"), buttons=(*rows, *more, home))
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.ACCOUNT_SEARCH))


def _row(request: Request, account: Account) -> Row:
    return (button(request.say("on_behalf.row", account=account.name), Verb.SERVE, account.id),)
