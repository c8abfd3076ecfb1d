"""An order line for the approver: price, amount, and stock."""

from collections.abc import Callable
from decimal import Decimal

from domain.catalogue.last_prices import LastPrices
from domain.orders.line_prices import as_it_is
from domain.orders.view import OrderRow, OrderView
from domain.rules.pricing.price_calculation import PriceSource
from handlers.conversation.request import Request
from handlers.formatting import goods_text, orders_text, price_text

_OF_A_LIST = frozenset({PriceSource.ACCOUNT_LIST, PriceSource.GROUP_LIST})


def paid_before(request: Request, view: OrderView) -> LastPrices:
    """What the account of an order paid the last time for what it orders now."""
    found = LastPrices(actor=request.actor, account_id=view.order.account_id)
    found.know(row.line.sku_id for row in view.goods_rows)
    return found


def last_time(request: Request, row: OrderRow, paid: LastPrices) -> tuple[str, ...]:
    """What a line's goods cost the last time, where that was another price."""
    if row.line.kind in orders_text.FREE:
        return ()
    size = price_text.unit_size(row.goods, row.line.quantity)
    now = as_it_is(row.line, request.currency).per(size)
    return price_text.last_time(request, row.goods, paid.of(row.line.sku_id), now, size)


def line_of(request: Request, view: OrderView) -> Callable[[OrderRow], str]:
    """Says a line of an order in two or three lines of text."""
    paid = paid_before(request, view)
    return lambda row: _line(request, view, row, paid)


def _line(request: Request, view: OrderView, row: OrderRow, paid: LastPrices) -> str:
    told = [" · ".join((_price(request, view, row), *last_time(request, row, paid))), _stock(request, row)]
    if row.short:
        told.append(request.say("approval.short", amount=goods_text.to_come(request, row.goods, row.short)))
    if words := orders_text.own_words(request, row):
        told.append(request.say("approval.said", words=words))
    return "\n   ".join(told)


def _price(request: Request, view: OrderView, row: OrderRow) -> str:
    line = orders_text.line(request, row, row.line.quantity, request.say.money(row.line.amount, view.order.currency))
    if row.line.kind in orders_text.FREE:
        return line
    price = price_text.of_line(request, row.goods, row.line)
    if row.line.price_source in _OF_A_LIST:
        price = request.say("price.of_list", price=price)
    return "\n   ".join((line, request.say("approval.price", price=price)))


def _stock(request: Request, row: OrderRow) -> str:
    level = row.goods.level
    amounts = {
        "on_hand": level.on_hand if level else Decimal(0),
        "held": level.reserved + level.allocated if level else Decimal(0),
        "available": row.goods.available,
    }
    return request.say(
        "approval.stock",
        **{name: goods_text.base_quantity(request, row.goods, amount) for name, amount in amounts.items()},
    )
