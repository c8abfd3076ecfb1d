"""What people do with orders and money, each a function of a session and a few drawn numbers."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from domain import scheduled
from domain.actor import Actor
from domain.carts import carts, promotions
from domain.carts.carts import CartWish
from domain.finance import agreements, claims, prepaid, statements
from domain.finance.payments import Slip
from domain.fulfilment import picking, shipments
from domain.orders import credit_release, line_change, paid_orders, placing, status_changes
from domain.orders.back_orders import Rest
from domain.people import on_behalf
from domain.refusals import NotFound
from domain.rules.finance.credit import OnLimit
from domain.rules.finance.statement_periods import around
from domain.stock import stock
from domain.stock.warehouses import home
from domain.tables.catalogue import Sku
from domain.tables.ledger import LedgerEntry, PaymentClaim
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Account
from domain.tables.shipments import Shipment
from tests.world import World

#: Each account with who buys for it, its terms, its limit, and what happens beyond.
HOUSES = (
    ("李记便利店", "老李", "现结", None, OnLimit.WARN),
    ("Harbour Mart", "Ann", "批结", 120, OnLimit.HOLD),
    ("陌生超市", "老莫", "月结:25:10", 150, OnLimit.STOP),
)
CODES = ("KL500", "HN250", "ZJ10", "MM5")
SELLER, KEEPER, BOOKKEEPER, OWNER = "小王", "老周", "小孙", "陈总"


class Hand:
    """Whoever acts: in one session, about the drawn house, order and amount."""

    def __init__(self, world: World, session: Session, which: int, amount: Decimal) -> None:
        self.world, self.session, self.which, self.amount = world, session, which, amount
        self.house, self.buyer, *_ = HOUSES[which % len(HOUSES)]

    def actor(self, name: str | None) -> Actor:
        return self.world.actor(self.session, name)

    @property
    def account(self) -> Account:
        return self.session.exec(select(Account).where(Account.name == self.house)).one()

    @property
    def order(self) -> Order:
        """One of the newest orders of the house. Raises NotFound: it has none."""
        query = select(Order).where(Order.account_id == self.account.id).order_by(col(Order.id).desc()).limit(3)
        found = self.session.exec(query).all()
        if not found:
            raise NotFound
        return found[self.which // len(HOUSES) % len(found)]


def _submit(actor: Actor, hand: Hand) -> None:
    code = CODES[hand.which % len(CODES)]
    sku = hand.session.exec(select(Sku).where(Sku.code == code)).one()
    carts.put(actor, CartWish(sku_id=sku.id, quantity=max(hand.amount // 5, Decimal(1))))
    cart = carts.view(actor)
    given = promotions.of_cart(actor, cart)
    placing.submit(
        actor,
        cart_id=cart.cart.id,
        revision=cart.cart.revision,
        total_seen=cart.total - given.discount,
        again=True,
        gifts_seen=given.seal,
    )


def place(hand: Hand) -> None:
    _submit(hand.actor(hand.buyer), hand)


def place_for(hand: Hand) -> None:
    actor = hand.actor(OWNER)
    on_behalf.order_for(actor, hand.account.id)
    _submit(actor, hand)


def change(hand: Hand) -> None:
    order, actor = hand.order, hand.actor(hand.buyer)
    line = hand.session.exec(select(OrderLine).where(OrderLine.order_id == order.id)).first()
    view = line_change.to_change(actor, order.id, order.revision)
    line_change.change_line(actor, view, line.id if line else 0, max(hand.amount // 4, Decimal(1)))


def approve(hand: Hand) -> None:
    order = hand.order
    status_changes.approve(hand.actor(OWNER), order.id, order.revision, Rest.BACK_ORDER)


def agree(hand: Hand) -> None:
    order = hand.order
    status_changes.approve(hand.actor(BOOKKEEPER), order.id, order.revision, Rest.BACK_ORDER)


def reject(hand: Hand) -> None:
    order = hand.order
    status_changes.reject(hand.actor(OWNER), order.id, order.revision, "不做")


def cancel(hand: Hand) -> None:
    status_changes.cancel(hand.actor(OWNER), hand.order.id, "不要了")


def withdraw(hand: Hand) -> None:
    order = hand.order
    status_changes.withdraw(hand.actor(hand.buyer), order.id, order.revision)


def ship(hand: Hand) -> None:
    parcel = picking.pick(hand.actor(KEEPER), hand.order.id)
    shipments.ship(hand.actor(KEEPER), parcel.id, parcel.revision, "顺丰", "SF1")


def receive(hand: Hand) -> None:
    parcel = hand.session.exec(select(Shipment.id).where(Shipment.order_id == hand.order.id)).first()
    shipments.confirm_receipt(hand.actor(hand.buyer), parcel or 0)


def goods_arrive(hand: Hand) -> None:
    sku = hand.session.exec(select(Sku).where(Sku.code == CODES[hand.which % len(CODES)])).one()
    stock.receive(hand.actor(KEEPER), home(hand.session), sku.id, Decimal(hand.amount // 3 or 1))


def pay(hand: Hand) -> None:
    paid_orders.record(hand.actor(BOOKKEEPER), hand.account.id, hand.amount)


def pay_order(hand: Hand) -> None:
    paid_orders.record(hand.actor(OWNER), hand.account.id, hand.amount, slip=Slip(orders=[hand.order.id]))


def say_paid(hand: Hand) -> None:
    order = hand.order
    missing = prepaid.missing(hand.actor(None), order)
    paid_orders.say_paid(hand.actor(BOOKKEEPER), order.id, order.revision, missing)


def claim(hand: Hand) -> None:
    claims.make(hand.actor(hand.buyer), hand.amount)


def claim_came(hand: Hand) -> None:
    waiting = select(PaymentClaim).where(col(PaymentClaim.decided_at).is_(None))
    found = hand.session.exec(waiting).first()
    if found is None:
        raise NotFound
    if hand.which % 3:
        paid_orders.arrived(hand.actor(BOOKKEEPER), found.id, found.amount)
    else:
        claims.not_arrived(hand.actor(BOOKKEEPER), found.id)


def take_back(hand: Hand) -> None:
    query = select(LedgerEntry.id).where(LedgerEntry.account_id == hand.account.id, LedgerEntry.amount < 0)
    entry = hand.session.exec(query.order_by(col(LedgerEntry.id).desc()).limit(1)).first()
    paid_orders.take_back(hand.actor(BOOKKEEPER), entry or 0, "退票")


def correct(hand: Hand) -> None:
    amount = hand.amount if hand.which % 2 else -hand.amount
    paid_orders.correct(hand.actor(BOOKKEEPER), hand.account.id, amount, "调账")


def close(hand: Hand) -> None:
    actor, account = hand.actor(hand.buyer), hand.account
    day = statements.closing_day(actor, account)
    last = around(day, actor.today - timedelta(days=31 * (hand.which % 2))).last
    agreements.agree(actor, account.id, last, agreements.entries_until(actor, account.id, last))


def raise_limit(hand: Hand) -> None:
    actor = hand.actor(BOOKKEEPER)
    credit_release.raise_limit(actor, hand.account.id, hand.amount, actor.today + timedelta(days=hand.which))


def release(hand: Hand) -> None:
    order = hand.order
    credit_release.release(hand.actor(BOOKKEEPER), order.id, order.revision)


def jobs(hand: Hand) -> None:
    for job in (scheduled.expire_due, scheduled.give_paid, scheduled.give_what_waits, scheduled.remind_unpaid):
        with suppress(NotFound):
            job(hand.actor(None))


#: Every door at which credit is asked for, by what people do there.
DOORS: Mapping[str, Callable[[Hand], None]] = {
    each.__name__: each
    for each in (place, place_for, change, approve, agree, reject, cancel, withdraw, ship, receive, goods_arrive)
}
#: What else happens with money, and brings no account nearer to its limit.
RELIEF: Mapping[str, Callable[[Hand], None]] = {
    each.__name__: each for each in (pay, pay_order, say_paid, claim, claim_came, close, release, jobs)
}
#: What may bring an account beyond its limit without an order.
BESIDE: Mapping[str, Callable[[Hand], None]] = {each.__name__: each for each in (take_back, correct, raise_limit)}
