"""Finance lets an order go on beyond its account's credit, or gives the account more of it for a while."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.journal import event, log_and_notify, log_event, notify
from domain.events.recipients import recipients_of
from domain.finance import credit, ledger
from domain.finance.access import account_of
from domain.orders import approvals
from domain.orders.access import find
from domain.orders.view import OrderView, after_act, view_order
from domain.refusals import BadDate, OrderMoved
from domain.rules.approvals import ApprovalKind, ApprovalRule
from domain.rules.order_life import OrderStatus
from domain.rules.order_states import OPEN
from domain.rules.rights import Right
from domain.stock import back_orders, levels
from domain.tables.ledger import TemporaryLimit
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderLine
from domain.tables.stock import StockLevel


def ask(actor: Actor, order_id: int) -> OrderView:
    """Ask finance to let an agreed order go on. Raises OrderMoved: nothing holds it."""
    actor.need(Right.SHIPMENT_PICK)
    access = find(actor, order_id)
    if not waits(actor, access.order):
        raise OrderMoved(order_id=order_id)
    log_event(actor, "order.release_asked", order=access.order)
    givers = recipients_of(actor, access.order, access.account).givers[ApprovalKind.FINANCE]
    notify(actor, givers, NoticeKind.CREDIT_ASKED, order=access.order, why="shipping")
    return view_order(actor, order_id)


def waits(actor: Actor, order: Order) -> bool:
    """Whether an agreed order may be held by its account's credit: finance did not agree to it yet."""
    return order.status is OrderStatus.APPROVED and ApprovalKind.FINANCE not in order.given and credit.matters(actor)


def release(actor: Actor, order_id: int, revision: int) -> OrderView:
    """Let an agreed order go on; goods that are there are given to it.

    Raises OrderMoved: nothing holds it; OthersMustAgree: this person placed it, or agreed to it otherwise.
    """
    actor.need(Right.APPROVAL_FINANCE)
    credit.lock_for(actor, order_id=order_id)
    view = view_order(actor, order_id, lock=True)
    order = view.order
    if not waits(actor, order) or order.revision != revision:
        raise OrderMoved(order_id=order_id)
    approvals.give_late(actor, order, ApprovalKind.FINANCE, ApprovalRule.CREDIT)
    people = recipients_of(actor, order, view.access.account)
    told = {NoticeKind.CREDIT_RELEASED: (*people.warehouse, *people.approvers)}
    log_and_notify(actor, event(actor, "order.agreed", order=order, approval="finance"), order=order, audience=told)
    _give(actor, order.warehouse_id, (row.line.sku_id for row in view.rows if row.short))
    return after_act(actor, view)


def raise_limit(actor: Actor, account_id: int, amount: Decimal, until: date) -> None:
    """Let an account owe so much more than its limit up to a day; goods that are there are given to its orders.

    Raises BadAmount: no amount of money; BadDate: the day is over.
    """
    actor.need(Right.CREDIT_CHANGE)
    account = account_of(actor, account_id)
    ledger.check_amount(actor, amount)
    if until < actor.today:
        raise BadDate
    credit.credit_of(actor, account.id, lock=True)
    row = TemporaryLimit(account_id=account.id, amount=amount, until=until, person_id=actor.person_id, at=actor.now)
    actor.session.add(row)
    about = {"amount": str(amount), "until": until.isoformat()}
    log_event(actor, "credit.raised", subject=f"account:{account.id}", **about)
    actor.session.flush()
    waiting = select(Order.warehouse_id, OrderLine.sku_id).join(OrderLine, col(OrderLine.order_id) == Order.id)
    waiting = waiting.where(Order.account_id == account.id, col(Order.status).in_(OPEN), OrderLine.back_ordered > 0)
    for warehouse_id, sku_id in sorted(set(actor.session.exec(waiting).all())):
        _give(actor, warehouse_id, [sku_id])


def give_what_waits(actor: Actor) -> int:
    """Give out goods that are there to orders that were beyond their account's credit, as far as it reaches now.

    Also where no account has a limit any more: the last one may have been lifted since.
    """
    here = (col(StockLevel.warehouse_id) == Order.warehouse_id, col(StockLevel.sku_id) == OrderLine.sku_id)
    there = col(StockLevel.on_hand) - col(StockLevel.reserved) - col(StockLevel.allocated) > 0
    query = select(StockLevel.warehouse_id, StockLevel.sku_id).join(OrderLine, here[1]).join(Order, here[0])
    query = query.where(col(Order.id) == OrderLine.order_id, col(Order.status).in_(OPEN))
    found = sorted(set(actor.session.exec(query.where(OrderLine.back_ordered > 0, there)).all()))
    for warehouse_id, sku_id in found:
        _give(actor, warehouse_id, [sku_id])
    return len(found)


def _give(actor: Actor, warehouse_id: int, sku_ids: Iterable[int]) -> None:
    wanted = sorted(set(sku_ids))
    for sku_id in wanted:
        levels.locked(actor.session, warehouse_id, sku_id)
    back_orders.give_out(actor, warehouse_id, wanted)
