"""How much a line means in base units, and whether that leaves a doubt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.rules.candidates import OPTIONS, Found
from domain.rules.counting import Amount
from domain.rules.phrases import Piece, plain_name
from domain.rules.quantities import MOST, Fault
from domain.rules.reading import Act, Asked, Line, Refused, Taken, Unknown
from domain.rules.search import Entry
from domain.rules.units import is_weight, per_unit

#: So many base units of one thing are possible, but rather a slip.
_MUCH = 200_000


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known beside the words of the line.

    ``unit``: what a number without a unit counts; ``for_all``: that was said of everything, and is no guess;
    ``before``: base units by SKU that less is wanted of.
    """

    unit: str = ""
    for_all: bool = False
    before: Mapping[int, Decimal]


def line_of(piece: Piece, found: Found, entry_of: Callable[[int], Entry], known: Known) -> Line:
    """The line, taken where nothing leaves a doubt."""
    fault = _fault(piece)
    if not found.options:
        return Unknown(text=piece.said)
    if fault is not None:
        return Refused(text=piece.said, fault=fault)
    asked = _asked(piece, found)
    if asked.count is None or piece.unsure or not found.sure or _differs(piece, entry_of(found.options[0]), known):
        return asked
    entry = entry_of(found.options[0])
    sizes = [_size(entry, amount, known) for amount in piece.amounts]
    if None in sizes:
        return replace(asked, count=None) if len(sizes) > 1 else asked
    quantity = sum((amount.count * (size or 0) for amount, size in zip(piece.amounts, sizes, strict=True)), Decimal(0))
    line = _taken(piece, asked, entry, _less(piece, entry, quantity, known), known)
    return replace(line, by_memory=True) if found.by_memory and isinstance(line, Taken) else line


def _differs(piece: Piece, entry: Entry, known: Known) -> bool:
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


def _fault(piece: Piece) -> Fault | None:
    if any(amount.count <= 0 for amount in piece.amounts):
        return Fault.NOT_POSITIVE
    return Fault.TOO_MUCH if any(amount.count > MOST for amount in piece.amounts) else None


def _asked(piece: Piece, found: Found) -> Asked:
    """The question the line leaves; how many is part of it where a guess was said, or two amounts of many goods."""
    first = next(iter(piece.amounts), None)
    vague = first is None or any(amount.vague for amount in piece.amounts)
    vague = vague or (len(piece.amounts) > 1 and not found.sure)
    return Asked(
        text=piece.said,
        options=found.options[:OPTIONS],
        count=None if vague or first is None else first.count,
        unit=first.unit if first else "",
        act=Act.SET if piece.act is Act.LESS else piece.act or Act.ADD,
        name=plain_name(piece.name),
        sure=found.sure,
    )


def _less(piece: Piece, entry: Entry, quantity: Decimal, known: Known) -> Decimal:
    """What is left where so much less is wanted."""
    return known.before.get(entry.sku_id, Decimal(0)) - quantity if piece.act is Act.LESS else quantity


def _taken(piece: Piece, asked: Asked, entry: Entry, quantity: Decimal, known: Known) -> Line:
    if quantity <= 0:
        return replace(asked, count=None, act=Act.DROP)
    if quantity > MOST:
        return Refused(text=piece.said, fault=Fault.TOO_MUCH)
    if quantity > _MUCH:
        return asked
    if quantity != int(quantity) and not any(is_weight(unit) for unit in entry.units):
        return asked
    said = piece.amounts[0]
    base = entry.units[0] if entry.units else ""
    count, unit = said.count, said.unit or (known.unit if quantity != said.count else base)
    if len(piece.amounts) > 1 or piece.act is Act.LESS:
        count, unit = plain(quantity), base
    return Taken(
        text=piece.said,
        sku_id=entry.sku_id,
        quantity=plain(quantity),
        count=count,
        unit=unit,
        act=asked.act,
        name=asked.name,
    )


def _size(entry: Entry, amount: Amount, known: Known) -> Decimal | None:
    """The base units in one of the amount's unit; without a unit, that of the lines before, or the only one."""
    if amount.unit:
        return per_unit(amount.unit, entry.units, entry.packs)
    if not any(size > 1 for _, size in entry.packs):
        return Decimal(1)
    size = per_unit(known.unit, entry.units, entry.packs) if known.unit else None
    return size if size and size > 1 and (known.for_all or amount.count < size) else None
