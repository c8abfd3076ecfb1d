"""A matrix of amounts in plain lines: values along the top, others down the side, counts where they meet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.language.letter_sizes import LETTER_SIZES
from domain.language.quantities_in_text import tidy
from domain.language.words.lists import pattern
from domain.order_text.value_ranges import spread_out
from domain.sheets.headers import by_header

#: Where a corner says what the rows and columns are, and names no goods.
_LABEL = re.compile(rf"^(?:{pattern('sheets', 'corner')})$")
#: A value along the top of a table with columns of its own beside it: a size.
_SIZE = re.compile(rf"(?:\d{{1,3}}|{LETTER_SIZES})[码号]?")
#: The number of a style with a word beside it.
_STYLED = re.compile(r"\d{3}[^\d\s]|[^\d\s]\s*\d{3}")
_COUNT = re.compile(r"\d{1,4}")
#: A shop, as a column may be for one.
_SHOP = re.compile(pattern("remarks", "for_shop"))
#: Between a value and its counts, and between these.
_GAP = re.compile(r"[\s:：,，、/]+")
#: No matrix has fewer columns of counts, and fewer labels are no columns.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Head:
    """The top of a matrix: what its goods are called, so many columns of labels, and the values.

    ``spread``: the values were said as a range.
    """

    name: str
    labels: int
    values: tuple[str, ...]
    spread: bool = False


def spread_matrices(lines: Sequence[str]) -> list[str]:
    """The lines, those of a matrix as one line a row: ``8821 M L`` over ``黑 2 3`` is ``8821 黑 M×2 L×3``."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        if shops := _shops(lines[at]):
            rows = [row for line in lines[at + 1 :] if (row := _for_each(shops, line))]
            if len(rows) == len(lines) - at - 1:
                return found + rows
        if over := list(_below_goods(lines[at], lines[at + 1 :])):
            found += over
            at += len(over) + 1
            continue
        head = _head(lines[at])
        rows = list(_rows(head, lines[at + 1 :])) if head else []
        found += rows or [lines[at]]
        at += len(rows) + 1 if rows else 1
    return found


def _shops(line: str) -> Sequence[str]:
    """``总店 分店``: the shops that the columns below are for, and nothing else."""
    cells = _cells(line)
    return cells if len(cells) >= _FEWEST and all(_SHOP.fullmatch(tidy(cell)) for cell in cells) else ()


def _for_each(shops: Sequence[str], line: str) -> str:
    """A row with each of its counts behind the shop it is for; nothing where it is none such."""
    cells = _cells(line)
    names, counts = cells[: -len(shops)], cells[-len(shops) :]
    if not names or not _are_counts(counts, blank="\t" in line) or _are_counts(names[-1:], blank=False):
        return ""
    said = (f"{shop}{count}" for shop, count in zip(shops, counts, strict=True) if count and int(count))
    return " ".join((*names, *said))


def _below_goods(line: str, lines: Sequence[str]) -> Iterator[str]:
    """The rows below goods along the top, ``R210黑	R210白``, each a size with its counts; nothing where it is none."""
    goods = [cell for cell in _cells(line) if cell]
    if "\t" not in line or len(goods) < _FEWEST or not all(map(_STYLED.search, goods)) or by_header(goods):
        return
    for row in lines:
        value, *counts = _cells(row)
        if len(counts) != len(goods) or not _SIZE.fullmatch(tidy(value)) or not _are_counts(counts, blank=True):
            return
        said = (f"{name} {value}×{count}" for name, count in zip(goods, counts, strict=True) if count and int(count))
        yield "；".join(said)


def _head(line: str) -> _Head | None:
    return _labelled(line) or _plain(line) or _ranged(line)


def _plain(line: str) -> _Head | None:
    """``8821 M L``: a name, or a word for what the rows and columns are, before the values."""
    cells = _cells(line)
    values = cells[1:]
    if len(values) < _FEWEST or len(set(values)) < len(values) or not _are_values(values) or by_header(cells):
        return None
    return _Head(_LABEL.sub("", cells[0].casefold()), 1, tuple(values))


def _labelled(line: str) -> _Head | None:
    """``款号 颜色 26 27 28`` in columns: several labels before the sizes."""
    cells = _cells(line)
    values = [cell for cell in cells if _SIZE.fullmatch(tidy(cell))]
    labels = len(cells) - len(values)
    if "\t" not in line and not all(_LABEL.match(cell.casefold()) for cell in cells[:labels]):
        return None
    if labels < _FEWEST or cells[labels:] != values or len(values) < _FEWEST or len(set(values)) < len(values):
        return None
    return _Head("", labels, tuple(values))


def _ranged(line: str) -> _Head | None:
    """``8822 26-31``: a name and the range of its sizes, and nothing more."""
    text = tidy(line).strip()
    spread = spread_out(text)
    name, *values = spread.text.split() or [""]
    if not spread.inner or len(values) < _FEWEST or not all(map(_SIZE.fullmatch, values)) or "\t" in line:
        return None
    return _Head(name, 1, tuple(values), spread=True)


def _rows(head: _Head, lines: Sequence[str]) -> Iterator[str]:
    """The rows below a head, each with the counts that are not zero."""
    above: Sequence[str] = ()
    for line in lines:
        cells = _cells(line)
        if head.spread:
            cells = [cell for cell in _GAP.split(line.strip()) if cell]
        elif "\t" in line:
            cells += [""] * (head.labels + len(head.values) - len(cells))
        labels, counts = cells[: head.labels], cells[head.labels :]
        if len(counts) != len(head.values) or not _are_counts(counts, blank="\t" in line):
            return
        labels = [label or before for label, before in zip(labels, above or labels, strict=True)]
        if not all(labels) or (labels[0].isdecimal() and head.labels == 1):
            return
        above = labels
        counted = zip(head.values, counts, strict=True)
        said = (f"{value}×{int(count)}" for value, count in counted if count and int(count))
        yield " ".join(filter(None, (head.name, *labels, *said)))


def _are_counts(cells: Sequence[str], *, blank: bool) -> bool:
    """Whether cells say how many, some of them perhaps nothing where they may be ``blank``."""
    return any(cells) and all(_COUNT.fullmatch(cell) or (blank and not cell) for cell in cells)


def _are_values(cells: Sequence[str]) -> bool:
    """Whether cells are short and alike: all numbers, or none."""
    numbers = sum(cell.isdecimal() for cell in cells)
    return numbers in (0, len(cells)) and all(0 < len(cell) <= 4 for cell in cells)  # noqa: PLR2004 - 2XL, 42码, 藏青


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("\t")] if "\t" in line.strip() else line.split()
