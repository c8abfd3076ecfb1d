"""Turning a cart into an order: number, fixed prices, reserved stock."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import select

from domain import settings
from domain.actor import Actor
from domain.carts import carts, details, expected_days, promotions, snapshot
from domain.carts.minimum_order import below_minimum
from domain.carts.snapshot import CartSnapshot, SnapshotLine
from domain.catalogue import own_limits
from domain.db import bulk
from domain.db.counters import count_up
from domain.events.journal import EventColumns, event, log_and_notify, log_event, notify
from domain.events.recipients import Recipients, before_placing
from domain.finance import credit, prepaid, rebates
from domain.finance.credit import Checked
from domain.finance.prepaid import PaidFirst
from domain.orders import approvals, status_changes
from domain.orders import promotions as order_promotions
from domain.orders import rebates as order_rebates
from domain.orders.approval_rules import of_consumer, set_off
from domain.orders.line_prices import frozen
from domain.orders.view import OrderRow, view_order
from domain.refusals import BelowMinimumOrder, CartMoved, NothingInCart, PriceMoved, Refusal, RepeatOrder
from domain.rules.approvals import BY_MONEY, ApprovalKind, ApprovalRule, asked_of
from domain.rules.business_settings import PAYMENT_HOURS
from domain.rules.finance.credit import to_come
from domain.rules.finance.credit_doors import Door
from domain.rules.money import rounded
from domain.rules.order_life import LIFE, OrderStatus
from domain.rules.order_numbers import order_number
from domain.rules.pricing.price_calculation import free
from domain.rules.pricing.promotion_outcome import Gift, Outcome
from domain.rules.rights import Right
from domain.stock import levels, reserving
from domain.stock.holds import Demand
from domain.stock.warehouses import home
from domain.tables.columns import new_id
from domain.tables.lines import LineKind
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account, Person

#: The same lines again within this time are asked about.
REPEAT_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class PlacedOrder:
    """A new order. ``salesperson_name``: of the account; ``waiting``: the lines that are not, or not all, in stock."""

    order: Order
    salesperson_name: str
    lines: int
    waiting: tuple[OrderRow, ...] = ()


class AddressNeeded(Refusal):
    """A consumer did not say yet where their goods shall go."""


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """The columns of an order that is placed; the others begin as its table says."""

    number: str
    account_id: int
    buyer_id: int
    cart_id: int
    cart_revision: int
    warehouse_id: int
    currency: str
    total: Decimal
    rebate: Decimal
    below_minimum: Decimal | None
    note: str
    address: str
    receiver: str
    phone: str
    wanted_on: date | None
    expected_on: date | None
    submitted_at: datetime
    expires_at: datetime
    status: OrderStatus = LIFE.first


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """The columns of a line of it, beside those of its price."""

    id: int = field(default_factory=new_id)
    order_id: int
    position: int
    sku_id: int
    kind: LineKind
    quantity: Decimal
    said: str
    tax_rate: Decimal | None = None
    list_price: Decimal | None = None
    manual_price: Decimal | None = None
    manual_size: int | None = None
    manual_reason: str = ""
    manual_by_id: int | None = None
    discount: Decimal = Decimal(0)
    rebate: Decimal = Decimal(0)
    promotion_id: int | None = None


def submit(
    actor: Actor,
    *,
    cart_id: int,
    revision: int,
    total_seen: Decimal,
    again: bool = False,
    gifts_seen: str = "",
    rebate_seen: Decimal = Decimal(0),
) -> PlacedOrder:
    """Turn the cart into an order: number, frozen prices, reserved stock; whoever must approve it is asked to.

    ``again``: the person said that the same order once more is meant; ``gifts_seen``: the seal of the gifts shown;
    ``rebate_seen``: what a rebate shall pay of it, as it was shown.
    Raises CartMoved, PriceMoved: it is not what the person was shown; NothingInCart, NotOnSale, BadQuantity,
    NotEnoughStock, RepeatOrder, BelowMinimumOrder, CreditStopped; AddressNeeded: a consumer's goods go somewhere.
    """
    person = actor.need(Right.ORDER_SUBMIT)
    cart = _checked(actor, person, _same_cart(actor, snapshot.read(actor), cart_id, revision))
    found = promotions.of_snapshot(actor, cart)
    given, total = found.outcome, cart.total - found.outcome.discount
    rebate = rebate_seen and _rebate(actor, cart.account_id, total)
    first, checked = _money(actor, person, cart, total - rebate)
    rules = _rules(actor, person, cart, total, first.rules | checked.rules)
    since, asked = actor.now - REPEAT_WITHIN, asked_of(rules)
    recipients, same = before_placing(actor, person.id, cart.account_id, _wanted(cart), since, asked)
    if (total, promotions.seal_of(given.gifts), rebate) != (total_seen, gifts_seen, rebate_seen):
        raise PriceMoved
    below = _below_minimum(actor, cart, total)
    if same is not None and not again:
        raise RepeatOrder(order_id=same.id, number=same.number)
    carts.take(actor, cart.cart_id, cart.revision)
    order = _place(actor, person, cart, given, below, rules, paid=first.there, rebate=rebate)
    details.ask_no_more(actor, cart.ask_no_more)
    order_promotions.keep_choices(actor.session, order, found.choices)
    _tell(actor, person, order, recipients, near=checked.near)
    if order.asked == order.given:  # what was paid ahead pays it, and nobody need say yes
        status_changes.go_on(actor, view_order(actor, order.id, lock=True), recipients)
    name = recipients.salesperson_name
    return PlacedOrder(order=order, salesperson_name=name, lines=len(cart.lines), waiting=_waiting(actor, cart, order))


def _wanted(cart: CartSnapshot) -> dict[int, Decimal]:
    """How much of each of the goods, gifts aside: by that the same order is known again."""
    return {line.sku_id: line.quantity for line in cart.lines if line.kind is LineKind.GOODS}


def _waiting(actor: Actor, cart: CartSnapshot, order: Order) -> tuple[OrderRow, ...]:
    """The lines that are not, or not all, in stock."""
    may_wait = any(line.may_wait for line in cart.lines)
    return tuple(row for row in view_order(actor, order.id).rows if row.short) if may_wait else ()


def _rules(
    actor: Actor, person: Person, cart: CartSnapshot, total: Decimal, by_money: AbstractSet[ApprovalRule]
) -> frozenset[ApprovalRule]:
    """What it sets off beside ``by_money``, and whether its payment is all the yes that it needs."""
    rules = set_off(actor, cart.lines, account_id=cart.account_id, placed_by=person.role, total=total) | by_money
    waits = ApprovalRule.PAID_FIRST in rules and _is_short(actor, cart)
    return rules | of_consumer(actor, cart.lines, rules, account_id=cart.account_id, buyer=person, waits=waits)


def _tell(actor: Actor, person: Person, order: Order, recipients: Recipients, *, near: bool) -> None:
    """Note what was placed, for those who decide, and for its buyers where somebody ordered on their behalf.

    ``near``: it brings its account near its limit.
    """
    buyers = recipients.buyers if person.account_id != order.account_id else ()
    audience = {NoticeKind.ORDER_WAITING: recipients.deciders, NoticeKind.ORDER_PLACED: buyers}
    log_and_notify(actor, _submitted(actor, order), order=order, audience=audience)
    if ApprovalKind.PAYMENT in order.given:
        log_event(actor, "order.paid", order=order)
    if near:
        told = {*recipients.approvers, *recipients.buyers}
        notify(actor, told, NoticeKind.CREDIT_NEAR, order=order, account_id=order.account_id)


def _rebate(actor: Actor, account_id: int, total: Decimal) -> Decimal:
    """What a rebate pays of an order of so much; no other order of the account takes it meanwhile."""
    prepaid.lock(actor, account_id)
    return rebates.usable(actor, account_id, total)


def _money(actor: Actor, person: Person, cart: CartSnapshot, total: Decimal) -> tuple[PaidFirst, Checked]:
    """Whether it is paid first, and what it asks for because of the account's credit; unpaid it takes none."""
    first = prepaid.at_submit(actor, cart.account_id, total)
    more = Decimal(0) if first.asked and not first.there else total - _to_come(actor, cart, total)
    door = Door.SUBMIT if person.account_id == cart.account_id else Door.ON_BEHALF
    return first, credit.rules_of(actor, door, cart.account_id, more)


def _is_short(actor: Actor, cart: CartSnapshot) -> bool:
    """Whether anything of it has to come in first."""
    there = _there(actor, cart)
    return any(there.get(line.sku_id, Decimal(0)) < line.quantity for line in cart.lines if line.may_wait)


def _there(actor: Actor, cart: CartSnapshot) -> Mapping[int, Decimal]:
    """What is in stock of the goods that may be waited for."""
    wanted = [line.sku_id for line in cart.lines if line.may_wait]
    return levels.available(actor.session, cart.warehouse_id or home(actor.session), wanted) if wanted else {}


def _to_come(actor: Actor, cart: CartSnapshot, total: Decimal) -> Decimal:
    """What of the total is for goods that are not there: it counts once they are given to the order."""
    lines = [line for line in cart.lines if line.may_wait]
    if not lines or not credit.matters(actor):
        return Decimal(0)
    there = _there(actor, cart)
    later = to_come((line.amount, line.quantity, there.get(line.sku_id, Decimal(0))) for line in lines)
    return rounded(later * total / cart.total, actor.supplier.currency) if cart.total else Decimal(0)


def _same_cart(actor: Actor, cart: CartSnapshot | None, cart_id: int, revision: int) -> CartSnapshot:
    if cart is not None and (cart.cart_id, cart.revision) == (cart_id, revision):
        return cart
    made = actor.session.exec(
        select(Order).where(
            Order.cart_id == cart_id, Order.cart_revision == revision, Order.account_id == actor.account_id
        )
    ).first()
    raise CartMoved(order_id=made.id if made else None, number=made.number if made else "")


def _checked(actor: Actor, person: Person, cart: CartSnapshot) -> CartSnapshot:
    """The cart, where every line of it can be ordered.

    What a period leaves is read once more when nobody else orders for the account: a colleague may have taken it.
    """
    if not cart.lines:
        raise NothingInCart
    if any(line.limits.period for line in cart.lines):
        own_limits.lock_account(actor.session, cart.account_id)
        cart = snapshot.read(actor) or cart
    for line in cart.lines:
        line.check()
    if not cart.address and person.account_id and actor.session.get_one(Account, person.account_id).retail:
        raise AddressNeeded
    return cart


def _below_minimum(actor: Actor, cart: CartSnapshot, total: Decimal) -> Decimal | None:
    """The smallest order of the account, where staff let this one pass below it. Raises BelowMinimumOrder."""
    below = below_minimum(actor, cart.account_id, total)
    if below is None:
        return None
    if not below.may_pass:
        raise BelowMinimumOrder(minimum=below.minimum, missing=below.missing)
    return below.minimum


def _place(
    actor: Actor,
    person: Person,
    cart: CartSnapshot,
    given: Outcome,
    below_minimum: Decimal | None,
    rules: AbstractSet[ApprovalRule],
    *,
    paid: bool,
    rebate: Decimal,
) -> Order:
    """Write the order, its lines with what promotions give, what it asks for, and its stock; others wait meanwhile."""
    comes = expected_days.of_account(actor, cart.account_id, cart.wanted_on)
    new = NewOrder(
        account_id=cart.account_id,
        buyer_id=person.id,
        cart_id=cart.cart_id,
        cart_revision=cart.revision,
        warehouse_id=cart.warehouse_id or home(actor.session),
        currency=actor.supplier.currency,
        total=cart.total - given.discount,
        rebate=rebate,
        below_minimum=below_minimum,
        note=cart.note,
        address=cart.address,
        receiver=cart.receiver,
        phone=cart.phone,
        wanted_on=cart.wanted_on,
        expected_on=comes.day if comes else None,
        submitted_at=actor.now,
        expires_at=actor.now + _kept(actor, rules, paid=paid),
        number=order_number(actor.today, count_up(actor.session, f"order:{actor.today:%Y%m%d}")),
    )
    states = approvals.states_of(asked_of(rules), BY_MONEY if paid else frozenset())
    order = bulk.insert_one(actor.session, Order, {**vars(new), **states})
    approvals.ask(actor, order, rules)
    if paid:
        approvals.give_paid(actor, order, by_id=None)
    _place_lines(actor, order, cart, given)
    return order


def _place_lines(actor: Actor, order: Order, cart: CartSnapshot, given: Outcome) -> None:
    """Write the lines of a new order with what promotions give, and take their stock and what rebates pay of them."""
    off, own = given.discounts, given.promotion_of
    nets = [line.amount - off.get(line.id, Decimal(0)) for line in cart.lines]
    paid = zip(cart.lines, order_rebates.shares(order.rebate, nets, order.currency), strict=True)
    goods = [
        _line(order, at, line, off.get(line.id), own.get(line.id), rebate)
        for at, (line, rebate) in enumerate(paid, start=1)
    ]
    gifts = [_gift(order, position, gift) for position, gift in enumerate(given.gifts, start=len(goods) + 1)]
    lines, prices = [*goods, *gifts], [*(line.price for line in cart.lines), *(free(gift.quantity) for gift in gifts)]
    priced = zip(lines, prices, strict=True)
    bulk.insert_many(actor.session, OrderLine, ({**vars(line), **frozen(price)} for line, price in priced))
    ids = {line.id: new.id for line, new in zip(cart.lines, goods, strict=True)}
    order_promotions.write(actor.session, order, given, ids)
    demands = [Demand(line_id=line.id, sku_id=line.sku_id, quantity=line.quantity) for line in lines]
    reserving.reserve(actor, order, demands)
    if order.rebate:
        rebates.use(actor, order)


def _kept(actor: Actor, rules: AbstractSet[ApprovalRule], *, paid: bool) -> timedelta:
    """How long a new order keeps its goods."""
    if ApprovalRule.PAID_FIRST not in rules or paid:
        return actor.supplier.reservation
    return timedelta(hours=settings.value(actor.session, PAYMENT_HOURS))


def _submitted(actor: Actor, order: Order) -> EventColumns:
    """What was placed, for whom: with these the order is compared later."""
    told = {"total": str(order.total), "account": order.account_id, "currency": order.currency}
    return {**event(actor, "order.submitted", order=order), "facts": told}


def _line(
    order: Order,
    position: int,
    line: SnapshotLine,
    discount: Decimal | None,
    promotion_id: int | None,
    rebate: Decimal,
) -> NewLine:
    return NewLine(
        order_id=order.id,
        position=position,
        sku_id=line.sku_id,
        kind=line.kind,
        quantity=line.quantity,
        said=line.said,
        tax_rate=line.tax_rate,
        list_price=line.list_price,
        manual_price=line.manual_price,
        manual_size=line.manual_size,
        manual_reason=line.manual_reason,
        manual_by_id=line.manual_by_id,
        discount=discount or Decimal(0),
        rebate=rebate,
        promotion_id=promotion_id,
    )


def _gift(order: Order, position: int, gift: Gift) -> NewLine:
    """A line that costs nothing, with its promotion named."""
    return NewLine(
        order_id=order.id,
        position=position,
        sku_id=gift.sku_id,
        kind=LineKind.GIFT,
        quantity=gift.quantity,
        said="",
        promotion_id=gift.promotion_id,
    )
