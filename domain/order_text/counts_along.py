"""Counts that stand along values, however they are set: ``L5XL5``, ``30/2 31/4``, ``39-44：1 2 3 3 2 1``.

Each value becomes a part with its count, ``l×5；xl×5``; what these are sizes of is for others to find out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from domain.language.letter_sizes import LETTER_SIZES
from domain.language.quantities_in_text import Amount, tidy
from domain.language.words.lists import pattern
from domain.order_text.value_ranges import spread_out

#: In a line longer than this nobody sets counts along values.
_LINE_LONGEST = 400
#: Numbers that are values have two digits, counts no more than three.
_VALUE_FROM, _DIGITS_MOST = 10, 3
#: A line holds no more ranges.
_RANGES_MOST = 4
#: Two make a row.
_ROW = 2
_BLOB = re.compile(r"[a-z\d]+(?:\.\d+)?")
_NUMBER = re.compile(rf"\d{{1,{_DIGITS_MOST}}}")
#: A size in letters, or a number with one letter: 75B.
_VALUE = re.compile(rf"{LETTER_SIZES}|\d{{2,3}}[a-f]")
_GLUED = re.compile(rf"({LETTER_SIZES}|\d{{2,3}}[a-f])(\d{{1,{_DIGITS_MOST}}})")
_TIMES = re.compile(rf"({_VALUE.pattern}|{_NUMBER.pattern})x({_NUMBER.pattern})")
#: What stands between a value and its count, and between these.
_BETWEEN = re.compile(rf"[\s:=/,、×-]|{pattern('quantities', 'along')}")
_LABEL = re.compile(rf"(?<=\s)(?:{pattern('sheets', 'corner')})\s*$")
#: Values and counts in brackets behind what they are of: ``深蓝（30×2，31×3）``.
_BRACKETS = re.compile(r"[(（](?P<inside>[a-z\d\s:：=/,，、×码号-]*\d[a-z\d\s:：=/,，、×码号-]*)[)）]")
#: Sizes with counts behind a word for each of what stands before it: ``黑 白 各M3盒L3盒``.
_SIZE = rf"(?:{LETTER_SIZES})[码号]?"
_EACH_SIZED = re.compile(
    rf"^(?P<head>.*[\u3400-\u9fff].*?)\s*各\s*(?P<sized>(?:{_SIZE}\s*×?\s*\d{{1,4}}\s?[\u3400-\u9fff]?[\s,，、]*){{2,}})$"
)
_SIZED = re.compile(rf"({_SIZE})\s*×?\s*(\d{{1,4}}\s?[\u3400-\u9fff]?)")


@dataclass(frozen=True, slots=True)
class _Item:
    """A value or a number, and where it stands with what goes on behind it.

    ``sign``: what stands between it and the one before; ``unit``: what it counts in.
    """

    text: str
    start: int
    end: int
    sign: str = ""
    unit: str = ""

    @property
    def is_number(self) -> bool:
        return self.text.isdecimal()


@dataclass(slots=True)
class _Run:
    """Values and numbers with nothing but signs between them, and what was read in them.

    ``pairs``: each value with its count; ``in_rows``: all values stand before all counts; ``total``: what these are
    together, as said behind them.
    """

    items: list[_Item]
    pairs: list[tuple[_Item, _Item]] = field(default_factory=list)
    in_rows: bool = False
    total: str = ""

    @property
    def of_numbers(self) -> bool:
        return all(item.is_number for item in self.items)


def with_counts(
    line: str,
    spoken: Callable[[str], Sequence[Amount]] = lambda _: (),
    is_name: Callable[[str, str], bool] = lambda _, __: False,
) -> str:
    """A line with a number behind each value it is meant for, where these stand in rows or in turns.

    ``spoken``: the amounts with units in a tidied text; ``is_name``: whether goods bear letters and figures, as M8.
    """
    text = tidy(line)
    if len(line) > _LINE_LONGEST or not re.search(r"\d", text):
        return line
    if match := _EACH_SIZED.match(text):
        return "，".join(f"{match['head']} {size}各{count}" for size, count in _SIZED.findall(match["sized"]))
    opened = _BRACKETS.sub(_opened, text)
    text = _all_spread_out(opened)
    runs = list(_runs(text, spoken(text), is_name))
    for run in runs:
        _read(run)
    over = _over(runs)
    if _are_meant(runs, ends=not runs or not text[runs[-1].items[-1].end :].strip(" .!")):
        return _written(text, runs, over)
    return opened if opened != tidy(line) else line


def _all_spread_out(text: str) -> str:
    for _ in range(_RANGES_MOST):
        text = spread_out(text).text
    return text


def _opened(match: re.Match[str]) -> str:
    """What brackets hold without them, where it is several values with counts."""
    inside = match["inside"]
    return f" {inside}；" if len(re.findall(r"\d+", inside)) > _ROW else match.group()


def _runs(text: str, amounts: Sequence[Amount], is_name: Callable[[str, str], bool]) -> Iterator[_Run]:
    items: list[_Item] = []
    at, sign = 0, ""
    while at < len(text):
        if found := _items(text, at, amounts, is_name):
            items += [replace(found[0], sign=sign), *found[1:]]
            at, sign = found[-1].end, ""
        elif between := _BETWEEN.match(text, at):
            at, sign = between.end(), sign + between.group()
        else:
            if items:
                yield _Run(items)
            items, sign = [], ""
            blob = _BLOB.match(text, at)
            at = blob.end() if blob else at + 1
    if items:
        yield _Run(items)


def _items(text: str, at: int, amounts: Sequence[Amount], is_name: Callable[[str, str], bool]) -> list[_Item]:
    """The value, the number, or the values with numbers glued to them at a place of a text; nothing where none are."""
    blob = _BLOB.match(text, at)
    if blob is None:
        return []
    if _NUMBER.fullmatch(blob.group()) or _VALUE.fullmatch(blob.group()):
        return [_with_end(text, _Item(blob.group(), at, blob.end()), amounts)]
    if match := _TIMES.fullmatch(blob.group()):
        value, count = (_Item(match[each], at + match.start(each), at + match.end(each)) for each in (1, 2))
        return [value, _with_end(text, replace(count, sign="×"), amounts)]
    ways = list(_glued(blob.group()))
    if len(ways) != 1 or any(is_name(text, f"{value}{count}") for value, count in ways[0]):
        return []
    found: list[_Item] = []
    for said in chain.from_iterable(ways[0]):
        found.append(_Item(said, at, at + len(said)))
        at = found[-1].end
    return [*found[:-1], _with_end(text, found[-1], amounts)]


def _glued(text: str) -> Iterator[list[tuple[str, str]]]:
    """Every way to read a text as values with counts: ``l2xl3`` is L 2, XL 3."""
    if not text:
        yield []
    for end in range(2, len(text) + 1):
        if match := _GLUED.fullmatch(text[:end]):
            yield from ([(match[1], match[2]), *rest] for rest in _glued(text[end:]))


def _with_end(text: str, item: _Item, amounts: Sequence[Amount]) -> _Item:
    """An item with the unit behind it, or with what only says that it is a size."""
    if item.is_number:
        for amount in amounts:
            if (
                amount.unit
                and amount.start < item.end < amount.end
                and not re.search(r"\d", text[item.end : amount.end])
            ):
                return replace(item, end=amount.end, unit=amount.unit)
    return replace(item, end=item.end + 1) if text[item.end : item.end + 1] in {"码", "号"} else item


def _read(run: _Run) -> None:
    """Find out which numbers of a run are counts, and of what."""
    first = next((at for at, item in enumerate(run.items) if not item.is_number), 0)
    if first and run.items[first].text in {"l", "m"}:
        return  # a measure: 2 l
    items = _before_each(run.items[first:])
    if not items:
        return
    run.items = items
    total = items[-1].text if len(items) > _ROW and items[-1].unit else ""
    if total and (pairs := _in_turn(items[:-1])) and sum(int(count.text) for _, count in pairs) == int(total):
        run.pairs, run.total = pairs, f"{total}{items[-1].unit}"
    elif pairs := _in_turn(items):
        run.pairs = pairs
    else:
        half = len(items) // 2
        run.pairs = _along(items[:half], items[half:])
        run.in_rows = bool(run.pairs)


def _before_each(items: list[_Item]) -> list[_Item]:
    """The items without the values that all take one count, ``XL各3``; those of two rows as they are."""
    at = next((place for place, item in enumerate(items) if "各" in item.sign), None)
    if at is None or 2 * at == len(items):
        return items
    commas = [place for place in range(at) if "," in items[place].sign]
    counts = [place + 1 for place in range(at) if items[place].is_number and not items[place - 1].is_number]
    return items[: max((*commas, *counts), default=0)]


def _in_turn(items: Sequence[_Item]) -> list[tuple[_Item, _Item]]:
    values, counts = items[::2], items[1::2]
    apart = any(count.sign and not count.sign.strip(",、 ") and count.sign.strip() for count in counts)
    return [] if apart or not _fit(values, counts) else list(zip(values, counts, strict=True))


def _along(values: Sequence[_Item], counts: Sequence[_Item]) -> list[tuple[_Item, _Item]]:
    """The values with their counts, where two rows go together; only the last count may have a unit."""
    if len(values) < _ROW or not _fit(values, counts) or any(count.unit for count in counts[:-1]):
        return []
    return list(zip(values, counts, strict=True))


def _fit(values: Sequence[_Item], counts: Sequence[_Item]) -> bool:
    """Whether some may be values and others their counts, each smaller than all values that are numbers."""
    if len(values) != len(counts) or not values or not all(count.is_number for count in counts):
        return False
    if len({value.text for value in values}) < len(values) or any(value.unit for value in values):
        return False
    numbers = [int(value.text) for value in values if value.is_number]
    most = max(int(count.text) for count in counts)
    return not numbers or (len(numbers) == len(values) and max(most, _VALUE_FROM - 1) < min(numbers))


def _over(runs: Sequence[_Run]) -> _Run | None:
    """The values that stand over rows of counts, which take them: ``S M L 黄:1 2 1 灰:1 1 1``."""
    over: _Run | None = None
    values: Sequence[_Item] = ()
    takes = False
    for run in runs:
        if pairs := _along(values, run.items):
            run.pairs, run.in_rows, takes = pairs, True, True
        elif run.in_rows:
            values = [value for value, _ in run.pairs]
        elif not run.pairs and not values and len(run.items) >= _ROW:
            over, values = run, run.items
    return over if takes and values is getattr(over, "items", None) else None


def _are_meant(runs: Sequence[_Run], *, ends: bool) -> bool:
    """Whether values and counts are set along one another, and are not all told apart already.

    ``ends``: nothing stands behind them.
    """
    rows = any(run.in_rows or run.total for run in runs)
    in_turn = [run for run in runs if run.of_numbers and not run.in_rows]
    numbers = [pair for run in in_turn for pair in run.pairs]
    values, counts = ([int(pair[at].text) for pair in numbers] for at in (0, 1))
    if len(numbers) < _ROW or max(counts) >= min(values):
        for run in in_turn:
            run.pairs = []
    pairs = [pair for run in runs for pair in run.pairs]
    told = ends and all(count.sign == "×" and not count.unit and "/" not in value.sign for value, count in pairs)
    told = told or all(count.unit and count.sign != "×" for _, count in pairs)
    return rows or (len(pairs) >= _ROW and not told)


def _written(text: str, runs: Sequence[_Run], over: _Run | None) -> str:
    """The text with each value and its count as a part of its own."""
    made, at = "", 0
    for run in runs:
        if run is not over and not run.pairs:
            continue
        made += _LABEL.sub("", text[at : run.items[0].start]).rstrip(" :=/")
        units = {count.unit for _, count in run.pairs}
        unit = run.pairs[-1][1].unit if len(units) == _ROW and not any(c.unit for _, c in run.pairs[:-1]) else ""
        parts = (f"{text[v.start : v.end]}×{c.text}{c.unit or unit}" for v, c in run.pairs if int(c.text))
        made += f" {'；'.join(parts)}" if run.pairs else " "
        made += f"；共{run.total}" if run.total else ""
        at = run.items[-1].end
        at = len(text) - len(text[at:].lstrip(" ,、；"))
        made += "；" if run.pairs and text[at:] and text[at] != "(" else ""
    return f"{made}{text[at:]}"
