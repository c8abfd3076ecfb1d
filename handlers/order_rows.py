"""Orders in a list: one button a row, saying what the reader needs to choose."""

from collections.abc import Sequence

from domain.order_lists import Listed
from domain.rules.rights import Right, Role
from handlers import order_buttons, order_words
from handlers.press import button
from handlers.turn import Button, Reply
from handlers.verbs import Verb
from handlers.visit import Visit


def row_button(visit: Visit, row: Listed, *, track: bool = False) -> Button:
    """An order in a list; ``track`` leads to where it is, which is also all that customers are shown."""
    order = row.order
    staff = not (visit.by.is_a(Role.BUYER) or visit.by.is_a(Role.CUSTOMER))
    with_amount = visit.by.may(Right.ORDER_PRICES)
    key = f"orders.row_{'account' if staff else 'own'}_{'amount' if with_amount else 'only'}"
    label = visit.say(
        key,
        number=order_words.short(order),
        account=row.account.name,
        amount=visit.say.money(order.total, order.currency),
        stage=order_words.stage(visit, row.stage),
    )
    verb = Verb.TRACK if track or visit.by.is_a(Role.CUSTOMER) else Verb.ORDER
    said = "order_card.track_say" if verb is Verb.TRACK else "order_card.to_order_say"
    return button(label, verb, order.id, say=visit.say(said, order=order_words.short(order)))


def choose(visit: Visit, rows: Sequence[Listed], title: str, *, track: bool = False) -> Reply:
    """Several orders may be meant."""
    chosen = tuple((row_button(visit, row, track=track),) for row in rows)
    return Reply(title=title, buttons=(*chosen, to_all(visit)))


def to_all(visit: Visit) -> tuple[Button, ...]:
    """To the list of all orders, and home."""
    return (button(visit.say("orders.all"), Verb.ORDERS), order_buttons.home(visit))
