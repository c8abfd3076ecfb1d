"""The order card of an approver, and the decision."""

from decimal import Decimal

from domain.db.pages import ROWS
from domain.orders import approval_queue, paid_orders, status_changes
from domain.orders.access import OrderOfAccount, require_step
from domain.orders.view import OrderView, view_order
from domain.reports import work_counts as how_many
from domain.rules.approvals import BY_MONEY
from domain.rules.order_life import OrderStatus, Step
from domain.tables.orders import Order
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import order_buttons, order_card

#: Common reasons, by the key of their words.
REASONS = ("reject_stock", "reject_price", "reject_overdue", "reject_repeat", "reject_call")


def waiting(request: Request, *, page: int = 0) -> Turn:
    """The orders that wait for this person, oldest first."""
    found = approval_queue.waiting(request.actor, page * ROWS, ROWS)
    if not found:
        return Turn(replies=(Reply(title=request.say("approval.none"), buttons=((order_buttons.home(request),),)),))
    rows = tuple((_to_card(request, each, "approval.row"),) for each in found)
    count = how_many.to_approve(request.actor)
    part = page_of(page, ROWS, count)
    title = part.head(request, request.say.count("approval.waiting", count))
    paging = part.turn(request, Verb.WAITING)
    return Turn(replies=(Reply(title=title, buttons=(*rows, *paging, (order_buttons.home(request),))),))


def card(request: Request, *, order_id: Id) -> Turn:
    """One order with all that helps to decide."""
    return Turn(replies=(order_card.show(request, order_id),))


def approve(request: Request, *, order_id: Id, revision: int) -> Turn:
    """Say yes to the revision that was shown; where somebody else is asked as well, the order goes on waiting."""
    view = status_changes.approve(request.actor, order_id, revision)
    return decided(request, view, agreed(view.order))


def agreed(order: Order) -> str:
    """The key of what somebody who said yes is told."""
    if order.status is not OrderStatus.SUBMITTED:
        return "approval.approved"
    only_money = order.is_unpaid and order.asked - order.given <= BY_MONEY
    return "approval.agreed_unpaid" if only_money else "approval.agreed"


def paid(request: Request, *, order_id: Id, revision: int, amount: Decimal) -> Turn:
    """The money is there: it is booked, and the order goes on."""
    view = paid_orders.say_paid(request.actor, order_id, revision, amount)
    waits = view.order.status is OrderStatus.SUBMITTED
    return decided(request, view, "order_payment.paid_waits" if waits else "order_payment.paid")


def reject(request: Request, *, order_id: Id, revision: int) -> Turn:
    """Ask why, after making sure that this person may say no at all."""
    view = view_order(request.actor, order_id)
    require_step(request.actor, view.access, Step.REJECT, revision)
    ask = Reply(
        title=request.say("approval.why", number=view.order.number, account=view.access.account.name),
        note=request.say("approval.why_note"),
        buttons=(
            *order_buttons.reasons(request, view, Verb.REJECT_WHY, REASONS, "approval.why_say"),
            (order_buttons.to_decision(request, view),),
        ),
        card=order_card.card(view),
    )
    question = Question(kind=QuestionKind.REJECT_REASON, facts={"order": order_id, "revision": revision})
    return Turn(replies=(ask,), question=question)


def reject_why(request: Request, *, order_id: Id, revision: int, reason: str) -> Turn:
    """Say no for a common reason."""
    if reason not in REASONS:
        raise StaleButton
    return _rejected(request, order_id, revision, reason)


def typed_reason(request: Request, text: str, *, order_id: Id, revision: int) -> Turn:
    """Say no in one's own words."""
    return _rejected(request, order_id, revision, text)


def _rejected(request: Request, order_id: int, revision: int, reason: str) -> Turn:
    return decided(request, status_changes.reject(request.actor, order_id, revision, reason), "approval.rejected")


def decided(request: Request, view: OrderView, key: str) -> Turn:
    """The card as it now is, and the next order that waits."""
    after = approval_queue.first_waiting(request.actor, but=view.order.id)
    following = (_to_card(request, after, "approval.next"),) if after else ()
    return order_card.after(request, view, request.say(key), *following)


def _to_card(request: Request, waits: OrderOfAccount, key: str) -> Button:
    order = waits.order
    number = orders_text.short(order)
    amount = request.say.money(order.total, order.currency)
    ago = orders_text.ago(request, order.submitted_at)
    label = request.say(key, number=number, account=waits.account.name, amount=amount, ago=ago)
    return button(label, Verb.CARD, order.id, say=request.say("approval.card_say", order=orders_text.named(order)))
