"""Lines whose amount is rather a slip: not written into the cart, but asked about."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from domain.catalogue.catalogue import Goods
from domain.order_text.result import Line, TakenLine
from domain.rules.unusual_changes import is_implausible, may_be_implausible
from handlers.conversation.request import Request


def plausible(request: Request, lines: Sequence[Line], goods: Mapping[int, Goods]) -> Sequence[Line]:
    """The lines but for those beyond the stock and all this account ever took; looked up only where many are wanted."""
    many = [
        line
        for line in lines
        if isinstance(line, TakenLine) and may_be_implausible(line.quantity, *_measures(goods[line.sku_id]))
    ]
    if not many:
        return lines
    habits = request.pack_habits.of({line.sku_id for line in many})
    slips = []
    for line in many:
        habit = habits.get(line.sku_id)
        most = max(habit.quantities, default=Decimal(0)) if habit else Decimal(0)
        if is_implausible(line.quantity, *_measures(goods[line.sku_id]), most):
            slips.append(line)
    return [line for line in lines if line not in slips]


def _measures(goods: Goods) -> tuple[int, Decimal]:
    """The base units of its largest pack, and how many are on hand."""
    pack = goods.biggest_pack
    return pack.size if pack else 1, goods.level.on_hand if goods.level else Decimal(0)
