"""The meaning of the columns of a goods table without a header, by its values."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from itertools import permutations

from domain.language.quantities_in_text import leading, tidy
from domain.language.units import is_weight
from domain.language.words.lists import pattern
from domain.sheets.headers import Column, Kind

_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_TOTALS = re.compile(rf"^\s*(?:{pattern('sheets', 'totals')})")
#: A number of so many digits is a code.
CODE_DIGITS = 8
#: So many rows, and so much of a column, show what it holds.
_ROWS, _MOSTLY = 3, 0.8


class _Look(Enum):
    """How the cells of a column look."""

    EMPTY = "empty"
    SERIAL = "serial"
    UNIT = "unit"
    AMOUNT = "amount"
    NUMBER = "number"
    CODE = "code"
    TEXT = "text"


def by_looks(table: Sequence[Sequence[str]], units: frozenset[str]) -> list[Column] | None:
    """The columns of a table without a header; nothing where it does not show which holds the quantity."""
    if len(table) < _ROWS:
        return None
    upright = [[row[at] if at < len(row) else "" for row in table] for at in range(max(map(len, table)))]
    looks = [_look(cells, units) for cells in upright]
    count = _count(upright, looks)
    if count is None or not {_Look.TEXT, _Look.CODE} & set(looks):
        return None
    named = any(look is _Look.CODE or (look is _Look.TEXT and at < count) for at, look in enumerate(looks))
    name = count if named else looks.index(_Look.TEXT)
    return [Column(kind=Kind.COUNT if at == count else _kind(look, at, name)) for at, look in enumerate(looks)]


def _look(cells: Sequence[str], units: frozenset[str]) -> _Look:
    full = [tidy(cell).strip() for cell in cells if cell.strip()]
    if not full:
        return _Look.EMPTY
    if list(cells) == [str(number) for number in range(1, len(cells) + 1)]:
        return _Look.SERIAL
    if all(cell in units for cell in full):
        return _Look.UNIT
    if _mostly(is_number(cell) for cell in full):
        return _Look.CODE if _mostly(len(cell) >= CODE_DIGITS for cell in full) else _Look.NUMBER
    return _Look.AMOUNT if _mostly(_is_amount(cell, units) for cell in full) else _Look.TEXT


def _mostly(signs: Iterable[bool]) -> bool:
    every = list(signs)
    return sum(every) >= _MOSTLY * len(every)


def is_total(text: str) -> bool:
    """Whether a row adds others up."""
    return bool(_TOTALS.match(tidy(text)))


def is_number(cell: str) -> bool:
    """Whether a cell is a number and nothing else."""
    return bool(_NUMBER.fullmatch(tidy(cell).strip()))


def _is_amount(cell: str, units: frozenset[str]) -> bool:
    amount = leading(cell, units)
    return amount is not None and amount.end == len(cell)


def is_counted(cell: str, units: frozenset[str]) -> bool:
    """Whether a cell is a number of things, and no weight."""
    text = tidy(cell).strip()
    amount = leading(text, units)
    return amount is not None and bool(amount.unit) and amount.end == len(text) and not is_weight(amount.unit)


def _count(upright: Sequence[Sequence[str]], looks: Sequence[_Look]) -> int | None:
    """The column of quantities: amounts with units, the number beside a unit, the only one, or what a price is for."""
    amounts = [at for at, look in enumerate(looks) if look is _Look.AMOUNT]
    numbers = [at for at, look in enumerate(looks) if look is _Look.NUMBER]
    beside = [at for at in numbers if at + 1 < len(looks) and looks[at + 1] is _Look.UNIT]
    chosen = amounts or beside or numbers
    if len(chosen) > 1 and not amounts:
        chosen = _multiplied(upright, numbers)
    whole = len(chosen) == 1 and (amounts or all("." not in cell for cell in upright[chosen[0]]))
    return chosen[0] if whole else None


def _multiplied(upright: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[int]:
    """Whole numbers which, times another column with fractions, make a third."""
    found = []
    for count, price, total in permutations(numbers, 3):
        rows = list(zip(upright[count], upright[price], upright[total], strict=True))
        full = [tuple(map(_decimal, row)) for row in rows if all(map(is_number, row))]
        if full and any("." in row[1] for row in rows) and _mostly(a * b == c for a, b, c in full):
            found.append(count)
    return found


def _decimal(cell: str) -> Decimal:
    return Decimal(tidy(cell).strip().replace(",", ""))


def _kind(look: _Look, at: int, last: int) -> Kind:
    """What a column holds; words are names up to a place, the quantity as a rule, and remarks behind it."""
    if look is _Look.TEXT:
        return Kind.NAME if at <= last else Kind.NOTE
    return {_Look.UNIT: Kind.UNIT, _Look.CODE: Kind.CODE}.get(look, Kind.OTHER)
