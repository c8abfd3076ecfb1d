"""My orders: list, detail, order again, share with a customer."""

from datetime import date

from domain.language.periods import Period
from domain.orders import order_lists, reorder
from domain.orders.order_lists import ListedOrder
from domain.orders.reorder import ReorderedCart
from domain.orders.view import view_order
from domain.people import invites
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import Pager, of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.entry.invitation import to_forward
from handlers.orders import order_buttons, order_card, tracking
from handlers.orders.order_rows import row_button
from handlers.shopping import cart_text


def list_(request: Request, *, page: int = 0, first: date | None = None, last: date | None = None) -> Turn:
    """The orders this person may see, the newest first: all, or those of the days ``first`` to ``last``."""
    return _list(request, page, Period(first=first, last=last) if first and last else None)


def of_days(request: Request, within: Period) -> Turn:
    """Those that were submitted on these days."""
    return _list(request, 0, within)


def days_said(request: Request, within: Period) -> str:
    """A day, or from when to when."""
    first, last = request.say.day(within.first), request.say.day(within.last)
    return first if first == last else request.say("orders.from_to", first=first, last=last)


def _list(request: Request, number: int, within: Period | None) -> Turn:
    found = order_lists.page(request.actor, number, within=within)
    if not found.rows:
        return _none(request, within)
    part = of_page(found)
    all_ = button(request.say("orders.all"), Verb.ORDERS)
    ways = (all_ if within else button(request.say("orders.transit"), Verb.TRANSIT), order_buttons.home(request))
    title = request.say("orders.title_days", days=days_said(request, within)) if within else request.say("orders.title")
    return Turn(
        replies=(listed(request, found.rows, part.head(request, title), (*_turned(request, part, within), ways)),)
    )


def _turned(request: Request, part: Pager, within: Period | None) -> tuple[Row, ...]:
    """◀️ and ▶️, which keep the days."""
    days = (f"{within.first:%Y%m%d}", f"{within.last:%Y%m%d}") if within else ()
    return part.turn(request, Verb.ORDERS, after=days)


def transit(request: Request) -> Turn:
    """Where the goods are: of the only order under way, or of one to choose."""
    return tracking.latest(request)


def show(request: Request, *, order_id: Id) -> Turn:
    """One order."""
    return Turn(replies=(order_card.show(request, order_id),))


def again(request: Request, *, order_id: Id) -> Turn:
    """The same once more, into the cart."""
    taken = reorder.order_again(request.actor, order_id)
    return Turn(replies=(in_cart(request, taken, "orders.again_done"),))


def in_cart(request: Request, taken: ReorderedCart, key: str) -> Reply:
    """An order's lines are in the cart now; what could not come along is named, and what was there before."""
    return Reply(
        title=request.say(key, order=taken.number),
        lines=cart_text.taken(request, taken),
        buttons=(
            (
                button(request.say("orders.to_cart"), Verb.CART),
                button(request.say("orders.to_checkout"), Verb.CHECKOUT),
            ),
            (order_buttons.home(request),),
        ),
    )


def share(request: Request, *, order_id: Id) -> Turn:
    """A code for the dealer's own customer, and the words to send it with."""
    view = view_order(request.actor, order_id)
    issued = invites.share(request.actor, view.order.id)
    until = request.say.day(issued.invite.expires_at.astimezone(request.zone).date())
    how = Reply(
        title=request.say("orders.share_title", order=view.order.number),
        note=request.say("orders.share_how", day=until),
        buttons=((order_buttons.to_order(request, view), order_buttons.home(request)),),
    )
    words = request.say("orders.share_words", code=issued.code)
    return Turn(replies=(to_forward(request, words, issued.code, issued.invite), how))


def listed(request: Request, rows: tuple[ListedOrder, ...], title: str, ways: tuple[Row, ...]) -> Reply:
    """Orders to choose from."""
    return Reply(
        title=title,
        note=request.say("orders.hint"),
        buttons=(*((row_button(request, row),) for row in rows), *ways),
    )


def _none(request: Request, within: Period | None) -> Turn:
    if within is not None:
        rows: tuple[Row, ...] = ((button(request.say("orders.all"), Verb.ORDERS), order_buttons.home(request)),)
        return Turn(
            replies=(Reply(title=request.say("orders.none_days", days=days_said(request, within)), buttons=rows),)
        )
    key = "orders.none" if request.actor.may(Right.ORDER_SUBMIT) else "orders.none_staff"
    return Turn(replies=(Reply(title=request.say(key), buttons=((order_buttons.home(request),),)),))
