"""Orders in a list: one button per row, with what the reader needs to choose."""

from collections.abc import Sequence

from domain.orders.order_lists import ListedOrder
from domain.rules.rights import Right, Role
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import order_buttons


def row_button(request: Request, row: ListedOrder, *, track: bool = False) -> Button:
    """An order in a list; ``track`` leads to where it is, which is also all that customers are shown."""
    order = row.order
    staff = not (request.actor.is_a(Role.BUYER) or request.actor.is_a(Role.CUSTOMER))
    with_amount = request.actor.may(Right.ORDER_PRICES)
    key = f"orders.row_{'account' if staff else 'own'}_{'amount' if with_amount else 'only'}"
    label = request.say(
        key,
        number=orders_text.short(order),
        account=row.account.name,
        amount=request.say.money(order.total, order.currency),
        stage=orders_text.stage(request, row.stage),
    )
    verb = Verb.TRACK if track or request.actor.is_a(Role.CUSTOMER) else Verb.ORDER
    said = "order_card.track_say" if verb is Verb.TRACK else "order_card.to_order_say"
    return button(label, verb, order.id, say=request.say(said, order=orders_text.short(order)))


def choose(request: Request, rows: Sequence[ListedOrder], title: str, *, track: bool = False) -> Reply:
    """Several orders may be meant."""
    chosen = tuple((row_button(request, row, track=track),) for row in rows)
    return Reply(title=title, buttons=(*chosen, to_all(request)))


def to_all(request: Request) -> tuple[Button, ...]:
    """To the list of all orders, and home."""
    return (button(request.say("orders.all"), Verb.ORDERS), order_buttons.home(request))
