"""The cart: lines, clearing with a way back, the same as last time."""

from collections.abc import Sequence

from domain.carts import carts, clearing
from domain.carts.carts import CartRow, CartView
from domain.db.pages import ROWS
from domain.orders import reorder
from domain.orders.last_order import last_of_account
from domain.refusals import NoAccount
from domain.rules.rights import Right
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.shopping import cart_promotions, cart_text, minimum_order


def show(request: Request, *, page: int = 0) -> Turn:
    """What is in the cart."""
    return Turn(replies=(draw(request, carts.view(request.actor), page=page),))


def clear(request: Request, *, revision: int) -> Turn:
    """Empty it, with a way back."""
    cleared = clearing.clear(request.actor, revision)
    if cleared.event_id is None:
        return Turn(replies=(draw(request, cleared.cart),))
    back = button(request.say("cart.put_back"), Verb.UNCLEAR, cleared.event_id)
    return Turn(
        replies=(_empty(request, request.say("cart.cleared"), ((back,),)),),
        memory=text_order_state.nothing_waits(request),
    )


def unclear(request: Request, *, event_id: Id) -> Turn:
    """Put back what was cleared."""
    cart, done = clearing.unclear(request.actor, event_id)
    return Turn(replies=(draw(request, cart, told=(request.say("cart.is_back" if done else "cart.used_since"),)),))


def same_again(request: Request) -> Turn:
    """See that the cart holds at least what the account ordered last; what is no longer sold is named."""
    request.actor.need(Right.CART_CHANGE)
    if request.actor.account_id is None:
        raise NoAccount
    last = last_of_account(request.actor)
    if last is None:
        return Turn(replies=(_empty(request, request.say("cart.no_last")),))
    taken = reorder.last_again(request.actor, last)
    told = (request.say("cart.last_is_in", number=taken.number), *cart_text.taken(request, taken))
    return Turn(replies=(draw(request, taken.cart, told=told),))


def draw(request: Request, cart: CartView, *, page: int = 0, told: tuple[str, ...] = ()) -> Reply:
    """A page of the cart, with its total and what comes with it; ``told``: what has just been done."""
    if not cart.rows:
        title = "\n".join((*told, request.say("title.empty"), *cart_text.in_doubt(request)))
        return _empty(request, title, cart_text.to_doubts(request))
    given = cart_promotions.of(request, cart)
    below = minimum_order.missing(request, cart, given.discount)
    cart_text.prepare(request, cart)
    part = page_of(page, ROWS, len(cart.rows))
    shown = part.of(cart.rows)
    return Reply(
        title="\n".join((*told, part.head(request, request.say("title.cart")))),
        lines=(
            *(line for row in shown for line in cart_text.row(request, row)),
            *cart_promotions.lines(request, given),
            "",
            cart_promotions.total(request, cart, given),
            *minimum_order.told(request, below),
            *cart_text.wishes(request, cart, every=False),
            *cart_text.in_doubt(request),
        ),
        buttons=(
            *cart_text.to_doubts(request),
            *_onward(request, cart),
            *cart_promotions.choices(request, given, to_checkout=False),
            *_lines(request, shown),
            *part.turn(request, Verb.CART),
            _away(request, cart),
        ),
    )


def _lines(request: Request, rows: Sequence[CartRow]) -> tuple[Row, ...]:
    """A button for each line."""
    return tuple(
        (
            button(
                request.say("cart.change", goods=goods_text.name(request, row.goods)), Verb.CART_LINE, row.goods.sku.id
            ),
        )
        for row in rows
    )


def _onward(request: Request, cart: CartView) -> tuple[Row, ...]:
    """What is done most comes first, where no chat divides it off: the checkout, more goods, and what is short."""
    fit = ((button(request.say("cart.fit"), Verb.FIT),),) if cart.troubles else ()
    return (
        (button(request.say("cart.checkout"), Verb.CHECKOUT), button(request.say("cart.more"), Verb.SEARCH)),
        *fit,
    )


def _away(request: Request, cart: CartView) -> Row:
    clear = button(request.say("cart.clear"), Verb.CLEAR, cart.cart.revision)
    quote = (button(request.say("papers.quote"), Verb.QUOTE),) if request.actor.may(Right.ACCOUNT_SERVE) else ()
    return clear, *quote, button(request.say("button.menu"), Verb.MENU)


def _empty(request: Request, title: str, rows: tuple[Row, ...] = ()) -> Reply:
    """Nothing in it: how to fill it."""
    return Reply(
        title=title,
        note=request.say("cart.how_to_fill"),
        buttons=(
            *rows,
            (button(request.say("button.search"), Verb.SEARCH), button(request.say("menu.browse"), Verb.BROWSE)),
            (button(request.say("menu.usual"), Verb.USUAL), button(request.say("menu.last"), Verb.SAME_AGAIN)),
            (button(request.say("button.menu"), Verb.MENU),),
        ),
    )
