"""The one writer of an order's status: every step of ``rules/order_life`` is taken here, and nowhere else."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlmodel import col, select, update

from domain import carts, picking, stock
from domain.acting import By
from domain.catalogue import Goods, count_up, goods_by_id, home, one
from domain.concerned import concerned
from domain.order_access import Held, buyers_of, find, lines_of, need
from domain.records import approvers, note, redraw_for, tell
from domain.refusals import (
    BadQuantity,
    BadWords,
    CartMoved,
    NotFound,
    NothingInCart,
    NotOnSale,
    OrderMoved,
    PriceMoved,
    ReasonNeeded,
    RepeatOrder,
)
from domain.rules.money import line_amount, total
from domain.rules.order_life import FIRST, OrderStatus, Step, next_status
from domain.rules.order_numbers import order_number
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Approval, ApprovalKind, Order, OrderLine
from domain.tables.people import Account

#: The same lines again within this time are asked about.
REPEAT_WITHIN = timedelta(minutes=10)
REASON_MOST = 300
STARS = range(1, 6)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """An order's lines in the cart; ``left_out`` are goods that cannot be ordered like that any more."""

    order: Order
    cart: carts.CartView
    left_out: tuple[Goods, ...]


def submit(by: By, *, cart_id: int, revision: int, total_seen: Decimal, again: bool = False) -> Order:
    """Turn the cart into an order: number, frozen prices, reserved stock, approvals asked for.

    ``again``: the person said that the same order once more is meant.

    Raises:
        CartMoved, PriceMoved: it is not what the person was shown.
        NothingInCart, NotOnSale, BadQuantity, NotEnoughStock, RepeatOrder
    """
    person = by.need(Right.ORDER_SUBMIT)
    cart = carts.view(by)
    _same_cart(by, cart, cart_id, revision)
    if not cart.rows:
        raise NothingInCart
    for row in cart.rows:
        carts.check_quantity(row.goods, row.line.quantity)
    if cart.total != total_seen:
        raise PriceMoved
    if not again:
        _refuse_repeat(by, cart)
    order = Order(
        number=order_number(by.today, count_up(by.session, f"order:{by.today:%Y%m%d}")),
        account_id=cart.cart.account_id,
        buyer_id=person.id,
        cart_id=cart.cart.id,
        cart_revision=cart.cart.revision,
        warehouse_id=_home(by, cart),
        status=FIRST,
        currency=by.house.currency,
        total=cart.total,
        note=cart.cart.note,
        address=cart.address,
        wanted_on=cart.cart.wanted_on,
        submitted_at=by.now,
        expires_at=by.now + by.house.reservation,
    )
    by.session.add(order)
    lines = [_line(order, position, row) for position, row in enumerate(cart.rows, start=1)]
    by.session.flush()
    by.session.add_all(lines)
    by.session.flush()
    stock.reserve(by, order, lines, order.expires_at)
    carts.empty(by, cart)
    _ask_approval(by, order)
    note(by, "order.submitted", order=order, total=str(order.total))
    account = by.session.get_one(Account, order.account_id)
    tell(by, approvers(by, account), NoticeKind.ORDER_WAITING, order=order)
    if person.account_id != order.account_id:
        tell(by, buyers_of(by, order), NoticeKind.ORDER_PLACED, order=order)
    return order


def withdraw(by: By, order_id: int, revision: int) -> Taken:
    """Take an undecided order back into the cart, on top of what is there, to change it and submit it anew.

    Raises:
        NotOnSale: nothing of it can be ordered any more; cancel it instead.
    """
    held = _begin(by, order_id, Step.WITHDRAW, revision)
    hear = concerned(by, held.order, held.account)
    wanted, left_out = _orderable(by, held.order)
    stock.release(by, held.order)
    cart = carts.add(by, wanted)
    _finish(by, held, Step.WITHDRAW)
    redraw_for(by, hear.holders, held.order)
    return Taken(order=held.order, cart=cart, left_out=left_out)


def order_again(by: By, order_id: int) -> Taken:
    """See that the cart holds at least what an order held. Doing it twice changes nothing more.

    Raises:
        NotFound: the order is not this person's to see.
        NotOnSale: nothing of it can be ordered any more.
    """
    held = find(by, order_id)
    wanted, left_out = _orderable(by, held.order)
    cart = carts.at_least(by, wanted)
    return Taken(order=held.order, cart=cart, left_out=left_out)


def change_line(by: By, order_id: int, revision: int, line_id: int, quantity: Decimal) -> Order:
    """Change how much is wanted of a line while the order waits; a new revision asks for approval again.

    Raises:
        BadQuantity: the last line cannot be taken out; cancel instead.
    """
    held = _begin(by, order_id, Step.CHANGE, revision)
    lines = lines_of(by, held.order)
    line = next((line for line in lines if line.id == line_id), None)
    if line is None or not line.quantity:
        raise NotFound
    if quantity:
        carts.check_quantity(one(by.session, line.sku_id), quantity)
    elif all(other.quantity == 0 for other in lines if other is not line):
        raise BadQuantity(sku_id=line.sku_id, quantity=line.quantity)
    hear = concerned(by, held.order, held.account)
    stock.resize(by, held.order, line, quantity)
    note(by, "order.line_changed", order=held.order, line=line.id, before=str(line.quantity), after=str(quantity))
    line.quantity = quantity
    line.amount = line_amount(quantity, line.price, held.order.currency)
    held.order.total = total(each.amount for each in lines)
    held.order.revision += 1
    _ask_approval(by, held.order)
    tell(by, hear.approvers, NoticeKind.ORDER_WAITING, order=held.order, changed=True)
    tell(by, hear.buyers, NoticeKind.ORDER_PLACED, order=held.order, changed=True)
    return held.order


def approve(by: By, order_id: int, revision: int) -> Order:
    """Say yes. When every approval that was asked is given, stock is allocated and the warehouse hears."""
    held = _begin(by, order_id, Step.APPROVE, revision)
    hear = concerned(by, held.order, held.account)
    _decide(by, held.order, approved=True)
    stock.allocate(by, held.order)
    held.order.decided_at, held.order.decided_by_id = by.now, by.person_id
    _finish(by, held, Step.APPROVE)
    tell(by, hear.buyers, NoticeKind.ORDER_APPROVED, order=held.order)
    tell(by, hear.warehouse, NoticeKind.ORDER_TO_PICK, order=held.order)
    redraw_for(by, hear.holders, held.order)
    return held.order


def reject(by: By, order_id: int, revision: int, reason: str) -> Order:
    """Say no, with a reason; the stock goes back."""
    held = _begin(by, order_id, Step.REJECT, revision)
    hear = concerned(by, held.order, held.account)
    words = _reason(reason)
    _decide(by, held.order, approved=False)
    held.order.reason = words
    stock.release(by, held.order)
    held.order.decided_at, held.order.decided_by_id = by.now, by.person_id
    _finish(by, held, Step.REJECT)
    tell(by, hear.buyers, NoticeKind.ORDER_REJECTED, order=held.order)
    redraw_for(by, hear.holders, held.order)
    return held.order


def cancel(by: By, order_id: int, reason: str, revision: int | None = None) -> Order:
    """Call an order off before anything was shipped, with a reason."""
    held = _begin(by, order_id, Step.CANCEL, revision)
    hear = concerned(by, held.order, held.account)
    if held.standing.picking:
        picking.drop_all(by, held.order)
    held.order.reason = _reason(reason)
    stock.release(by, held.order)
    _finish(by, held, Step.CANCEL)
    warehouse = hear.warehouse if held.order.decided_at is not None else ()
    tell(by, (*hear.outside, *warehouse), NoticeKind.ORDER_CANCELLED, order=held.order)
    redraw_for(by, hear.holders, held.order)
    return held.order


def expire(by: By, order_id: int) -> bool:
    """Nobody decided in time: the stock goes back. False when somebody was faster."""
    held = find(by, order_id, lock=True)
    if next_status(held.standing, Step.EXPIRE) is None or held.order.expires_at > by.now:
        return False
    stock.release(by, held.order)
    _finish(by, held, Step.EXPIRE)
    tell(by, [*buyers_of(by, held.order), *approvers(by, held.account)], NoticeKind.ORDER_EXPIRED, order=held.order)
    return True


def complete(by: By, order: Order) -> bool:
    """Close an approved order when all that was agreed has been delivered; called by the act that delivers."""
    lines = lines_of(by, order)
    if order.status is not OrderStatus.APPROVED or any(line.delivered < line.quantity - line.refused for line in lines):
        return False
    order.status = OrderStatus.COMPLETED
    order.closed_at = by.now
    note(by, "order.completed", order=order)
    tell(by, buyers_of(by, order), NoticeKind.ORDER_COMPLETED, order=order)
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
    tell(by, approvers(by, held.account), NoticeKind.ORDER_RATED, order=held.order)
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
    tell(by, approvers(by, held.account), NoticeKind.ORDER_RATED, order=held.order)
    return held.order


def _begin(by: By, order_id: int, step: Step, revision: int | None) -> Held:
    """Find and lock the order, and insist that the step may be taken."""
    held = find(by, order_id, lock=True)
    need(by, held, step, revision)
    return held


def _finish(by: By, held: Held, step: Step) -> None:
    """Write the new status and the event of the step."""
    target = next_status(held.standing, step)
    if target is None:
        raise AssertionError(f"{step} was not checked")
    held.order.status = target
    if target is not OrderStatus.APPROVED:
        held.order.closed_at = by.now
    note(by, f"order.{target}", order=held.order, reason=held.order.reason)


def _same_cart(by: By, cart: carts.CartView, cart_id: int, revision: int) -> None:
    if (cart.cart.id, cart.cart.revision) == (cart_id, revision):
        return
    made = by.session.exec(
        select(Order).where(
            Order.cart_id == cart_id, Order.cart_revision == revision, Order.account_id == by.account_id
        )
    ).first()
    raise CartMoved(order_id=made.id if made else None, number=made.number if made else "")


def _refuse_repeat(by: By, cart: carts.CartView) -> None:
    """The same lines shortly before are more often a second tap than a second wish."""
    recent = by.session.exec(
        select(Order, OrderLine)
        .join(OrderLine)
        .where(
            Order.account_id == cart.cart.account_id,
            Order.submitted_at > by.now - REPEAT_WITHIN,
            col(Order.status).in_((OrderStatus.SUBMITTED, OrderStatus.APPROVED)),
        )
        .order_by(col(Order.submitted_at).desc())
    ).all()
    wanted = {row.goods.sku.id: row.line.quantity for row in cart.rows}
    for order in {order.id: order for order, _ in recent}.values():
        if {line.sku_id: line.quantity for each, line in recent if each.id == order.id} == wanted:
            raise RepeatOrder(order_id=order.id, number=order.number)


def _home(by: By, cart: carts.CartView) -> int:
    """The warehouse that serves: the goods came with their level there."""
    levels = (row.goods.level for row in cart.rows)
    known = next((level.warehouse_id for level in levels if level is not None), None)
    return known if known is not None else home(by.session)


def _line(order: Order, position: int, row: carts.CartRow) -> OrderLine:
    return OrderLine(
        order_id=order.id,
        position=position,
        sku_id=row.goods.sku.id,
        quantity=row.line.quantity,
        price=row.goods.sku.price,
        amount=row.amount,
        said=row.line.said,
    )


def _orderable(by: By, order: Order) -> tuple[list[carts.Wanted], tuple[Goods, ...]]:
    """What of an order's lines can be ordered just as they are, and the goods that cannot."""
    lines = [line for line in lines_of(by, order) if line.quantity]
    goods = goods_by_id(by.session, [line.sku_id for line in lines])
    wanted: list[carts.Wanted] = []
    left_out: list[Goods] = []
    for line in lines:
        try:
            carts.check_quantity(goods[line.sku_id], line.quantity)
        except (BadQuantity, NotOnSale):
            left_out.append(goods[line.sku_id])
        else:
            wanted.append(carts.Wanted(sku_id=line.sku_id, quantity=line.quantity, said=line.said))
    if not wanted:
        raise NotOnSale(sku_id=lines[0].sku_id)
    return wanted, tuple(left_out)


def _ask_approval(by: By, order: Order) -> None:
    """Today every order asks the salesperson; rules for finance add their own rows here."""
    by.session.add(Approval(order_id=order.id, revision=order.revision, kind=ApprovalKind.SALES))


def _decide(by: By, order: Order, *, approved: bool) -> None:
    by.session.flush()
    by.session.exec(
        update(Approval)
        .where(col(Approval.order_id) == order.id, col(Approval.revision) == order.revision)
        .where(col(Approval.kind) == ApprovalKind.SALES, col(Approval.approved).is_(None))
        .values(approved=approved, decided_by_id=by.person_id, decided_at=by.now)
    )


def _reason(words: str) -> str:
    words = words.strip()
    if not words:
        raise ReasonNeeded
    if len(words) > REASON_MOST:
        raise BadWords(most=REASON_MOST)
    return words
