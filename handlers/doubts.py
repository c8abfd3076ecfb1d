"""A doubtful line of an order in words: the question, and its answers as buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.carts import CartView, check_quantity
from domain.catalogue import Goods
from domain.refusals import BadQuantity, Refusal
from domain.rules.quantities import fault_of
from domain.rules.reading import Act, Asked, Line
from domain.rules.units import per_unit
from handlers import goods_words
from handlers.press import button
from handlers.turn import Button, Row
from handlers.verbs import Verb
from handlers.visit import Visit

#: Candidates offered for a line.
_OFFERED = 6


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """The line at a position of the order that was read, with the goods it may mean."""

    serial: int
    at: int
    line: Line
    goods: Mapping[int, Goods]
    liked: Callable[[int], float] = lambda _: 0.0

    @property
    def options(self) -> list[Goods]:
        """The candidates, likeliest first: in stock and often bought before others."""
        ids = self.line.options if isinstance(self.line, Asked) else (getattr(self.line, "sku_id", 0),)
        ordered = sorted(ids, key=self.liked, reverse=True)
        return [self.goods[sku_id] for sku_id in ordered if sku_id in self.goods][:_OFFERED]

    @property
    def act(self) -> Act:
        """What the line is to do to the cart."""
        return getattr(self.line, "act", Act.ADD)


def question(visit: Visit, doubt: Doubt) -> str:
    """What we ask about the line, in the dealer's own words."""
    options = doubt.options
    if doubt.act is Act.DROP:
        return visit.say("wording.which_out", text=doubt.line.text)
    if isinstance(doubt.line, Asked) and len(options) > 1:
        return visit.say("wording.which", text=doubt.line.text)
    if isinstance(doubt.line, Asked) and options:
        word = "how_many" if doubt.line.count is None else "this"
        only = goods_words.choice(visit, goods_words.name(visit, options[0]), options[0])
        return visit.say(f"wording.{word}", text=doubt.line.text, goods=only)
    return visit.say("wording.not_so", text=doubt.line.text)


def candidates(visit: Visit, doubt: Doubt, cart: CartView) -> tuple[Row, ...]:
    """A row for each candidate, and a way to leave the line out."""
    word = "wording.keep" if doubt.act is Act.DROP else "wording.leave"
    leave = button(visit.say(word), Verb.SETTLE, doubt.serial, doubt.at, 0, Decimal(0))
    options = doubt.options
    if doubt.act is Act.DROP:
        return (*(_out(visit, doubt, goods) for goods in options), (leave,))
    alone = len(options) == 1
    rows = [row for goods in options for row in _answers(visit, doubt, goods, cart, alone=alone)]
    return (*rows, (leave,))


def _answers(visit: Visit, doubt: Doubt, goods: Goods, cart: CartView, *, alone: bool) -> tuple[Row, ...]:
    """The quantities the line may mean for one candidate; its card, where there is none.

    Where it is the only one, the question says what it costs; else its button does.
    """
    row = cart.row_of(goods.sku.id)
    before = row.line.quantity if row and doubt.act is Act.ADD else Decimal(0)
    name = goods_words.name(visit, goods)
    if goods_words.is_sold_out(goods):
        return (_look(visit, goods),)
    sums = [(wanted, before + wanted) for wanted in meant_by(doubt, goods)]
    fitting = [(wanted, total) for wanted, total in sums if fault_of(total, goods.limits) is None]
    if not fitting:
        return (_nearest(visit, doubt, goods, before, [total for _, total in sums]),)
    key = "wording.amount" if alone and len(fitting) > 1 else "wording.candidate"
    said = [(visit.say(key, goods=name, amount=_said(visit, doubt, goods, wanted)), wanted) for wanted, _ in fitting]
    if alone:
        return (tuple(_settle(words, doubt, goods, wanted) for words, wanted in said),)
    return tuple((_offered(visit, words, doubt, goods, wanted),) for words, wanted in said)


def _look(visit: Visit, goods: Goods) -> Row:
    """Its card, where no quantity can be chosen here."""
    words = visit.say("wording.look", goods=goods_words.name(visit, goods))
    return (button(goods_words.choice(visit, words, goods), Verb.PRODUCT, goods.sku.id, say=words),)


def _out(visit: Visit, doubt: Doubt, goods: Goods) -> Row:
    label = visit.say("wording.out", goods=goods_words.name(visit, goods))
    return (button(label, Verb.SETTLE, doubt.serial, doubt.at, goods.sku.id, Decimal(0)),)


def meant_by(doubt: Doubt, goods: Goods) -> list[Decimal]:
    """The base units the line may mean: by its unit, or else packs and single ones."""
    if not isinstance(doubt.line, Asked):
        return [getattr(doubt.line, "quantity", Decimal(0))]
    if doubt.line.count is None:
        return []
    size = per_unit(doubt.line.unit, *goods_words.units(goods)) if doubt.line.unit else None
    pack = goods.biggest_pack
    sizes = [size] if size else [Decimal(pack.size) if pack else Decimal(1), Decimal(1)]
    return list(dict.fromkeys(doubt.line.count * each for each in sizes))


def _said(visit: Visit, doubt: Doubt, goods: Goods, wanted: Decimal) -> str:
    """The quantity in packs, or in base units where those were counted."""
    counts = isinstance(doubt.line, Asked) and wanted == doubt.line.count
    return goods_words.base_quantity(visit, goods, wanted) if counts else goods_words.quantity(visit, goods, wanted)


def _nearest(visit: Visit, doubt: Doubt, goods: Goods, before: Decimal, totals: list[Decimal]) -> Row:
    """The nearest quantity that can be ordered on top of what is there, said as such; or the card."""
    name = goods_words.name(visit, goods)
    try:
        check_quantity(goods, totals[0] if totals else goods.sku.minimum)
    except BadQuantity as refusal:
        more = refusal.facts["quantity"] - before
        if more > 0:
            words = visit.say("wording.nearest", goods=name, amount=goods_words.quantity(visit, goods, more))
            return (_offered(visit, words, doubt, goods, more),)
    except Refusal:
        pass
    return _look(visit, goods)


def _offered(visit: Visit, words: str, doubt: Doubt, goods: Goods, wanted: Decimal) -> Button:
    return replace(_settle(words, doubt, goods, wanted), label=goods_words.choice(visit, words, goods), say=words)


def _settle(words: str, doubt: Doubt, goods: Goods, wanted: Decimal) -> Button:
    return button(words, Verb.SETTLE, doubt.serial, doubt.at, goods.sku.id, wanted)
