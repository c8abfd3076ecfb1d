"""Rows pasted or sent from a sheet: cells separated by tabs, with or without a header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.language.quantities_in_text import Amount, counted, leading, tidy
from domain.language.units import LOOSE, WHOLE, singular
from domain.language.words.lists import pattern
from domain.sheets.columns import CODE_DIGITS, by_looks, is_counted, is_number, is_total
from domain.sheets.headers import OUTER, Column, Kind, by_header

_BLANK = re.compile(rf"[\s\-—–/\\]*|{pattern('sheets', 'nothing')}|0[0,]*(?:\.0*)?\s*\D*")
#: A cell that is a whole line: a name with its number.
_LINE = re.compile(r"[^\W\d].*?[\s:：×x*=]?\d{1,5}\s*[^\W\d]{0,2}")
#: So many that only the dealer knows.
_UNTOLD = (Amount(count=Decimal(1), unit="", start=0, end=0, vague=True),)
#: Where two columns count, and the second is so many times the first, both may say the same.
_SAME_FROM = 4


@dataclass(frozen=True, kw_only=True)
class PastedRow:
    """A row of goods: ``said`` as pasted, the words of its ``name``, its ``codes`` if any, and how many.

    ``amounts``: nothing where it does not say; ``None`` where the row may hold words alone.
    """

    said: str
    name: str
    codes: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] | None = ()
    note: str = ""


def is_pasted(line: str) -> bool:
    """Whether a line is a row of cells."""
    if "\t" in line.strip():
        return True
    cells = [cell.strip() for cell in line.split("|") if cell.strip()]
    lines = sum(bool(_LINE.fullmatch(cell)) for cell in cells)
    return line.count("|") > 1 and lines < max(2, len(cells) - 1)


def rows_of(lines: Sequence[str], units: frozenset[str]) -> Iterator[PastedRow]:
    """The goods in pasted lines."""
    table = [_cells(line) for line in lines]
    columns = by_header(table[0]) if table else None
    if columns:
        rows = (_by_columns(cells, columns, units) for cells in table[1:])
    elif columns := by_looks(table, units):
        rows = (_by_columns(cells, columns, units) for cells in table)
    else:
        rows = (_by_looks(cells, units) for cells in _without_serials(table))
    yield from (row for row in rows if row and not is_total(row.name or row.said))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"\t|\|", line.strip("\n\r|"))]


def _by_columns(cells: Sequence[str], columns: Sequence[Column], units: frozenset[str]) -> PastedRow | None:
    by: dict[Kind, list[str]] = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell:
            by.setdefault(column.kind, []).append(cell)
    names, brands = by.get(Kind.NAME, []), by.get(Kind.BRAND, [])
    name = " ".join((*(brand for brand in brands if brand not in "".join(names)), *names, *by.get(Kind.SPEC, ())))
    codes = tuple(by.get(Kind.CODE, ()))
    if not names:
        name = " ".join(filter(None, (*codes[:1], name)))
    if not name:
        return None
    number, note = "".join(f"#{row} " for row in by.get(Kind.ROW, ())), " ".join(by.get(Kind.NOTE, ()))
    return PastedRow(
        said=number + " ".join(cell for column, cell in zip(columns, cells, strict=False) if _is_said(column, cell)),
        name=name,
        codes=codes,
        amounts=_amounts(cells, columns, units),
        note=f"{name}：{note}" if note and number else note,
    )


def _is_said(column: Column, cell: str) -> bool:
    return bool(cell) and column.kind is not Kind.ROW


def _amounts(cells: Sequence[str], columns: Sequence[Column], units: frozenset[str]) -> tuple[Amount, ...]:
    """How many a row says; a mere guess where that is unclear, or said in two ways that do not agree."""
    unit = next((cell for column, cell in zip(columns, cells, strict=False) if column.kind is Kind.UNIT), "")
    unit = unit if singular(tidy(unit)) in units else ""
    said = [(column, _in_cell(cell, column.unit or unit, units)) for column, cell in counts_in(columns, cells)]
    if not all(amounts for _, amounts in said):
        return _UNTOLD
    if len(said) > 1:
        size = next((cell for column, cell in zip(columns, cells, strict=False) if column.kind is Kind.SIZE), "")
        said = _reconciled(said, Decimal(size) if size.isdecimal() else None)
        return tuple(amount for _, amounts in said for amount in amounts) or _UNTOLD
    return tuple(amount for _, amounts in said for amount in amounts)


def counts_in(columns: Sequence[Column], cells: Sequence[str]) -> list[tuple[Column, str]]:
    """The cells of a row that say how many: one for each unit, from the column likeliest to mean it."""
    every = [(column, cell) for column, cell in zip(columns, cells, strict=False) if column.kind is Kind.COUNT and cell]
    filled = [(column, cell) for column, cell in every if not is_blank(cell)] or every
    best: dict[str, tuple[Column, str]] = {}
    for column, cell in sorted(filled, key=lambda each: each[0].rank):
        best.setdefault(column.unit, (column, cell))
    return list(best.values())


def is_blank(cell: str) -> bool:
    """Whether a cell for a quantity orders nothing."""
    return bool(_BLANK.fullmatch(tidy(cell)))


def _in_cell(cell: str, unit: str, units: frozenset[str]) -> tuple[Amount, ...]:
    """The amounts that make up a cell."""
    text = tidy(cell).strip()
    if is_number(text):
        own = unit == WHOLE or unit.startswith(LOOSE)
        amount = leading(text if own else f"{text}{tidy(unit)}", units)
        return (replace(amount, unit=unit) if own else amount,) if amount else ()
    found = counted(text, units)
    rest = "".join(each for at, each in enumerate(text) if not any(one.start <= at < one.end for one in found))
    return () if rest.strip(" ,+和零") or any(one.vague for one in found) else tuple(found)


_Said = list[tuple[Column, tuple[Amount, ...]]]


def _reconciled(said: _Said, size: Decimal | None) -> _Said:
    """Columns that say how many, once each: packs and single ones add up, unless they say the same twice."""
    bare = [each for each in said if not each[0].unit]
    outer = [each for each in said if each[0].unit in OUTER]
    others = [each for each in said if each not in bare and each not in outer]
    if bare:
        named = [*outer, *others]
        same = len(bare) == len(named) == 1 and not _total(bare[0]) % _total(named[0])
        return named if same else []
    if len(outer) == len(others) == 1:
        times, left = divmod(_total(others[0]), _total(outer[0]))
        if size is not None and not left and times == size:
            return outer
        if size is None and not left and times >= _SAME_FROM:
            return []
    return said


def _total(said: tuple[Column, tuple[Amount, ...]]) -> Decimal:
    return sum((amount.count for amount in said[1]), Decimal(0)) or Decimal(1)


def _by_looks(cells: Sequence[str], units: frozenset[str]) -> PastedRow | None:
    """A row without a header: a number with its unit, or beside one, or the only number, is the quantity."""
    full = [cell for cell in cells if cell]
    said = " ".join(full)
    codes = tuple(cell for cell in full if is_number(cell) and len(cell) >= CODE_DIGITS)
    rest = [cell for cell in full if cell not in codes]
    numbers = [at for at, cell in enumerate(rest) if is_number(cell)]
    counting = [at for at, cell in enumerate(rest) if is_counted(cell, units)]
    beside = [at for at in numbers if at + 1 < len(rest) and tidy(rest[at + 1]) in units]
    chosen = (counting or beside or numbers) if len(counting) < 2 else []  # noqa: PLR2004 - of two nobody knows which
    if len(chosen) != 1:
        name = " ".join(cell for at, cell in enumerate(rest) if at not in numbers) or "".join(codes[:1])
        return PastedRow(said=said, name=name if numbers else said, codes=codes, amounts=() if numbers else None)
    at = chosen[0]
    unit = rest[at + 1] if beside and not counting else ""
    taken = {*numbers, at, *((at + 1,) if unit else ())}
    name = " ".join(cell for place, cell in enumerate(rest) if place not in taken) or "".join(codes[:1])
    return PastedRow(said=said, name=name, codes=codes, amounts=_in_cell(rest[at], unit, units)) if name else None


def _without_serials(table: Sequence[list[str]]) -> Sequence[list[str]]:
    """Rows that begin with 1, 2, 3 lose that column."""
    firsts = [cells[0] for cells in table]
    if len(table) > 1 and firsts == [str(number) for number in range(1, len(table) + 1)]:
        return [cells[1:] for cells in table]
    return table
