"""The one writer of an order's status: every step of ``rules/order_life`` is taken here, and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import select

from domain import approvals, carts, confirmed, picking, rows, stock
from domain.acting import By
from domain.catalogue import count_up, home
from domain.concerned import Concerned, before_placing, concerned, holders
from domain.confirmed import Confirmed, Line
from domain.order_access import Held, find, need
from domain.order_view import OrderRow, OrderView, after_act, view
from domain.records import Hear, Noted, event, note, report, tell
from domain.refusals import (
    BadWords,
    CartMoved,
    NotFound,
    NothingInCart,
    OrderMoved,
    PriceMoved,
    ReasonNeeded,
    RepeatOrder,
)
from domain.reorder import Taken, take_back
from domain.rules.order_life import FIRST, OrderStatus, Step, next_status
from domain.rules.order_numbers import order_number
from domain.rules.rights import Right
from domain.stock import Claim
from domain.tables.columns import new_id
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderLine
from domain.tables.people import Person

#: The same lines again within this time are asked about.
REPEAT_WITHIN = timedelta(minutes=10)
REASON_MOST = 300
STARS = range(1, 6)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A new order. ``keeper``: the name of the salesperson who looks after the account, if anybody does.

    ``waiting``: the lines that nothing, or not enough, is there for yet.
    """

    order: Order
    keeper: str
    lines: int
    waiting: tuple[OrderRow, ...] = ()


def submit(by: By, *, cart_id: int, revision: int, total_seen: Decimal, again: bool = False) -> Placed:
    """Turn the cart into an order: number, frozen prices, reserved stock; the salesperson is asked to approve it.

    ``again``: the person said that the same order once more is meant.

    Raises:
        CartMoved, PriceMoved: it is not what the person was shown.
        NothingInCart, NotOnSale, BadQuantity, NotEnoughStock, RepeatOrder
    """
    person = by.need(Right.ORDER_SUBMIT)
    cart = _same_cart(by, confirmed.read(by), cart_id, revision)
    if not cart.lines:
        raise NothingInCart
    for line in cart.lines:
        line.check()
    if cart.total != total_seen:
        raise PriceMoved
    wanted = {line.sku_id: line.quantity for line in cart.lines}
    hear, same = before_placing(by, person.id, cart.account_id, wanted, since=by.now - REPEAT_WITHIN)
    if same is not None and not again:
        raise RepeatOrder(order_id=same.id, number=same.number)
    carts.take(by, cart.cart_id, cart.revision)
    order = _place(by, person, cart)
    buyers = hear.buyers if person.account_id != cart.account_id else ()
    news = {NoticeKind.ORDER_WAITING: hear.approvers, NoticeKind.ORDER_PLACED: buyers}
    report(by, _submitted(by, order), order=order, hear=news)
    may_wait = any(line.may_wait for line in cart.lines)
    waiting = tuple(row for row in view(by, order.id).rows if row.short) if may_wait else ()
    return Placed(order=order, keeper=hear.keeper, lines=len(cart.lines), waiting=waiting)


def withdraw(by: By, order_id: int, revision: int) -> Taken:
    """Take an undecided order back into the cart, on top of what is there, to change it and submit it anew.

    Raises:
        NotOnSale: nothing of it can be ordered any more; cancel it instead.
    """
    seen = _begin(by, order_id, Step.WITHDRAW, revision)
    asked = holders(by, seen.order, seen.held.account, seen.keeper)
    stock.release(by, seen.order)
    taken = take_back(by, seen)
    _finish(by, seen.held, Step.WITHDRAW, {NoticeKind.CARD_MOVED: asked})
    return taken


def approve(by: By, order_id: int, revision: int) -> OrderView:
    """Say yes. When every approval that was asked is given, stock is allocated and the warehouse hears.

    Until then the order waits; saying yes twice changes nothing more.
    """
    seen = _begin(by, order_id, Step.APPROVE, revision)
    given, still_open = approvals.give(by, seen.order, asked=seen.asked)
    hear = concerned(by, seen.order, seen.held.account)
    if still_open:
        if given is not None:
            agreed = event(by, "order.agreed", order=seen.order, approval=given.value)
            report(by, agreed, order=seen.order, hear={NoticeKind.CARD_MOVED: hear.holders})
        return seen
    stock.allocate(by, seen.order)
    news = {
        NoticeKind.ORDER_APPROVED: hear.buyers,
        NoticeKind.ORDER_TO_PICK: hear.warehouse,
        NoticeKind.CARD_MOVED: hear.holders,
    }
    _finish(by, seen.held, Step.APPROVE, news, decided=True)
    return after_act(by, seen)


def reject(by: By, order_id: int, revision: int, reason: str) -> OrderView:
    """Say no, with a reason; the stock goes back."""
    seen = _begin(by, order_id, Step.REJECT, revision)
    hear = concerned(by, seen.order, seen.held.account)
    words = _reason(reason)
    approvals.refuse(by, seen.order, asked=seen.asked)
    stock.release(by, seen.order)
    news = {NoticeKind.ORDER_REJECTED: hear.buyers, NoticeKind.CARD_MOVED: hear.holders}
    _finish(by, seen.held, Step.REJECT, news, decided=True, reason=words)
    return after_act(by, seen)


def cancel(by: By, order_id: int, reason: str, revision: int | None = None) -> OrderView:
    """Call an order off before anything was shipped, with a reason."""
    seen = _begin(by, order_id, Step.CANCEL, revision)
    hear = concerned(by, seen.order, seen.held.account)
    words = _reason(reason)
    stock.release(by, seen.order)
    dropped = picking.drop_all(by, seen)
    warehouse = hear.warehouse if seen.order.decided_at is not None else ()
    news = {NoticeKind.ORDER_CANCELLED: (*hear.outside, *warehouse), NoticeKind.CARD_MOVED: hear.holders}
    _finish(by, seen.held, Step.CANCEL, news, reason=words, also=dropped)
    return after_act(by, seen)


def expire(by: By, order_id: int) -> bool:
    """Nobody decided in time: the stock goes back. False when somebody was faster."""
    held = find(by, order_id, lock=True)
    if next_status(held.standing, Step.EXPIRE) is None or held.order.expires_at > by.now:
        return False
    stock.release(by, held.order)
    hear = concerned(by, held.order, held.account)
    news = {NoticeKind.ORDER_EXPIRED: (*hear.buyers, *hear.approvers), NoticeKind.CARD_MOVED: hear.holders}
    _finish(by, held, Step.EXPIRE, news)
    return True


def complete(by: By, seen: OrderView, hear: Concerned) -> bool:
    """Close an approved order when all that was agreed has been delivered; called by the act that delivers."""
    order = seen.order
    if order.status is not OrderStatus.APPROVED or any(row.line.delivered < row.agreed for row in seen.rows):
        return False
    order.status = OrderStatus.COMPLETED
    order.closed_at = by.now
    note(by, "order.completed", order=order)
    tell(by, hear.buyers, NoticeKind.ORDER_COMPLETED, order=order)
    return True


def rate(by: By, order_id: int, stars: int) -> Order:
    """Say how it went, 1 to 5 stars, once. The same stars twice change nothing."""
    held = find(by, order_id, lock=True)
    if held.order.rating == stars and by.may(Right.ORDER_RATE):
        return held.order
    need(by, held, Step.RATE)
    if stars not in STARS:
        raise NotFound
    held.order.rating = stars
    note(by, "order.rated", order=held.order, stars=stars)
    tell(by, concerned(by, held.order, held.account).approvers, NoticeKind.ORDER_RATED, order=held.order)
    return held.order


def explain_rating(by: By, order_id: int, words: str) -> Order:
    """Add words to the stars just given, once.

    Raises:
        BadWords: empty or longer than fits.
    """
    by.need(Right.ORDER_RATE)
    held = find(by, order_id, lock=True)
    if held.order.rating is None or held.order.rating_words:
        raise OrderMoved(order_id=order_id)
    if not 0 < len(words) <= REASON_MOST:
        raise BadWords(most=REASON_MOST)
    held.order.rating_words = words
    note(by, "order.rating_explained", order=held.order)
    tell(by, concerned(by, held.order, held.account).approvers, NoticeKind.ORDER_RATED, order=held.order)
    return held.order


def _begin(by: By, order_id: int, step: Step, revision: int | None) -> OrderView:
    """Find and lock the order, and insist that the step may be taken."""
    seen = view(by, order_id, lock=True)
    need(by, seen.held, step, revision)
    return seen


def _finish(
    by: By,
    held: Held,
    step: Step,
    hear: Hear,
    *,
    decided: bool = False,
    reason: str | None = None,
    also: Iterable[Noted] = (),
) -> None:
    """Write the new status, the event of the step, and the news for each.

    ``decided``: this person's word was the last one needed. ``also``: what else happened on the way.
    """
    order, target = held.order, next_status(held.standing, step)
    if target is None:
        raise AssertionError(f"{step} was not checked")
    closed = {} if target is OrderStatus.APPROVED else {"closed_at": by.now}
    told = {} if reason is None else {"reason": reason}
    decision = {"decided_at": by.now, "decided_by_id": by.person_id} if decided else {}
    rows.change(by.session, order, status=target, **closed, **told, **decision)
    report(by, event(by, f"order.{target}", order=order, reason=order.reason), order=order, hear=hear, also=also)


def _same_cart(by: By, cart: Confirmed | None, cart_id: int, revision: int) -> Confirmed:
    if cart is not None and (cart.cart_id, cart.revision) == (cart_id, revision):
        return cart
    made = by.session.exec(
        select(Order).where(
            Order.cart_id == cart_id, Order.cart_revision == revision, Order.account_id == by.account_id
        )
    ).first()
    raise CartMoved(order_id=made.id if made else None, number=made.number if made else "")


def _place(by: By, person: Person, cart: Confirmed) -> Order:
    """Write the order and its lines and reserve their stock; from the number on, others wait for theirs."""
    facts = {
        "account_id": cart.account_id,
        "buyer_id": person.id,
        "cart_id": cart.cart_id,
        "cart_revision": cart.revision,
        "warehouse_id": cart.warehouse_id or home(by.session),
        "status": FIRST,
        "currency": by.house.currency,
        "total": cart.total,
        "note": cart.note,
        "address": cart.address,
        "wanted_on": cart.wanted_on,
        "submitted_at": by.now,
        "expires_at": by.now + by.house.reservation,
    }
    number = order_number(by.today, count_up(by.session, f"order:{by.today:%Y%m%d}"))
    order = rows.put(by.session, Order, facts | {"number": number})
    lines = [_line(order, position, line) for position, line in enumerate(cart.lines, start=1)]
    rows.write(by.session, OrderLine, lines)
    stock.reserve(
        by, order, [Claim(line_id=line["id"], sku_id=line["sku_id"], quantity=line["quantity"]) for line in lines]
    )
    return order


def _submitted(by: By, order: Order) -> Noted:
    """What was placed, for whom: with these the order is compared later."""
    told = {"total": str(order.total), "account": order.account_id, "currency": order.currency}
    return {**event(by, "order.submitted", order=order), "facts": told}


def _line(order: Order, position: int, line: Line) -> dict[str, Any]:
    return {
        "id": new_id(),
        "order_id": order.id,
        "position": position,
        "sku_id": line.sku_id,
        "quantity": line.quantity,
        "price": line.price,
        "amount": line.amount,
        "said": line.said,
    }


def _reason(words: str) -> str:
    words = words.strip()
    if not words:
        raise ReasonNeeded
    if len(words) > REASON_MOST:
        raise BadWords(most=REASON_MOST)
    return words
