"""What a buyer is told of gifts before they give goods back: what comes back with them, or what it costs."""

from collections.abc import Sequence
from decimal import Decimal

from domain.after_sales import gifts
from domain.after_sales.claimable import ClaimableLine
from domain.after_sales.requests import Wanted
from domain.rules.returns import ReturnKind, ReturnReason
from domain.tables.orders import Order
from handlers.conversation.request import Request
from handlers.formatting import goods_text, orders_text


def told(request: Request, asked: Sequence[tuple[ClaimableLine, Wanted]]) -> tuple[str, ...]:
    """A sentence for each gift that is not earned any more once all this went back."""
    orders: dict[int, Order] = {}
    back: dict[int, dict[int, Decimal]] = {}
    for line, wanted in asked:
        if wanted.kind is ReturnKind.RETURN and wanted.reason is ReturnReason.UNWANTED:
            orders[line.order.id] = line.order
            of_order = back.setdefault(line.order.id, {})
            of_order[line.line.id] = of_order.get(line.line.id, Decimal(0)) + wanted.quantity
    return tuple(
        request.say(
            "returns.gift_due",
            gift=goods_text.name(request, each.goods),
            amount=goods_text.quantity(request, each.goods, each.quantity),
            order=orders_text.short(order),
            money=request.say.money(each.charge, order.currency),
        )
        for order in orders.values()
        for each in gifts.due(request.actor, order, more=back[order.id])
    )
