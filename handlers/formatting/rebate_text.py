"""What a rebate pays of an order, in words."""

from domain.rules.order_states import COUNTABLE
from domain.tables.orders import Order
from handlers.conversation.request import Request


def of_order(request: Request, order: Order) -> tuple[str, ...]:
    """``返利抵 ¥120，应付 ¥280``; nothing where it uses none, or came to nothing."""
    if not order.rebate or order.status not in COUNTABLE:
        return ()
    used, payable = (request.say.money(amount, order.currency) for amount in (order.rebate, order.payable))
    return (request.say("rebate.of_order", used=used, payable=payable),)
