"""Checkout: a summary that names what it confirms, and the order placed."""

from collections.abc import Sequence
from decimal import Decimal

from domain.carts import carts
from domain.carts.carts import CartRow, CartView
from domain.carts.minimum_order import MinimumShortfall
from domain.carts.promotions import CartPromotions
from domain.orders import placing
from domain.orders.placing import PlacedOrder
from domain.refusals import NothingInCart
from domain.rules.approvals import ApprovalKind
from domain.rules.finance.credit import to_come
from domain.rules.money import rounded
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import Argument, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.entry.menu import is_retail
from handlers.formatting import credit_text, goods_text, payment_text, rebate_text
from handlers.shopping import cart_promotions, cart_rebate, cart_text, expected_day, minimum_order, seen_prices
from handlers.shopping.cart import draw
from handlers.shopping.cart_rebate import CartRebate

#: Lines listed one by one; the cart shows them all.
LINES_MOST = 10
_NONE = Decimal(0)


def show(request: Request, *, again: bool = False) -> Turn:
    """What will be ordered; ``again``: the same order once more is meant."""
    return shown(request, carts.view(request.actor), again=again)


def price_moved(request: Request) -> Turn:
    """Prices are not what was shown: what changed, line by line, and the summary that asks anew."""
    cart = carts.view(request.actor)
    if not cart.rows:
        raise NothingInCart
    return shown(request, cart, told="\n".join(seen_prices.moved(request, cart)))


def shown(request: Request, cart: CartView, *, again: bool = False, told: str = "") -> Turn:
    """The summary, and what its lines cost for as long as it may be confirmed."""
    return Turn(replies=(summary(request, cart, again=again, told=told),), memory=seen_prices.remember(request, cart))


def fit(request: Request, *, to_checkout: bool = False) -> Turn:
    """Bring every line to what can be had, name each, and show what is left where it was asked."""
    before = carts.view(request.actor).troubles
    cart = carts.fit(request.actor)
    told = _fitted(request, cart, before)
    if to_checkout and cart.rows:
        return shown(request, cart, told="\n".join(told))
    return Turn(replies=(draw(request, cart, told=told),))


def _fitted(request: Request, cart: CartView, before: Sequence[CartRow]) -> tuple[str, ...]:
    if not before:
        return (request.say("cart.fits"),)
    told, now = [request.say("cart.fitted")], {row.line.id: row for row in cart.rows}
    for was in before:
        row, goods = now.get(was.line.id), was.goods
        amount = goods_text.quantity(request, goods, was.line.quantity)
        facts = {"goods": goods_text.name(request, goods), "before": amount}
        if row is None:
            told.append(request.say("cart.fitted_out", **facts))
        else:
            told.append(request.say("cart.had", amount=goods_text.quantity(request, goods, row.line.quantity), **facts))
    return tuple(told)


def submit(
    request: Request,
    *,
    cart_id: Id,
    revision: int,
    total: Decimal,
    again: int = 0,
    gifts: str = "",
    rebate: Decimal = _NONE,
) -> Turn:
    """Order what the summary named."""
    placed = placing.submit(
        request.actor,
        cart_id=cart_id,
        revision=revision,
        total_seen=total,
        again=bool(again),
        gifts_seen=gifts,
        rebate_seen=rebate,
    )
    return Turn(replies=(_ordered(request, placed),), memory=text_order_state.answered(request))


def summary(request: Request, cart: CartView, *, again: bool = False, told: str = "") -> Reply:
    """Problems first, then lines, total, address and date. Raises NothingInCart: there is nothing to order."""
    if not cart.rows:
        raise NothingInCart
    given = cart_promotions.of(request, cart)
    rebate = cart_rebate.of(request, cart, cart.total - given.discount)
    below = minimum_order.missing(request, cart, given.discount)
    cart_text.prepare(request, cart)
    title = request.say("title.checkout")
    return Reply(
        title=f"{told}\n{title}" if told else title,
        lines=(
            *cart_text.in_doubt(request),
            *((request.say.count("checkout.troubles", len(cart.troubles)),) if cart.troubles else ()),
            *_goods(request, cart),
            *cart_promotions.lines(request, given),
            "",
            cart_promotions.total(request, cart, given),
            *cart_rebate.told(request, rebate),
            *minimum_order.told(request, below),
            *_credit(request, cart, rebate),
            *cart_text.wishes(request, cart, every=True),
            *expected_day.at_checkout(request, cart),
            *((request.say("checkout.who_receives"),) if cart.lacks_receiver else ()),
        ),
        note=request.say(
            "checkout.note_address" if _is_nowhere(request, cart) else _note(cart, given, below, again=again)
        ),
        buttons=(
            *cart_text.to_doubts(request),
            *_confirm(request, cart, given, rebate, below, again=again),
            *_receiver_later(request, cart),
            *cart_rebate.choice(request, rebate),
            *_changes(request),
        ),
    )


def _credit(request: Request, cart: CartView, rebate: CartRebate) -> tuple[str, ...]:
    """What is left of the account's credit, and what this order means for it."""
    if request.account is None or cart.troubles or not cart.total:
        return ()
    rows = [row for row in cart.rows if row.goods.sku.backorder]
    later = to_come((row.amount, row.line.quantity, row.goods.available) for row in rows)
    total = rebate.total - rebate.used
    more = total - rounded(later * total / cart.total, request.currency)
    first = payment_text.at_checkout(request, request.account.id, total)
    return first or credit_text.at_checkout(request, request.account.id, more)


def _note(cart: CartView, given: CartPromotions, below: MinimumShortfall | None, *, again: bool) -> str:
    """The key of what is to be done next."""
    wrong = bool(cart.troubles or given.short)
    if below is not None and not below.may_pass and not wrong:
        return "checkout.note_minimum"
    return "checkout.note_again" if again else "checkout.note_fix" if wrong else "checkout.note"


def _goods(request: Request, cart: CartView) -> tuple[str, ...]:
    """The lines, those in trouble first, as many as can be taken in at a glance."""
    ordered = sorted(cart.rows, key=lambda row: row.in_order)
    shown = [line for row in ordered[:LINES_MOST] for line in cart_text.row(request, row)]
    rest = len(ordered) - LINES_MOST
    return (*shown, request.say.count("checkout.more_lines", rest)) if rest > 0 else tuple(shown)


def _confirm(
    request: Request,
    cart: CartView,
    given: CartPromotions,
    rebate: CartRebate,
    below: MinimumShortfall | None,
    *,
    again: bool,
) -> tuple[Row, ...]:
    """The button that orders, naming cart, revision, total, gifts and rebate; before it what must be put right."""
    gifts = cart_promotions.choices(request, given, to_checkout=True)
    if cart.troubles:
        return ((button(request.say("cart.fit"), Verb.FIT, 1),), *gifts)
    if given.short:
        return gifts
    if below is not None and not below.may_pass:
        return (*minimum_order.offers(request, cart, below), *gifts)
    if _is_nowhere(request, cart):
        return ((button(request.say("checkout.write_address"), Verb.NEW_ADDRESS),), *gifts)
    label = request.say("checkout.submit", money=request.say.money(rebate.total - rebate.used, request.currency))
    said: tuple[Argument, ...] = (int(again), given.seal, rebate.used)
    while said and not said[-1]:
        said = said[:-1]
    return ((button(label, Verb.SUBMIT, cart.cart.id, cart.cart.revision, rebate.total, *said),), *gifts)


def _is_nowhere(request: Request, cart: CartView) -> bool:
    """Whether a consumer still has to say where their goods go."""
    return is_retail(request) and not cart.address


def _receiver_later(request: Request, cart: CartView) -> tuple[Row, ...]:
    """The way past the question who receives."""
    return ((button(request.say("checkout.receiver_later"), Verb.RECEIVER_LATER),),) if cart.lacks_receiver else ()


def _changes(request: Request) -> tuple[Row, ...]:
    return (
        (button(request.say("checkout.address"), Verb.ADDRESSES), button(request.say("checkout.date"), Verb.DATES)),
        (button(request.say("checkout.write_note"), Verb.NOTE), button(request.say("checkout.cart"), Verb.CART)),
        (button(request.say("button.menu"), Verb.MENU),),
    )


def _ordered(request: Request, placed: PlacedOrder) -> Reply:
    """Its number, what it costs, what is kept and what has to come in first, and what happens next."""
    order = placed.order
    total = request.say.money(order.total, order.currency)
    look = button(request.say("checkout.to_order", number=order.number), Verb.ORDER, order.id)
    return Reply(
        title=request.say("checkout.done", number=order.number),
        lines=(
            request.say("checkout.done_total", money=total),
            *rebate_text.of_order(request, order),
            *_kept(request, placed),
            *expected_day.of_order(request, order),
            *payment_text.at_submit(request, order),
            _next(request, placed),
        ),
        note=request.say("checkout.done_note"),
        buttons=(
            *payment_text.buyers_way(request, order),
            (look,),
            (button(request.say("button.menu"), Verb.MENU),),
        ),
    )


def _kept(request: Request, placed: PlacedOrder) -> tuple[str, ...]:
    """What is kept; where goods have to come in first, they are named, and only the others are said to be there."""
    waiting = placed.waiting
    if not waiting:
        return (request.say("checkout.held"),)
    told = [
        request.say(
            "checkout.to_come",
            goods=goods_text.name(request, row.goods),
            amount=goods_text.to_come(request, row.goods, row.short),
        )
        for row in waiting[:LINES_MOST]
    ]
    if len(waiting) > LINES_MOST:
        told.append(request.say.count("checkout.to_come_more", len(waiting) - LINES_MOST))
    nothing_there = len(waiting) == placed.lines and all(row.short == row.line.quantity for row in waiting)
    return (*told, *(() if nothing_there else (request.say("checkout.held_rest"),)))


def _next(request: Request, placed: PlacedOrder) -> str:
    salesperson = placed.salesperson_name
    if ApprovalKind.SALES not in placed.order.asked:
        return request.say("checkout.next_once_paid" if placed.order.is_unpaid else "checkout.next_paid")
    if request.person.account_id is None:
        return request.say("checkout.next_served", account=request.account.name if request.account else "")
    return request.say("checkout.next", name=salesperson) if salesperson else request.say("checkout.next_anybody")
