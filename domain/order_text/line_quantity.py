"""The quantity of a line in base units, and whether it is in doubt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.language.quantities_in_text import Amount
from domain.language.sizes import times_in
from domain.language.units import is_one_by_one, is_outer, is_weight, may_be_meant, per_unit
from domain.order_text.candidate_set import OPTIONS, CandidateSet
from domain.order_text.lost_spaces import runs_on
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.result import Act, AskedLine, Line, RefusedLine, TakenLine, UnknownLine
from domain.rules.quantities import MOST, QuantityFault
from domain.search.index import Entry
from domain.search.sku_texts import read_text

#: So many base units of one thing are possible, but rather a slip.
_MUCH = 200_000
#: Fewer than this may be packs, even where all else is counted one by one; so many of what only comes in packs are not.
_MANY = 50


@dataclass(frozen=True, kw_only=True)
class LineContext:
    """What is known beside the words of the line.

    ``unit``: what a number without a unit counts; ``for_all``: that was said of everything, and is no guess;
    ``carried``: goods go on from the line before, which said the unit;
    ``before``: base units by SKU that less is wanted of.
    """

    unit: str = ""
    for_all: bool = False
    carried: bool = False
    before: Mapping[int, Decimal]


def line_of(piece: Piece, found: CandidateSet, entry_of: Callable[[int], Entry], known: LineContext) -> Line:
    """The line, taken where nothing leaves a doubt."""
    fault = _fault(piece)
    if not found.options:
        return UnknownLine(text=piece.said)
    if fault is not None:
        return RefusedLine(text=piece.said, fault=fault)
    asked = _asked(piece, found)
    if asked.count is None or piece.unsure or not found.sure or _differs(piece, entry_of(found.options[0]), known):
        return asked
    entry, known = entry_of(found.options[0]), replace(known, carried=bool(found.why.carried))
    if any(runs_on(piece.said, piece.name, amount, entry) for amount in piece.amounts):
        return asked
    sizes = [_size(entry, amount, known) for amount in piece.amounts]
    if None in sizes:
        return replace(asked, count=None) if len(sizes) > 1 else asked
    quantity = sum((amount.count * (size or 0) for amount, size in zip(piece.amounts, sizes, strict=True)), Decimal(0))
    line = _taken(piece, asked, entry, _less(piece, entry, quantity, known), known)
    return replace(line, by_memory=True) if found.by_memory and isinstance(line, TakenLine) else line


def _differs(piece: Piece, entry: Entry, known: LineContext) -> bool:
    """Whether the amount said again in brackets is another: ``2箱（50罐）``."""
    if not piece.restated:
        return False
    amounts = [
        sum(amount.count * (_size(entry, amount, known) or 0) for amount in each)
        for each in (piece.amounts, piece.restated)
    ]
    return amounts[0] != amounts[1]


def in_packs(entry: Entry, base: Decimal) -> Amount:
    """So many base units as an amount: in the largest pack that leaves nothing over."""
    packs = sorted(entry.packs, key=lambda pack: -pack[1])
    unit, size = next(((name, size) for name, size in packs if not base % size), (entry.units[0], 1))
    return Amount(count=base / size, unit=unit, start=0, end=0)


def plain(quantity: Decimal) -> Decimal:
    """Whole numbers without a fraction."""
    return Decimal(int(quantity)) if quantity == int(quantity) else quantity


def _fault(piece: Piece) -> QuantityFault | None:
    if any(amount.count <= 0 for amount in piece.amounts):
        return QuantityFault.NOT_POSITIVE
    return QuantityFault.TOO_MUCH if any(amount.count > MOST for amount in piece.amounts) else None


def _asked(piece: Piece, found: CandidateSet) -> AskedLine:
    """The question the line leaves; how many is part of it where a guess was said, or two amounts of many goods."""
    first = next(iter(piece.amounts), None)
    vague = first is None or any(amount.vague for amount in piece.amounts)
    vague = vague or (len(piece.amounts) > 1 and not found.sure)
    return AskedLine(
        text=piece.said,
        options=found.options[:OPTIONS],
        count=None if vague or first is None else first.count,
        unit=first.unit if first else "",
        act=Act.SET if piece.act is Act.LESS else piece.act or Act.ADD,
        name=plain_name(piece.name),
        sure=found.sure and not piece.unsure,
    )


def _less(piece: Piece, entry: Entry, quantity: Decimal, known: LineContext) -> Decimal:
    """What is left where so much less is wanted."""
    return known.before.get(entry.sku_id, Decimal(0)) - quantity if piece.act is Act.LESS else quantity


def _taken(piece: Piece, asked: AskedLine, entry: Entry, quantity: Decimal, known: LineContext) -> Line:
    if quantity <= 0:
        return replace(asked, count=None, act=Act.DROP)
    if quantity > MOST:
        return RefusedLine(text=piece.said, fault=QuantityFault.TOO_MUCH)
    if quantity > _MUCH:
        return asked
    if quantity != int(quantity) and not any(is_weight(unit) for unit in entry.units):
        return asked
    said = piece.amounts[0]
    base = entry.units[0] if entry.units else ""
    count, unit = said.count, said.unit or (known.unit if quantity != said.count else base)
    if len(piece.amounts) > 1 or piece.act is Act.LESS:
        count, unit = plain(quantity), base
    return TakenLine(
        text=piece.said,
        sku_id=entry.sku_id,
        quantity=plain(quantity),
        count=count,
        unit=unit,
        act=asked.act,
        name=asked.name,
    )


def _size(entry: Entry, amount: Amount, known: LineContext) -> Decimal | None:
    """The base units in one of the amount's unit; without a unit, that of the lines before, or the only one."""
    if amount.unit:
        return per_unit(amount.unit, entry.units, entry.packs) or _by_measure(entry, amount)
    if amount.count >= _MANY and entry.units and is_outer(entry.units[0]):
        return None
    if amount.count >= _smallest_pack(entry) >= _MANY and not known.for_all:
        return Decimal(1)
    if not any(size > 1 for _, size in entry.packs):
        return Decimal(1)
    size = per_unit(known.unit, entry.units, entry.packs) if known.unit else None
    packs = size if size and size > 1 and (known.for_all or amount.count < size) else None
    if packs and (known.for_all or known.carried):
        return packs
    return (None if packs else Decimal(1)) if _is_singly(entry) else packs


def _smallest_pack(entry: Entry) -> int:
    """The smallest pack, in base units: of cartons of 100 nobody orders 200 by a bare number."""
    return min((size for unit, size in entry.packs if may_be_meant(unit)), default=0)


def _is_singly(entry: Entry) -> bool:
    """Whether people who say no unit mean single ones: nobody means its packs, or they hold few."""
    largest = max((size for unit, size in entry.packs if may_be_meant(unit)), default=1)
    return largest <= 1 or (largest <= _MANY and any(map(is_one_by_one, entry.units)))


def _by_measure(entry: Entry, amount: Amount) -> Decimal | None:
    """The base units in one of a measure, where so many of the goods make it up: 6 kg in bags of 1 kg."""
    times = times_in(amount.count, amount.unit, (size for spec in entry.specs for size in read_text(spec).sizes))
    return times / amount.count if times else None
