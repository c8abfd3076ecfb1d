"""What replaces goods: an order of its own at no price, agreed to by whoever agreed to the request."""

from collections.abc import Sequence

from domain.actor import Actor
from domain.after_sales.view import ReturnRow, ReturnView
from domain.db import bulk
from domain.db.counters import count_up
from domain.events.journal import event, notify
from domain.events.recipients import recipients_of
from domain.orders import approvals
from domain.orders.line_prices import frozen
from domain.rules.approvals import ALWAYS, ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.rules.order_numbers import order_number
from domain.rules.pricing.price_calculation import free
from domain.stock import reserving
from domain.stock.holds import Demand
from domain.tables.columns import new_id
from domain.tables.lines import LineKind
from domain.tables.notices import NoticeKind
from domain.tables.orders import Approval, Event, Order, OrderLine


def order(actor: Actor, view: ReturnView, rows: Sequence[ReturnRow]) -> Order:
    """Order the same goods once more, at no price; what is not there of them is waited for. The warehouse is told."""
    placed = _place(actor, view)
    lines = [
        {
            "order_id": placed.id,
            "position": position,
            "sku_id": row.ordered.sku_id,
            "kind": LineKind.REPLACEMENT,
            "quantity": row.settled(view.request.kind),
            **frozen(free(row.settled(view.request.kind))),
        }
        for position, row in enumerate(rows, start=1)
    ]
    made = [bulk.insert_one(actor.session, OrderLine, line) for line in lines]
    demands = [Demand(line_id=line.id, sku_id=line.sku_id, quantity=line.quantity) for line in made]
    reserving.reserve(actor, placed, demands, may_wait=True)
    reserving.allocate(actor, placed)
    _agree(actor, view, placed)
    told = recipients_of(actor, placed, view.account)
    notify(actor, told.warehouse, NoticeKind.ORDER_TO_PICK, order=placed)
    return placed


def _place(actor: Actor, view: ReturnView) -> Order:
    """The order; a request makes one only. No cart made it: its own id stands there."""
    request, before = view.request, view.order
    position = count_up(actor.session, f"order:{actor.today:%Y%m%d}")
    id_ = new_id()
    new = {
        "id": id_,
        "number": order_number(actor.today, position),
        "account_id": request.account_id,
        "buyer_id": request.person_id,
        "cart_id": id_,
        "cart_revision": 1,
        "return_request_id": request.id,
        "warehouse_id": before.warehouse_id,
        "status": OrderStatus.APPROVED,
        "currency": before.currency,
        "total": 0,
        "note": request.number,
        "address": before.address,
        "receiver": before.receiver,
        "phone": before.phone,
        "submitted_at": actor.now,
        "expires_at": actor.now + actor.supplier.reservation,
        "decided_at": actor.now,
        "decided_by_id": request.decided_by_id,
        **approvals.states_of(ALWAYS, ALWAYS),
    }
    return bulk.insert_one(actor.session, Order, new)


def _agree(actor: Actor, view: ReturnView, placed: Order) -> None:
    """Who placed the order is who asked, and who agreed to it is who agreed to the request, whoever settles it."""
    decision = {"approved": True, "decided_by_id": view.request.decided_by_id, "decided_at": actor.now}
    yes = {"order_id": placed.id, "revision": 1, "kind": ApprovalKind.SALES, **decision}
    bulk.insert_many(actor.session, Approval, [yes])
    told = {"total": "0", "account": placed.account_id, "currency": placed.currency}
    submitted = {**event(actor, "order.submitted", order=placed), "facts": told, "person_id": placed.buyer_id}
    change = {"before": OrderStatus.SUBMITTED.value, "after": OrderStatus.APPROVED.value}
    approved = event(actor, "order.approved", order=placed, **change)
    bulk.insert_many(actor.session, Event, [submitted, {**approved, "person_id": view.request.decided_by_id}])
