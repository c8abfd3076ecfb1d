"""Notices about credit: most of it is used, an order waits for finance because of it, finance let one go on."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from domain.orders import credit_release
from domain.orders.view import view_order
from domain.refusals import NotFound
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.rights import Right
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply
from handlers.conversation.verbs import Verb
from handlers.formatting import credit_text, orders_text
from handlers.orders import order_card


def _near(request: Request, notice: Notice) -> Reply | None:
    account_id = int(notice.facts.get("account_id", 0))
    lines = credit_text.of_account(request, account_id)
    if not lines or notice.order_id is None:
        return None
    view = view_order(request.actor, notice.order_id)
    show = button(request.say("credit.show"), Verb.CREDIT, account_id)
    title = request.say("notices.credit_near", account=view.access.account.name)
    return Reply(title=title, lines=lines, buttons=((show,), (button(request.say("button.menu"), Verb.MENU),)))


def _asked(request: Request, notice: Notice) -> Reply | None:
    """The order with its account's credit, and what finance can do; nothing where it goes on already."""
    if notice.order_id is None:
        raise NotFound
    view = view_order(request.actor, notice.order_id)
    order, account = view.order, view.access.account
    if order.status not in OPEN:
        return None
    card = order_card.draw(request, view, pushed=True)
    why = "goods" if notice.facts.get("why") == "goods" else "shipping"
    ways = [button(request.say("credit.raise"), Verb.RAISE_LIMIT, account.id)]
    if credit_release.waits(request.actor, order) and request.actor.may(Right.APPROVAL_FINANCE):
        say = request.say("credit.release_say", order=orders_text.short(order))
        ways.insert(0, button(request.say("credit.release"), Verb.RELEASE, order.id, order.revision, say=say))
    return replace(
        card,
        title=request.say(f"notices.credit_{why}", number=order.number, account=account.name),
        lines=(*card.lines, *credit_text.of_account(request, account.id)),
        buttons=(tuple(ways), *card.buttons),
    )


def _released(request: Request, notice: Notice) -> Reply | None:
    if notice.order_id is None:
        raise NotFound
    view = view_order(request.actor, notice.order_id)
    if view.order.status is not OrderStatus.APPROVED:
        return None
    title = request.say(
        "notices.credit_released", number=view.order.number, account=view.access.account.name, who=notice.facts["who"]
    )
    return replace(order_card.draw(request, view, pushed=True), title=title)


WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.CREDIT_NEAR: _near,
    NoticeKind.CREDIT_ASKED: _asked,
    NoticeKind.CREDIT_RELEASED: _released,
}
