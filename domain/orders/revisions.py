"""A new revision of an order: its total, and the approvals that it asks for and keeps."""

from dataclasses import replace
from decimal import Decimal

from domain.actor import Actor
from domain.events.recipients import Recipients, recipients_of
from domain.finance import credit, ledger
from domain.orders import approvals, paid_orders, rebates, status_changes
from domain.orders.approval_rules import of_consumer, set_off
from domain.orders.view import OrderView
from domain.rules.approvals import ALWAYS, ApprovalKind, ApprovalRule, Change, asked_by_money
from domain.rules.finance.credit_doors import Door
from domain.rules.finance.ledger import so_far
from domain.rules.money import total
from domain.rules.order_life import OrderStatus


def begin(actor: Actor, view: OrderView, made: Change) -> Recipients:
    """Count the revision once its lines are what they shall be; who is to be told of it, and by whom it is decided.

    Args:
        actor: who changed the lines.
        view: the order with them, locked.
        made: what the change is.
    """
    order, account = view.order, view.access.account
    before, order.total = order.total, total(row.line.amount - row.line.discount for row in view.rows)
    rebates.follow_change(actor, view, before)
    order.revision += 1
    ledger.follow(actor, order, [row.line for row in view.rows])
    paid = paid_orders.still_paid(actor, order, before)
    made = replace(made, leaves_nothing=not any(row.agreed for row in view.rows), paid=paid)
    rules = _set_off(actor, view, made) if order.status is OrderStatus.SUBMITTED else frozenset()
    rules |= asked_by_money(order.asked)
    rules |= _freed(actor, view, made, rules)
    for name, state in approvals.renew(actor, order, made, rules, asked=view.asked).items():
        setattr(order, name, state)
    paid_orders.keep_while_unpaid(actor, order)
    return recipients_of(actor, order, account)


def _set_off(actor: Actor, view: OrderView, made: Change) -> frozenset[ApprovalRule]:
    """The rules that a waiting order sets off, with all that its buyer may still agree to."""
    order, lines = view.order, [row.line for row in view.rows]
    asked_about = total((order.total, view.pending_amount))
    about = {"account_id": order.account_id, "order_id": order.id}
    rules = set_off(actor, lines, placed_by=view.buyer.role, total=asked_about, **about)
    if made.only_lowers or not credit.matters(actor):
        return rules
    actor.session.flush()
    counted = _counted(view) if made.paid or ApprovalKind.PAYMENT not in order.asked else Decimal(0)
    return rules | credit.rules_of(actor, Door.INCREASE, order.account_id, counted, order_id=order.id).rules


def check_growth(actor: Actor, view: OrderView, before: Decimal) -> None:
    """A question about the order ended: where it costs more than before, with what is still asked, that is a door."""
    if total((view.order.total, view.pending_amount)) > before:
        actor.session.flush()
        credit.held(actor, Door.ANSWER, view.order)


def _freed(actor: Actor, view: OrderView, made: Change, rules: frozenset[ApprovalRule]) -> frozenset[ApprovalRule]:
    """Whether the money is all that a consumer's order needs; less of it, or once it goes on, as it was before."""
    order, lines = view.order, [row.line for row in view.rows]
    if made.only_lowers or order.status is not OrderStatus.SUBMITTED:
        return frozenset() if ALWAYS & order.asked else frozenset({ApprovalRule.RETAIL})
    waits = bool(view.pending) or any(row.short for row in view.rows)
    return of_consumer(actor, lines, rules, account_id=order.account_id, buyer=view.buyer, waits=waits)


def _counted(view: OrderView) -> Decimal:
    """What of the order counts against the account's credit: without what has to come in first."""
    rows = [row for row in view.rows if row.agreed]
    counted = ((row.line, row.agreed, row.agreed - row.line.back_ordered) for row in rows)
    return (
        total(
            so_far(line.amount - line.discount - line.rebate, there, whole, view.order.currency)
            for line, whole, there in counted
        )
        + view.pending_amount
    )


def settle(actor: Actor, view: OrderView, recipients: Recipients) -> None:
    """Approve a waiting order that has all it asks for since it was changed; after its notices.

    What its account paid ahead pays it first, where it reaches now.
    """
    order = view.order
    if paid_orders.pay(actor, view, recipients):
        return
    if order.status is OrderStatus.SUBMITTED and order.asked == order.given and view.rows:
        go_on = status_changes.approve_as_changed if ALWAYS & order.asked else status_changes.go_on
        go_on(actor, view, recipients)
