"""What numbers without a unit count, by the other lines of the message: single ones, or nobody knows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from domain.language.quantities_in_text import Amount
from domain.language.units import is_inner
from domain.order_text.candidate_set import CandidateSet
from domain.order_text.line_quantity import LineContext, line_of
from domain.order_text.phrases import Piece
from domain.order_text.result import AskedLine, Line, TakenLine
from domain.search.index import Entry

#: Fewer than this may be packs, even where all else is counted one by one.
_MANY = 50


def by_neighbours(lines: Sequence[Line], entry_of: Callable[[int], Entry]) -> Iterator[Line]:
    """The lines; a number without a unit counts single ones where the others leave no doubt.

    All others count single ones, and either so many packs are out of the question, or others take less than a pack of
    goods that have the same unit; or several values of one family in small packs stand side by side: ``M2 L3 XL1``.
    """
    loose = _most_loose(lines, entry_of)
    for is_assortment, group in groupby(lines, lambda line: _family(line, entry_of)):
        alike = list(group)
        for line in alike:
            is_single = (is_assortment and len(alike) > 1) or _is_single(line, loose, entry_of)
            yield _as_single(line, entry_of) if isinstance(line, AskedLine) and _is_bare(line) and is_single else line


def without_totals(lines: Sequence[Line], entry_of: Callable[[int], Entry]) -> Iterator[Line]:
    """The lines without those that only say how many the next ones are together: ``羽绒服两件，一件130一件140``."""
    for at, line in enumerate(lines):
        if not (isinstance(line, AskedLine) and _is_told_after(line, lines[at + 1 :], entry_of)):
            yield line


def _is_told_after(asked: AskedLine, rest: Sequence[Line], entry_of: Callable[[int], Entry]) -> bool:
    """Whether the next lines, of the same family and counted alike, make up what is asked about."""
    family, left = {entry_of(each).names[:1] for each in asked.options}, asked.count or Decimal(0)
    if asked.sure or len(family) > 1:
        return False
    for told, line in enumerate(rest, 1):
        if not isinstance(line, TakenLine | AskedLine) or line.count is None or line.unit != asked.unit:
            return False
        options = (line.sku_id,) if isinstance(line, TakenLine) else line.options
        left -= line.count if {entry_of(each).names[:1] for each in options} == family else left + 1
        if left <= 0:
            return not left and told > 1
    return False


def _is_bare(line: Line) -> bool:
    """Whether a line only leaves open what its number counts."""
    return isinstance(line, AskedLine) and line.sure and bool(line.count) and not line.unit


def _family(line: Line, entry_of: Callable[[int], Entry]) -> str:
    """What goods with a bare number are called, where they come in small packs only."""
    if not isinstance(line, AskedLine) or not _is_bare(line):
        return ""
    entry = entry_of(line.options[0])
    return entry.names[0] if entry.packs and all(is_inner(unit) for unit, _ in entry.packs) else ""


def _most_loose(lines: Sequence[Line], entry_of: Callable[[int], Entry]) -> dict[str, Decimal] | None:
    """The most that a line takes by less than a pack, by unit; nothing where a line takes packs, or none is taken."""
    taken = [line for line in lines if isinstance(line, TakenLine)]
    if not taken or any(line.count != line.quantity for line in taken):
        return None
    most: dict[str, Decimal] = {}
    for line in taken:
        entry = entry_of(line.sku_id)
        if line.count < _pack(entry):
            most[entry.units[0]] = max(line.count, most.get(entry.units[0], Decimal(0)))
    return most


def _is_single(line: Line, loose: Mapping[str, Decimal] | None, entry_of: Callable[[int], Entry]) -> bool:
    """Whether a bare number counts single ones, beside others of which at most so many are taken ``loose``."""
    if not isinstance(line, AskedLine) or loose is None or not line.count:
        return False
    entry = entry_of(line.options[0])
    many = line.count >= _MANY and _pack(entry) <= 2 * line.count
    return many or line.count <= loose.get(entry.units[0], Decimal(0))


def _as_single(line: AskedLine, entry_of: Callable[[int], Entry]) -> Line:
    amount = Amount(count=line.count or Decimal(0), unit=entry_of(line.options[0]).units[0], start=0, end=0)
    piece = Piece(said=line.text, name=line.name, amounts=(amount,), act=line.act)
    found = CandidateSet(options=line.options, sure=True, near=False)
    return line_of(piece, found, entry_of, LineContext(before={}))


def _pack(entry: Entry) -> int:
    """The largest pack, in base units."""
    return max((size for _, size in entry.packs), default=0)
