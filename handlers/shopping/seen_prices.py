"""What each line cost when the checkout was shown, so that a new price can be told line by line."""

from collections.abc import Mapping
from decimal import Decimal

import orjson

from domain.carts.carts import CartView
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts
from handlers.formatting import goods_text

_SEEN = "seen"


def remember(request: Request, cart: CartView) -> Facts:
    """The memory with what the lines cost now."""
    amounts = {str(row.line.id): str(row.amount) for row in cart.rows}
    return {**request.memory, _SEEN: orjson.dumps(amounts).decode()}


def moved(request: Request, cart: CartView) -> tuple[str, ...]:
    """That prices are other ones now, each with what it was; nothing of lines that were not shown."""
    seen = _seen(request)
    told = [request.say("price.rose_title")]
    for row in cart.rows:
        before = seen.get(str(row.line.id))
        if before is not None and Decimal(before) != row.amount:
            goods = goods_text.name(request, row.goods)
            was, now = (request.say.money(each, request.currency) for each in (Decimal(before), row.amount))
            told.append(request.say("price.rose", goods=goods, before=was, after=now))
    return (*told, "")


def _seen(request: Request) -> Mapping[str, str]:
    kept = request.memory.get(_SEEN)
    found: Mapping[str, str] = orjson.loads(kept) if isinstance(kept, str) else {}
    return found
