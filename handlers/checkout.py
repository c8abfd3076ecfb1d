"""From cart to order: a summary that names what it confirms, and the order that comes of it."""

from collections.abc import Mapping
from decimal import Decimal

from domain import carts, orders
from domain.carts import CartView
from domain.catalogue import Goods
from domain.orders import Placed
from domain.refusals import NothingInCart
from handlers import cart_words, goods_words, wording
from handlers.cart import draw
from handlers.press import Press, button
from handlers.turn import Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: So many lines are named one by one; the cart shows them all.
LINES_MOST = 10


def show(visit: Visit, press: Press) -> Turn:
    """What will be ordered; an argument says that the same order once more is meant."""
    return Turn(replies=(summary(visit, carts.view(visit.by), again=press.has(0)),))


def fit(visit: Visit, press: Press) -> Turn:
    """Bring every line to what can be had, name each, and show what is left where it was asked."""
    before = {row.goods.sku.id: (row.goods, row.line.quantity) for row in carts.view(visit.by).troubles}
    cart = carts.fit(visit.by)
    told = _fitted(visit, cart, before)
    if press.has(0) and cart.rows:
        return Turn(replies=(summary(visit, cart, told="\n".join(told)),))
    return Turn(replies=(draw(visit, cart, told=told),))


def _fitted(visit: Visit, cart: CartView, before: Mapping[int, tuple[Goods, Decimal]]) -> tuple[str, ...]:
    if not before:
        return (visit.say("cart.fits"),)
    told = [visit.say("cart.fitted")]
    for sku_id, (goods, was) in before.items():
        row = cart.row_of(sku_id)
        facts = {"goods": goods_words.name(visit, goods), "before": goods_words.quantity(visit, goods, was)}
        if row is None:
            told.append(visit.say("cart.fitted_out", **facts))
        else:
            told.append(visit.say("cart.had", amount=goods_words.quantity(visit, goods, row.line.quantity), **facts))
    return tuple(told)


def submit(visit: Visit, press: Press) -> Turn:
    """Order what the summary named."""
    again = press.has(3)
    placed = orders.submit(
        visit.by, cart_id=press.id(0), revision=press.number(1), total_seen=press.quantity(2), again=again
    )
    return Turn(replies=(_ordered(visit, placed),), memory=wording.answered(visit))


def summary(visit: Visit, cart: CartView, *, again: bool = False, told: str = "") -> Reply:
    """Troubles first, then what it is, what it costs, where it goes and when.

    Raises:
        NothingInCart: there is nothing to order.
    """
    if not cart.rows:
        raise NothingInCart
    title = visit.say("title.checkout")
    return Reply(
        title=f"{told}\n{title}" if told else title,
        lines=(
            *cart_words.in_doubt(visit),
            *_troubles(visit, cart),
            *_goods(visit, cart),
            "",
            cart_words.total(visit, cart),
            *cart_words.wishes(visit, cart, every=True),
        ),
        note=visit.say("checkout.note_again" if again else "checkout.note_fix" if cart.troubles else "checkout.note"),
        buttons=(*cart_words.to_doubts(visit), *_confirm(visit, cart, again=again), *_changes(visit)),
    )


def _troubles(visit: Visit, cart: CartView) -> tuple[str, ...]:
    if not cart.troubles:
        return ()
    return (visit.say.count("checkout.troubles", len(cart.troubles)),)


def _goods(visit: Visit, cart: CartView) -> tuple[str, ...]:
    """The lines, those in trouble first, as many as can be taken in at a glance."""
    ordered = sorted(cart.rows, key=lambda row: row.in_order)
    shown = [line for row in ordered[:LINES_MOST] for line in cart_words.row(visit, row)]
    rest = len(ordered) - LINES_MOST
    return (*shown, visit.say.count("checkout.more_lines", rest)) if rest > 0 else tuple(shown)


def _confirm(visit: Visit, cart: CartView, *, again: bool) -> tuple[Row, ...]:
    """The button that orders, naming the cart, its revision and the total; before it what must be put right."""
    if cart.troubles:
        return ((button(visit.say("cart.fit"), Verb.FIT, 1),),)
    label = visit.say("checkout.submit", money=visit.say.money(cart.total, visit.currency))
    said = (1,) if again else ()
    return ((button(label, Verb.SUBMIT, cart.cart.id, cart.cart.revision, cart.total, *said),),)


def _changes(visit: Visit) -> tuple[Row, ...]:
    return (
        (button(visit.say("checkout.address"), Verb.ADDRESSES), button(visit.say("checkout.date"), Verb.DATES)),
        (button(visit.say("checkout.write_note"), Verb.NOTE), button(visit.say("checkout.cart"), Verb.CART)),
        (button(visit.say("button.menu"), Verb.MENU),),
    )


def _ordered(visit: Visit, placed: Placed) -> Reply:
    """Its number, what it costs, what is kept and what has to come in first, and what happens next."""
    order = placed.order
    total = visit.say.money(order.total, order.currency)
    look = button(visit.say("checkout.to_order", number=order.number), Verb.ORDER, order.id)
    return Reply(
        title=visit.say("checkout.done", number=order.number),
        lines=(visit.say("checkout.done_total", money=total), *_kept(visit, placed), _next(visit, placed.keeper)),
        note=visit.say("checkout.done_note"),
        buttons=((look,), (button(visit.say("button.menu"), Verb.MENU),)),
    )


def _kept(visit: Visit, placed: Placed) -> tuple[str, ...]:
    """What is kept; where goods have to come in first, they are named, and only the others are said to be there."""
    waiting = placed.waiting
    if not waiting:
        return (visit.say("checkout.held"),)
    told = [
        visit.say(
            "checkout.to_come",
            goods=goods_words.name(visit, row.goods),
            amount=goods_words.quantity(visit, row.goods, row.short),
        )
        for row in waiting[:LINES_MOST]
    ]
    if len(waiting) > LINES_MOST:
        told.append(visit.say.count("checkout.to_come_more", len(waiting) - LINES_MOST))
    nothing_there = len(waiting) == placed.lines and all(row.short == row.line.quantity for row in waiting)
    return (*told, *(() if nothing_there else (visit.say("checkout.held_rest"),)))


def _next(visit: Visit, keeper: str) -> str:
    if visit.person.account_id is None:
        return visit.say("checkout.next_served", account=visit.account.name if visit.account else "")
    return visit.say("checkout.next", name=keeper) if keeper else visit.say("checkout.next_anybody")
