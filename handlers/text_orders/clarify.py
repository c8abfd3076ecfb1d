"""An unclear line of an order in words: the question, and its answers as buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.carts.carts import CartView, check_quantity
from domain.catalogue.catalogue import Goods
from domain.language.units import per_unit
from domain.order_text.result import Act, AskedLine, Line, TakenLine
from domain.refusals import BadQuantity, Refusal
from domain.rules.quantities import fault_of
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text

#: Candidates offered for a line.
_OFFERED = 6


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """The line at a position of the order that was read, with the goods it may mean.

    ``singly``: those of them that the account took in single ones the last time.
    """

    serial: int
    at: int
    line: Line
    goods: Mapping[int, Goods]
    singly: frozenset[int] = frozenset()
    liked: Callable[[int], float] = lambda _: 0.0

    @property
    def options(self) -> list[Goods]:
        """The candidates, likeliest first: in stock and often bought before others."""
        ids = self.line.options if isinstance(self.line, AskedLine) else (getattr(self.line, "sku_id", 0),)
        ordered = sorted(ids, key=self.liked, reverse=True)
        return [self.goods[sku_id] for sku_id in ordered if sku_id in self.goods][:_OFFERED]

    @property
    def act(self) -> Act:
        """What the line is to do to the cart."""
        return getattr(self.line, "act", Act.ADD)


def question(request: Request, doubt: Doubt) -> str:
    """What we ask about the line, in the dealer's own words."""
    options = doubt.options
    if doubt.act is Act.DROP:
        return request.say("wording.which_out", text=doubt.line.text)
    if isinstance(doubt.line, AskedLine) and len(options) > 1:
        word = "which_and_how_many" if doubt.line.count is None else "which"
        return request.say(f"wording.{word}", text=doubt.line.text)
    if isinstance(doubt.line, AskedLine) and options:
        word = "how_many" if doubt.line.count is None else "this"
        only = goods_text.choice(request, goods_text.name(request, options[0]), options[0])
        return request.say(f"wording.{word}", text=doubt.line.text, goods=only)
    if isinstance(doubt.line, TakenLine) and options and _may_be(options[0], doubt.line.quantity):
        name, amount = (
            goods_text.name(request, options[0]),
            goods_text.quantity(request, options[0], doubt.line.quantity),
        )
        return request.say("wording.so_much", text=doubt.line.text, goods=name, amount=amount)
    rules = goods_text.order_rules(request, options[0]) if options else ""
    return request.say("wording.not_so_by" if rules else "wording.not_so", text=doubt.line.text, rules=rules)


def _may_be(goods: Goods, quantity: Decimal) -> bool:
    """Whether a quantity keeps the order rules, so that only its size is in doubt."""
    return goods.sku.on_sale and fault_of(quantity, goods.limits) is None


def candidates(request: Request, doubt: Doubt, cart: CartView) -> tuple[Row, ...]:
    """A row for each candidate, and a way to leave the line out."""
    word = "wording.keep" if doubt.act is Act.DROP else "wording.leave"
    leave = button(request.say(word), Verb.SETTLE, doubt.serial, doubt.at, 0, Decimal(0))
    options = doubt.options
    if doubt.act is Act.DROP:
        return (*(_out(request, doubt, goods) for goods in options), (leave,))
    alone = len(options) == 1
    request.prices.know(options)
    rows = [row for goods in options for row in _answers(request, doubt, goods, cart, alone=alone)]
    return (*rows, (leave,))


def _answers(request: Request, doubt: Doubt, goods: Goods, cart: CartView, *, alone: bool) -> tuple[Row, ...]:
    """The quantities the line may mean for one candidate; its card, where there is none.

    Where it is the only one, the question says what it costs; else its button does.
    """
    row = cart.row_of(goods.sku.id)
    before = row.line.quantity if row and doubt.act is Act.ADD else Decimal(0)
    name = goods_text.name(request, goods)
    if goods_text.is_sold_out(goods):
        return (_look(request, goods),)
    sums = [(wanted, before + wanted) for wanted in meant_by(request, doubt, goods)]
    fitting = [(wanted, total) for wanted, total in sums if fault_of(total, goods.limits) is None]
    if not fitting:
        return _nearest(request, doubt, goods, before, [total for _, total in sums])
    key = "wording.amount" if alone and len(fitting) > 1 else "wording.candidate"
    said = [
        (request.say(key, goods=name, amount=_said(request, doubt, goods, wanted)), wanted) for wanted, _ in fitting
    ]
    if alone:
        return (tuple(_settle(words, doubt, goods, wanted) for words, wanted in said),)
    return tuple((_offered(request, words, doubt, goods, wanted),) for words, wanted in said)


def _look(request: Request, goods: Goods) -> Row:
    """Its card, where no quantity can be chosen here."""
    words = request.say("wording.look", goods=goods_text.name(request, goods))
    return (button(goods_text.choice(request, words, goods), Verb.PRODUCT, goods.sku.id, say=words),)


def _out(request: Request, doubt: Doubt, goods: Goods) -> Row:
    label = request.say("wording.out", goods=goods_text.name(request, goods))
    return (button(label, Verb.SETTLE, doubt.serial, doubt.at, goods.sku.id, Decimal(0)),)


def meant_by(request: Request, doubt: Doubt, goods: Goods) -> list[Decimal]:
    """The base units the line may mean: by its unit, or else packs and single ones."""
    if not isinstance(doubt.line, AskedLine):
        return [getattr(doubt.line, "quantity", Decimal(0))]
    if doubt.line.count is None:
        return []
    size = per_unit(doubt.line.unit, *goods_text.spoken_units(request, goods)) if doubt.line.unit else None
    pack = goods.biggest_pack
    sizes = [size] if size else [Decimal(pack.size) if pack else Decimal(1), Decimal(1)]
    ordered = reversed(sizes) if goods.sku.id in doubt.singly else sizes
    return list(dict.fromkeys(doubt.line.count * each for each in ordered))


def _said(request: Request, doubt: Doubt, goods: Goods, wanted: Decimal) -> str:
    """The quantity in packs, or in base units where those were counted."""
    counts = isinstance(doubt.line, AskedLine) and wanted == doubt.line.count
    return goods_text.base_quantity(request, goods, wanted) if counts else goods_text.quantity(request, goods, wanted)


def _nearest(request: Request, doubt: Doubt, goods: Goods, before: Decimal, totals: list[Decimal]) -> tuple[Row, ...]:
    """The nearest quantities that can be ordered on top of what is there, said as such; or the card."""
    name = goods_text.name(request, goods)
    try:
        check_quantity(goods, totals[0] if totals else goods.limits.minimum)
        more: list[Decimal] = []
    except BadQuantity as refusal:
        more = [each - before for each in refusal.facts["near"] if each > before]
    except Refusal:
        more = []
    said = [
        (request.say("wording.nearest", goods=name, amount=goods_text.quantity(request, goods, each)), each)
        for each in more
    ]
    return tuple((_offered(request, words, doubt, goods, each),) for words, each in said) or (_look(request, goods),)


def _offered(request: Request, words: str, doubt: Doubt, goods: Goods, wanted: Decimal) -> Button:
    pack = goods.biggest_pack
    single = pack is not None and wanted % pack.size != 0
    label = goods_text.single_choice if single else goods_text.choice
    return replace(_settle(words, doubt, goods, wanted), label=label(request, words, goods), say=words)


def _settle(words: str, doubt: Doubt, goods: Goods, wanted: Decimal) -> Button:
    return button(words, Verb.SETTLE, doubt.serial, doubt.at, goods.sku.id, wanted)
