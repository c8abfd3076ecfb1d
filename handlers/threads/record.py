"""What was said in talks, kept at the order and at the account."""

from domain.db.pages import Page
from domain.rules.rights import Right
from domain.threads import view as talks
from domain.threads.access import ThreadView
from domain.threads.threads import may_write
from domain.threads.view import Said
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.threads import talk_text


def of_order(request: Request, *, order_id: Id, page: int = 0) -> Turn:
    """What was said about an order."""
    order, last, found = talks.of_order(request.actor, order_id, page)
    title = request.say("thread.of", what=orders_text.short(order))
    back = button(request.say("thread.to_order"), Verb.ORDER, order.id)
    turn = of_page(found).turn(request, Verb.THREADS_OF_ORDER, order.id)
    ask = _ask(request, order.id) or _write(request, last)
    return _page(request, title, found, (*turn, *ask), back)


def of_account(request: Request, *, account_id: Id, page: int = 0) -> Turn:
    """What was said with an account, about whatever."""
    account, last, found = talks.of_account(request.actor, account_id, page)
    title = request.say("thread.of", what=account.name)
    back = button(request.say("finance.balance"), Verb.BALANCE, account.id)
    turn = of_page(found).turn(request, Verb.THREADS_OF_ACCOUNT, account.id)
    ask = _ask(request) or _write(request, last)
    return _page(request, title, found, (*turn, *ask), back)


def message(request: Request, *, thread_message_id: Id) -> Turn:
    """All of one message, with its picture."""
    said, view = talks.one(request.actor, thread_message_id)
    at = request.say.moment(said.message.at, request.zone)
    title = request.say("thread.message", at=at, name=said.author.name)
    home = button(request.say("button.menu"), Verb.MENU)
    back = (talk_text.reply_to(request, view),) if may_write(request.actor, view) else ()
    lines = talk_text.whole(said, len(said.message.words))
    reply = Reply(title=title, lines=lines, picture=said.message.picture, buttons=((*back, home),), numbered=False)
    return Turn(replies=(reply,))


def _page(request: Request, title: str, found: Page[Said], ways: tuple[Row, ...], back: Button) -> Turn:
    lines = talk_text.lines(request, found.rows) or (request.say("thread.nothing_said"),)
    home = button(request.say("button.menu"), Verb.MENU)
    rows = (*talk_text.to_see(request, found.rows), *ways, (back, home))
    return Turn(replies=(Reply(title=of_page(found).head(request, title), lines=lines, buttons=rows),))


def _ask(request: Request, *order_id: int) -> tuple[Row, ...]:
    """A buyer may begin to talk about it."""
    if not request.actor.may(Right.THREAD_ASK):
        return ()
    label = "thread.ask_order" if order_id else "menu.contact"
    return ((button(request.say(label), Verb.CONTACT, *order_id),),)


def _write(request: Request, last: ThreadView | None) -> tuple[Row, ...]:
    """The staff goes on in the last talk."""
    if last is None or not may_write(request.actor, last):
        return ()
    if last.is_open:
        return ((talk_text.reply_to(request, last),),)
    return ((talk_text.go_on(request, last),),)
