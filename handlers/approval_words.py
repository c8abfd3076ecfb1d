"""An order line as the person who decides on it wants to read it: price, amount, and the stock there is."""

from decimal import Decimal

from domain.order_view import OrderRow, OrderView
from handlers import goods_words, order_words
from handlers.visit import Visit


def of_line(visit: Visit, seen: OrderView, row: OrderRow) -> str:
    """One line of an order in two or three lines of text."""
    told = [_price(visit, seen, row), _stock(visit, row)]
    if row.short:
        told.append(visit.say("approval.short", amount=goods_words.quantity(visit, row.goods, row.short)))
    if words := order_words.own_words(visit, row):
        told.append(visit.say("approval.said", words=words))
    return "\n   ".join(told)


def _price(visit: Visit, seen: OrderView, row: OrderRow) -> str:
    price = f"{visit.say.price(row.line.price, seen.order.currency)}/{goods_words.unit(visit, row.goods)}"
    line = goods_words.line(visit, row.goods, row.line.quantity, visit.say.money(row.line.amount, seen.order.currency))
    return "\n   ".join((line, visit.say("approval.price", price=price)))


def _stock(visit: Visit, row: OrderRow) -> str:
    level = row.goods.level
    amounts = {
        "on_hand": level.on_hand if level else Decimal(0),
        "held": level.reserved + level.allocated if level else Decimal(0),
        "available": row.goods.available,
    }
    return visit.say(
        "approval.stock",
        **{name: goods_words.base_quantity(visit, row.goods, amount) for name, amount in amounts.items()},
    )
