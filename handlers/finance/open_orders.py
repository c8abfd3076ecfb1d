"""Which orders a payment is for: chosen by buttons among those that are open, or named by their numbers."""

from collections.abc import Sequence

from domain.finance import open_documents
from domain.orders import order_lists
from domain.tables.orders import Order
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Row
from handlers.conversation.verbs import Verb
from handlers.formatting.orders_text import short


def rows(request: Request, account_id: int, chosen: Sequence[int], verb: Verb) -> tuple[Row, ...]:
    """A button for each open order; those that are chosen are ticked. ``verb``: chooses one, or no longer."""
    found = open_documents.open_orders(request.actor, account_id)
    return tuple((button(_label(request, each, chosen), verb, each.order.id),) for each in found)


def toggled(chosen: Sequence[int], order_id: int) -> list[int]:
    """With one more, or without it."""
    return [each for each in chosen if each != order_id] if order_id in chosen else [*chosen, order_id]


def named(request: Request, account_id: int, numbers: Sequence[str]) -> tuple[list[int], list[str]]:
    """The orders of an account by their numbers as typed, and the numbers that none of them bears.

    Of several that bear one, the open one is meant, else the newest.
    """
    found, unknown = [], []
    open_ = [each.order.id for each in open_documents.open_orders(request.actor, account_id)] if numbers else []
    for number in numbers:
        known = [row.order.id for row in order_lists.by_number(request.actor, number) if row.account.id == account_id]
        if known:
            found.append(next((each for each in known if each in open_), known[0]))
        else:
            unknown.append(number)
    return found, unknown


def told(request: Request, orders: Sequence[Order]) -> tuple[str, ...]:
    """The line that says what a payment is for, where somebody said so."""
    if not orders:
        return ()
    numbers = request.say("payment.and").join(short(each) for each in orders)
    return (request.say("payment.for_orders", orders=numbers),)


def not_found(request: Request, numbers: Sequence[str]) -> tuple[str, ...]:
    """The line that says which numbers no order of the account bears."""
    return (request.say("payment.no_order", orders=request.say("payment.and").join(numbers)),) if numbers else ()


def written(chosen: Sequence[int]) -> str:
    """The choice as it is remembered."""
    return " ".join(map(str, chosen))


def read(remembered: object) -> list[int]:
    """The choice that was remembered."""
    return [int(each) for each in str(remembered or "").split() if each.isdecimal()]


def _label(request: Request, found: open_documents.OpenOrder, chosen: Sequence[int]) -> str:
    amount = request.say.money(found.left, request.currency)
    key = "payment.order_chosen" if found.order.id in chosen else "payment.order"
    return request.say(key, number=short(found.order), amount=amount)
