"""The cart: lines, clearing with a way back, the same as last time."""

from collections.abc import Sequence

from domain import carts, clearing, order_lists, reorder
from domain.carts import CartRow, CartView
from domain.refusals import NoAccount
from domain.rules.rights import Right
from handlers import cart_words, goods_words, said_order
from handlers.paging import page as page_of
from handlers.press import Press, button
from handlers.turn import Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Lines a page; a chat without buttons shows no more links at once.
PAGE = 8


def show(visit: Visit, press: Press) -> Turn:
    """What is in the cart."""
    return Turn(replies=(draw(visit, carts.view(visit.by), page=press.number(0, 0)),))


def clear(visit: Visit, press: Press) -> Turn:
    """Empty it, with a way back."""
    cleared = clearing.clear(visit.by, press.number(0))
    if cleared.event_id is None:
        return Turn(replies=(draw(visit, cleared.cart),))
    back = button(visit.say("cart.put_back"), Verb.UNCLEAR, cleared.event_id)
    return Turn(replies=(_empty(visit, visit.say("cart.cleared"), ((back,),)),), memory=said_order.nothing_waits(visit))


def unclear(visit: Visit, press: Press) -> Turn:
    """Put back what was cleared."""
    cart, done = clearing.unclear(visit.by, press.id(0))
    return Turn(replies=(draw(visit, cart, told=(visit.say("cart.is_back" if done else "cart.used_since"),)),))


def same_again(visit: Visit, press: Press) -> Turn:
    """See that the cart holds at least what the account ordered last; what is no longer sold is named."""
    visit.by.need(Right.CART_CHANGE)
    if visit.by.account_id is None:
        raise NoAccount
    last = order_lists.last_of_account(visit.by)
    if last is None:
        return Turn(replies=(_empty(visit, visit.say("cart.no_last")),))
    taken = reorder.order_again(visit.by, last.id)
    told = (visit.say("cart.last_is_in", number=taken.order.number), *cart_words.taken(visit, taken))
    return Turn(replies=(draw(visit, taken.cart, told=told),))


def draw(visit: Visit, cart: CartView, *, page: int = 0, told: tuple[str, ...] = ()) -> Reply:
    """A page of the cart, with its total and what comes with it; ``told``: what has just been done."""
    if not cart.rows:
        title = "\n".join((*told, visit.say("title.empty"), *cart_words.in_doubt(visit)))
        return _empty(visit, title, cart_words.to_doubts(visit))
    part = page_of(page, PAGE, len(cart.rows))
    shown = part.of(cart.rows)
    return Reply(
        title="\n".join((*told, part.head(visit, visit.say("title.cart")))),
        lines=(
            *(line for row in shown for line in cart_words.row(visit, row)),
            "",
            cart_words.total(visit, cart),
            *cart_words.wishes(visit, cart, every=False),
            *cart_words.in_doubt(visit),
        ),
        buttons=(
            *cart_words.to_doubts(visit),
            *_onward(visit, cart),
            *_lines(visit, shown),
            *part.turn(visit, Verb.CART),
            _away(visit, cart),
        ),
    )


def _lines(visit: Visit, rows: Sequence[CartRow]) -> tuple[Row, ...]:
    """A button for each line."""
    return tuple(
        (button(visit.say("cart.change", goods=goods_words.name(visit, row.goods)), Verb.CART_LINE, row.goods.sku.id),)
        for row in rows
    )


def _onward(visit: Visit, cart: CartView) -> tuple[Row, ...]:
    """What is done most comes first, where no chat divides it off: the checkout, more goods, and what is short."""
    fit = ((button(visit.say("cart.fit"), Verb.FIT),),) if cart.troubles else ()
    return (
        (button(visit.say("cart.checkout"), Verb.CHECKOUT), button(visit.say("cart.more"), Verb.SEARCH)),
        *fit,
    )


def _away(visit: Visit, cart: CartView) -> Row:
    clear = button(visit.say("cart.clear"), Verb.CLEAR, cart.cart.revision)
    return clear, button(visit.say("button.menu"), Verb.MENU)


def _empty(visit: Visit, title: str, rows: tuple[Row, ...] = ()) -> Reply:
    """Nothing in it: how to fill it."""
    return Reply(
        title=title,
        note=visit.say("cart.how_to_fill"),
        buttons=(
            *rows,
            (button(visit.say("button.search"), Verb.SEARCH), button(visit.say("menu.browse"), Verb.BROWSE)),
            (button(visit.say("menu.usual"), Verb.USUAL), button(visit.say("menu.last"), Verb.SAME_AGAIN)),
            (button(visit.say("button.menu"), Verb.MENU),),
        ),
    )
