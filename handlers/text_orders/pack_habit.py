"""Numbers without a unit that can only be cases for this account: taken so, said so, and changed on one tap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from domain.carts.carts import CartView
from domain.catalogue.catalogue import Goods
from domain.catalogue.pack_habits import PackHabit
from domain.order_text.result import Act, AskedLine, Line, TakenLine
from domain.rules.quantities import fault_of
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.text_orders.learn_nickname import Lesson


@dataclass(frozen=True, kw_only=True)
class ByHabit:
    """The lines taken as cases, by their positions; ``habits``: what else is known of the goods in doubt."""

    taken: Mapping[int, TakenLine] = field(default_factory=dict)
    habits: Mapping[int, PackHabit] = field(default_factory=dict)


def by_habit(request: Request, lines: Sequence[Line], open_: Sequence[int], goods: Mapping[int, Goods]) -> ByHabit:
    """What the account always means by the numbers in doubt; looked up only where there are any."""
    bare = {at: line for at in open_ if _is_bare(line := lines[at])}
    ids = {sku_id for line in bare.values() for sku_id in line.options if _pack_size(goods.get(sku_id))}
    habits = request.pack_habits.of(ids)
    found = {at: _in_packs(line, goods, habits) for at, line in bare.items()}
    return ByHabit(taken={at: line for at, line in found.items() if line}, habits=habits)


def singly(request: Request, line: Line, goods: Mapping[int, Goods]) -> frozenset[int]:
    """The goods a line may mean that the account ordered in single ones the last time."""
    habits = by_habit(request, [line], [0], goods).habits
    return frozenset(sku_id for sku_id, habit in habits.items() if habit.was_single(_pack_size(goods.get(sku_id))))


def lesson(request: Request, serial: int, found: ByHabit, cart: CartView) -> Lesson:
    """What was taken so, and a button for each that makes it single ones."""
    told: list[str] = []
    ways: list[Row] = []
    for at, line in found.taken.items():
        row = cart.row_of(line.sku_id)
        if row is None:
            continue
        key = "wording.by_habit_served" if request.on_behalf else "wording.by_habit"
        amount = goods_text.quantity(request, row.goods, line.quantity)
        told.append(request.say(key, text=line.text, amount=amount))
        ways.append((_single(request, serial, at, line, row.goods),))
    return Lesson(told=tuple(told), undo=tuple(ways))


def _single(request: Request, serial: int, at: int, line: TakenLine, goods: Goods) -> Button:
    """So many single ones instead; the card, where so few cannot be ordered."""
    amount = goods_text.base_quantity(request, goods, line.count)
    label = request.say("wording.single_instead", goods=goods_text.name(request, goods), amount=amount)
    if fault_of(line.count, goods.limits) is None:
        return button(label, Verb.SETTLE, serial, at, line.sku_id, line.count)
    return button(
        request.say("wording.change_amount", goods=goods_text.name(request, goods)), Verb.PRODUCT, line.sku_id
    )


def _is_bare(line: Line) -> TypeGuard[AskedLine]:
    return isinstance(line, AskedLine) and line.act is Act.ADD and line.count is not None and not line.unit


def _pack_size(goods: Goods | None) -> int:
    """The base units of the pack that counts; 1 where there is none, or the goods are weighed."""
    pack = goods.biggest_pack if goods and not goods.sku.decimals else None
    return pack.size if pack and pack.size > 1 else 1


def _in_packs(line: AskedLine, goods: Mapping[int, Goods], habits: Mapping[int, PackHabit]) -> TakenLine | None:
    meant = goods.get(line.options[0]) if line.sure and len(line.options) == 1 else None
    habit = habits.get(meant.sku.id) if meant else None
    if meant is None or habit is None or line.count is None or not habit.means_packs(line.count, _pack_size(meant)):
        return None
    pack = meant.biggest_pack
    return TakenLine(
        text=line.text,
        sku_id=meant.sku.id,
        quantity=line.count * _pack_size(meant),
        count=line.count,
        unit=pack.name if pack else meant.sku.unit,
        name=line.name,
    )
