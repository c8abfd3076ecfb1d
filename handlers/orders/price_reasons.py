"""``0042 为什么是这个价``: whose price each line of an order has, in words."""

from collections.abc import Collection

from domain.orders.line_prices import explained
from domain.orders.view import OrderRow, OrderView, view_order
from domain.rules.pricing.price_calculation import LinePrice
from domain.rules.rights import Right
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Turn
from handlers.formatting import orders_text, price_text
from handlers.orders import order_buttons, order_card, swap_offers


def shown(request: Request, order_id: int, sku_ids: Collection[int] = ()) -> Turn | None:
    """The prices of an order's lines and what its buyer is asked, or of some goods; nothing where it has none."""
    request.actor.need(Right.ORDER_PRICES)
    view = view_order(request.actor, order_id)
    rows = [row for row in view.rows if row.agreed and (not sku_ids or row.line.sku_id in sku_ids)]
    asked = swap_offers.told(request, view) if not sku_ids else ()
    if not rows and not asked:
        return None
    prices = explained(request.actor, view)
    reply = Reply(
        title=request.say("price.why_order", number=view.order.number),
        lines=(
            *orders_text.as_many(request, rows, lambda row: _told(request, view, row, prices[row.line.id])),
            *asked,
        ),
        buttons=((order_buttons.to_order(request, view), order_buttons.home(request)),),
        card=order_card.card(view),
    )
    return Turn(replies=(reply,))


def _told(request: Request, view: OrderView, row: OrderRow, price: LinePrice) -> str:
    line = orders_text.line(request, row, row.agreed, request.say.money(price.amount, view.order.currency))
    if row.line.kind in orders_text.FREE:
        return line
    why = price_text.why(request, row.goods, price, view.access.account, row.line.manual_reason)
    return "\n   ".join((line, " · ".join(why)))
