"""The one writer of an order's status after placing: takes the steps of ``rules/order_life``."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from domain.actor import Actor
from domain.db import bulk
from domain.events.journal import Audience, EventColumns, event, log_and_notify, log_event, notify
from domain.events.recipients import Recipients, card_viewers, recipients_of
from domain.finance import allocations, credit, prepaid
from domain.orders import approvals, back_orders, rebates
from domain.orders.access import OrderAccess, find, require_step
from domain.orders.approvals import States
from domain.orders.back_orders import Rest
from domain.orders.open_offers import end_open, replaced
from domain.orders.reorder import ReorderedCart, back_to_cart
from domain.orders.shipment_status import advance
from domain.orders.view import OrderView, after_act, view_order
from domain.refusals import BadWords, NothingAgreed, OrderMoved, ReasonNeeded
from domain.rules.approvals import ApprovalKind
from domain.rules.finance.credit_doors import Door
from domain.rules.order_life import OrderStatus, Step, next_status
from domain.rules.rights import Right, Role
from domain.rules.shipment_life import ShipmentStatus, ShipmentStep
from domain.stock import reserving
from domain.tables.notices import NoticeKind

REASON_MOST = 300
#: The reason, by its key, of goods that arrived and were declined.
NOT_NEEDED = "not_needed"


def withdraw(actor: Actor, order_id: int, revision: int) -> ReorderedCart:
    """Take an undecided order back into the cart. Raises NotOnSale: nothing of it can be ordered any more."""
    view = _begin(actor, order_id, Step.WITHDRAW, revision)
    asked = card_viewers(actor, view.order, view.access.account)
    reserving.release(actor, view.order)
    taken = back_to_cart(actor, view, replaced(actor, view))
    _end_offers(actor, view)
    _finish(actor, view.access, Step.WITHDRAW, {NoticeKind.REDRAW_CARD: asked})
    return taken


def approve(actor: Actor, order_id: int, revision: int, rest: Rest | None = None) -> OrderView:
    """Say yes; with the last approval, stock is allocated and the warehouse is told. Idempotent.

    ``rest``: what becomes of goods that are not there. Raises OrderMoved: there are such goods, and nobody said;
    CreditStopped.
    """
    credit.lock_for(actor, order_id=order_id)
    view = _begin(actor, order_id, Step.APPROVE, revision)
    if not view.rows:
        raise NothingAgreed(number=view.order.number)
    recipients = recipients_of(actor, view.order, view.access.account)
    yes = approvals.give(actor, view.order, recipients, asked=view.asked)
    if yes.kind is ApprovalKind.SALES and rest is None and any(row.short for row in view.rows):
        raise OrderMoved(order_id=order_id)
    held = (
        frozenset() if yes.still or yes.kind is ApprovalKind.FINANCE else credit.held(actor, Door.APPROVE, view.order)
    )
    if yes.still or held:
        bulk.update_columns(actor.session, view.order, **yes.states, **approvals.ask_more(actor, view.order, held))
        said = {"rest": rest.value} if rest else {}
        agreed = event(actor, "order.agreed", order=view.order, approval=yes.kind.value, **said)
        audience = {NoticeKind.REDRAW_CARD: recipients.card_viewers}
        if held:
            audience = {NoticeKind.ORDER_WAITING: recipients.givers[ApprovalKind.FINANCE], **audience}
        log_and_notify(actor, agreed, order=view.order, audience=audience)
        return after_act(actor, view)
    drop = _without_rest(actor, view, yes.kind, rest)
    _approved(actor, view, recipients, yes.states, drop=drop)
    return after_act(actor, view)


def approve_as_changed(actor: Actor, view: OrderView, recipients: Recipients) -> None:
    """Approve an order that has all it asks for since somebody of the staff changed it: they have the last word."""
    actor.need(Right.ORDER_APPROVE)
    go_on(actor, view, recipients)


def go_on(actor: Actor, view: OrderView, recipients: Recipients) -> None:
    """Approve an order that has all it asks for, unless finance has to agree because of its account's credit."""
    if held := credit.held(actor, Door.GO_ON, view.order):
        bulk.update_columns(actor.session, view.order, **approvals.ask_more(actor, view.order, held))
        notify(actor, recipients.givers[ApprovalKind.FINANCE], NoticeKind.ORDER_WAITING, order=view.order)
        return
    _approved(actor, view, recipients, {}, drop=back_orders.was_said(actor, view.order, Rest.CANCEL))


def _approved(actor: Actor, view: OrderView, recipients: Recipients, states: States, *, drop: bool) -> None:
    """Allocate what is there and tell the warehouse; ``drop``: what is not there is taken off."""
    reserving.allocate(actor, view.order)
    cut = back_orders.give_up(actor, view) if drop else {}
    if all(row.agreed == 0 for row in view.rows):
        raise OrderMoved(order_id=view.order.id)
    audience = {
        NoticeKind.ORDER_APPROVED: recipients.buyers,
        NoticeKind.ORDER_TO_PICK: recipients.warehouse,
        NoticeKind.REDRAW_CARD: recipients.card_viewers,
    }
    noted = {"cut": cut} if cut else {}
    _finish(actor, view.access, Step.APPROVE, audience, decided=True, states=states, noted=noted)


def reject(actor: Actor, order_id: int, revision: int, reason: str) -> OrderView:
    """Say no, with a reason; the stock goes back."""
    view = _begin(actor, order_id, Step.REJECT, revision)
    recipients = recipients_of(actor, view.order, view.access.account)
    words = _reason(reason)
    _end_offers(actor, view)
    states = approvals.refuse(actor, view.order, asked=view.asked)
    reserving.release(actor, view.order)
    audience = {NoticeKind.ORDER_REJECTED: recipients.buyers, NoticeKind.REDRAW_CARD: recipients.card_viewers}
    _finish(actor, view.access, Step.REJECT, audience, decided=True, states=states, reason=words)
    return after_act(actor, view)


def cancel(actor: Actor, order_id: int, reason: str, revision: int | None = None) -> OrderView:
    """Call an order off before anything was shipped, with a reason."""
    view = _begin(actor, order_id, Step.CANCEL, revision)
    recipients = recipients_of(actor, view.order, view.access.account)
    words = _reason(reason)
    reserving.release(actor, view.order)
    _end_offers(actor, view)
    dropped = _drop_parcels(actor, view)
    warehouse = recipients.warehouse if view.order.decided_at is not None else ()
    audience = {
        NoticeKind.ORDER_CANCELLED: (*recipients.all_but_warehouse, *warehouse),
        NoticeKind.REDRAW_CARD: recipients.card_viewers,
    }
    _finish(actor, view.access, Step.CANCEL, audience, reason=words, also=dropped)
    return after_act(actor, view)


def close_short(actor: Actor, order_id: int, revision: int, reason: str) -> OrderView:
    """Give up what an agreed order waits for, with a reason; an order that is nothing else is cancelled."""
    view = back_orders.to_close(actor, order_id, revision)
    words = _reason(reason)
    if back_orders.is_all_waiting(actor, view):
        return cancel(actor, order_id, words, revision)
    back_orders.close(actor, view, words)
    complete(actor, view, recipients_of(actor, view.order, view.access.account))
    return after_act(actor, view)


def decline(actor: Actor, event_id: int) -> OrderView:
    """The buyer no longer wants goods that arrived for their order; an order that is nothing else is cancelled.

    Twice changes nothing more. Raises OrderMoved: they are being packed, or left.
    """
    view, less = back_orders.to_decline(actor, event_id)
    if not less:
        return view
    if all(row.agreed == less.get(row.line.id) for row in view.rows):
        return cancel(actor, view.order.id, NOT_NEEDED)
    back_orders.let_go(actor, view, less, event_id)
    complete(actor, view, recipients_of(actor, view.order, view.access.account))
    return after_act(actor, view)


def _without_rest(actor: Actor, view: OrderView, given: ApprovalKind | None, rest: Rest | None) -> bool:
    """Whether goods that are not there are taken off: as the salesperson says, or said with an earlier approval."""
    if given is ApprovalKind.SALES or not view.asked:
        return rest is Rest.CANCEL
    return back_orders.was_said(actor, view.order, Rest.CANCEL)


def _drop_parcels(actor: Actor, view: OrderView) -> list[EventColumns]:
    """Give up whatever is being picked of an order: it was cancelled. What is to be noted of it."""
    dropped = [each.shipment for each in view.parcels if each.shipment.status is ShipmentStatus.PICKING]
    for shipment in dropped:
        advance(actor, shipment, ShipmentStep.CANCEL)
    return [event(actor, "shipment.dropped", order=view.order, subject=f"shipment:{each.id}") for each in dropped]


def expire(actor: Actor, order_id: int) -> bool:
    """Expire an order that nobody decided on, or paid, in time, and release its stock.

    False where it was decided meanwhile, or its buyer says that it is paid and finance did not look yet.
    """
    access = find(actor, order_id, lock=True)
    if next_status(access.position, Step.EXPIRE) is None or access.order.expires_at > actor.now:
        return False
    if access.order.is_unpaid and (until := prepaid.claimed_until(actor, access.order)) > actor.now:
        reserving.keep_until(actor, access.order, until)
        return False
    reserving.release(actor, access.order)
    end_open(actor, access.order)
    recipients = recipients_of(actor, access.order, access.account)
    audience = {
        NoticeKind.ORDER_EXPIRED: (*recipients.buyers, *recipients.deciders),
        NoticeKind.REDRAW_CARD: recipients.card_viewers,
    }
    _finish(actor, access, Step.EXPIRE, audience)
    return True


def end_as_empty(actor: Actor, view: OrderView, reason: str, *, expired: bool) -> OrderView:
    """End a waiting order of which nothing is left: its buyer wanted nothing else instead, or did not answer.

    Whoever says how the question ended says this as well.
    """
    reserving.release(actor, view.order)
    _finish(actor, view.access, Step.EXPIRE if expired else Step.CANCEL, {}, reason=None if expired else reason)
    return after_act(actor, view)


def complete(actor: Actor, view: OrderView, recipients: Recipients) -> bool:
    """Close an approved order when all that was agreed has been delivered; called by the act that delivers."""
    order, target = view.order, next_status(view.access.position, Step.COMPLETE)
    if target is None or view.pending or any(row.line.delivered < row.agreed for row in view.rows):
        return False
    change = {"before": order.status, "after": target}
    order.status, order.closed_at = target, actor.now
    log_event(actor, f"order.{target}", order=order, **change)
    allocations.free(actor, order.id)
    notify(actor, recipients.buyers, NoticeKind.ORDER_COMPLETED, order=order)
    return True


def _end_offers(actor: Actor, view: OrderView) -> None:
    """An order that comes to nothing asks its buyer nothing more."""
    if view.pending:
        end_open(actor, view.order)


def _begin(actor: Actor, order_id: int, step: Step, revision: int | None) -> OrderView:
    """Find and lock the order, and insist that the step may be taken."""
    view = view_order(actor, order_id, lock=True)
    require_step(actor, view.access, step, revision)
    return view


def _finish(
    actor: Actor,
    access: OrderAccess,
    step: Step,
    audience: Audience,
    *,
    decided: bool = False,
    states: States = MappingProxyType({}),
    reason: str | None = None,
    also: Iterable[EventColumns] = (),
    noted: Mapping[str, Any] | None = None,
) -> None:
    """Write the new status, its event and the notices.

    ``decided``: it was the last word; ``states``: of the approvals; ``also``: other events; ``noted``: further facts of
    its event.
    """
    order, target = access.order, next_status(access.position, step)
    if target is None:
        raise AssertionError(f"{step} was not checked")
    closed = {} if target is OrderStatus.APPROVED else {"closed_at": actor.now}
    told = {} if reason is None else {"reason": reason}
    by = None if decided and actor.is_a(Role.BUYER) else actor.person_id  # their money decides, not they
    decision = {"decided_at": actor.now, "decided_by_id": by} if decided else {}
    change = {"before": order.status, "after": target}
    bulk.update_columns(actor.session, order, status=target, **states, **closed, **told, **decision)
    if closed:
        allocations.free(actor, order.id)
        rebates.end(actor, order)
    stepped = event(actor, f"order.{target}", order=order, reason=order.reason, **change, **(noted or {}))
    stepped = {**stepped, "person_id": by}
    log_and_notify(actor, stepped, order=order, audience=audience, also=also)


def _reason(words: str) -> str:
    words = words.strip()
    if not words:
        raise ReasonNeeded
    if len(words) > REASON_MOST:
        raise BadWords(most=REASON_MOST)
    return words
