"""My orders: list, detail, order again, share with a customer."""

from domain import invites, order_lists, reorder
from domain.order_lists import Listed
from domain.order_view import view
from domain.reorder import Taken
from domain.rules.rights import Right
from handlers import cart_words, order_buttons, order_card, tracking
from handlers.invitation import to_forward
from handlers.order_rows import row_button
from handlers.paging import page
from handlers.press import Press, button
from handlers.turn import Button, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit


def list_(visit: Visit, press: Press) -> Turn:
    """All orders this person may see, the newest first."""
    found = order_lists.page(visit.by, press.number(0, 0))
    if not found.rows:
        return _none(visit)
    part = page(found.number, order_lists.PAGE, found.total)
    ways = (button(visit.say("orders.transit"), Verb.TRANSIT), _home(visit))
    title = part.head(visit, visit.say("orders.title"))
    return Turn(replies=(listed(visit, found.rows, title, (*part.turn(visit, Verb.ORDERS), ways)),))


def transit(visit: Visit, press: Press) -> Turn:
    """Where the goods are: of the only order under way, or of one to choose."""
    return tracking.latest(visit)


def show(visit: Visit, press: Press) -> Turn:
    """One order."""
    return Turn(replies=(order_card.show(visit, press.id(0)),))


def again(visit: Visit, press: Press) -> Turn:
    """The same once more, into the cart."""
    taken = reorder.order_again(visit.by, press.id(0))
    return Turn(replies=(in_cart(visit, taken, "orders.again_done"),))


def in_cart(visit: Visit, taken: Taken, key: str) -> Reply:
    """An order's lines are in the cart now; what could not come along is named, and what was there before."""
    return Reply(
        title=visit.say(key, order=taken.order.number),
        lines=cart_words.taken(visit, taken),
        buttons=(
            (
                button(visit.say("orders.to_cart"), Verb.CART),
                button(visit.say("orders.to_checkout"), Verb.CHECKOUT),
            ),
            (_home(visit),),
        ),
    )


def share(visit: Visit, press: Press) -> Turn:
    """A code for the dealer's own customer, and the words to send it with."""
    seen = view(visit.by, press.id(0))
    issued = invites.share(visit.by, seen.order.id)
    until = visit.say.day(issued.invite.expires_at.astimezone(visit.zone).date())
    how = Reply(
        title=visit.say("orders.share_title", order=seen.order.number),
        note=visit.say("orders.share_how", day=until),
        buttons=((order_buttons.to_order(visit, seen), _home(visit)),),
    )
    words = visit.say("orders.share_words", code=issued.code)
    return Turn(replies=(to_forward(visit, words, issued.code, issued.invite), how))


def listed(visit: Visit, rows: tuple[Listed, ...], title: str, ways: tuple[Row, ...]) -> Reply:
    """Orders to choose from."""
    return Reply(
        title=title,
        note=visit.say("orders.hint"),
        buttons=(*((row_button(visit, row),) for row in rows), *ways),
    )


def _none(visit: Visit) -> Turn:
    key = "orders.none" if visit.by.may(Right.ORDER_SUBMIT) else "orders.none_staff"
    return Turn(replies=(Reply(title=visit.say(key), buttons=((_home(visit),),)),))


def _home(visit: Visit) -> Button:
    return order_buttons.home(visit)
