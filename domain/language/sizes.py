"""Sizes in one form: 1L, 1升 and 1000ml are equal, and so are 5斤 and 2.5kg, 4分 and half an inch."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.language.words.lists import groups
from domain.language.words.notation import expression

#: What is measured with a unit, and how many of the smallest unit it is.
_KINDS = {
    "millilitre": ("ml", 1),
    "centilitre": ("ml", 10),
    "litre": ("ml", 1000),
    "gram": ("g", 1),
    "kilogram": ("g", 1000),
    "jin": ("g", 500),
    "millimetre": ("mm", 1),
    "centimetre": ("mm", 10),
    "metre": ("mm", 1000),
    "eighth": ("inch", 1),
    "inch": ("inch", 8),
    "foot": ("inch", 96),
    "ounce": ("oz", 1),
    "pound": ("oz", 16),
    "pint": ("oz", 16),
    "quart": ("oz", 32),
    "gallon": ("oz", 128),
}


def _measures() -> dict[str, tuple[str, Decimal]]:
    """Unit → (what it measures, how many of the smallest unit)."""
    named = groups("units", "measures")
    every = ((unit, *_KINDS.get(name, (name, 1))) for name, units in named.items() for unit in units)
    return {_plain_unit(unit): (kind, Decimal(factor)) for unit, kind, factor in every}


def _plain_unit(unit: str) -> str:
    """A unit without what must not follow it."""
    return unit.partition("(")[0]


MEASURES = _measures()


def _pattern(*, letters: bool) -> str:
    """Any unit that ends in a letter of the alphabet, or any other, the longest first."""
    every = (unit for units in groups("units", "measures").values() for unit in units)
    those = [unit for unit in every if (unit[-1].isascii() and unit[-1].isalnum()) == letters]
    return "|".join(map(expression, sorted(those, key=lambda unit: len(_plain_unit(unit)), reverse=True)))


#: A unit in letters, which nothing may follow; and any other, which has its end in itself.
IN_LETTERS, IN_SIGNS = _pattern(letters=True), _pattern(letters=False)
#: A measure in Chinese, as it stands behind a number, and the letters that say the same: 瓦 is w.
_IN_CHINESE = {
    unit: min((each for each in units if each.isascii() and each.isalpha()), key=len)
    for name, units in groups("units", "measures").items()
    if any(each.isascii() and each.isalpha() for each in units) and name not in {"eighth", "number", "inch"}
    for unit in units
    if not unit.isascii()
}
_LETTERS = {_plain_unit(unit): letters for unit, letters in _IN_CHINESE.items()}
MEASURE_IN_CHINESE = "|".join(map(expression, sorted(_IN_CHINESE, key=len, reverse=True)))
#: So many of the smallest unit are mostly said in the large one, even without its name: ``生抽 1.9``.
_LARGE, _SAID_LARGE = 1000, frozenset({"ml", "g", "mm"})


def in_letters(measure: str) -> str:
    """The letters that say the same as a measure in Chinese."""
    return _LETTERS[measure]


#: What is bought by capacity or weight, metric; and what else is, each only by itself: a quart is no pound.
_METRIC, _OTHER = frozenset({"ml", "g"}), frozenset({"pint", "quart", "gallon", "ounce", "pound"})
_NAMED = {unit: name for name in _OTHER for unit in groups("units", "measures")[name]}


def is_measure(unit: str) -> bool:
    """Whether a unit measures capacity or weight."""
    return MEASURES.get(unit, ("",))[0] in _METRIC or unit in _NAMED


def times_in(count: Decimal, unit: str, sizes: Iterable["Size"]) -> Decimal | None:
    """How many of a size make so much, such as six of 1 kg 6 kg; nothing where that is no whole number above one."""
    own = [each for each in sizes if each.kind]
    if not is_measure(unit) or len(own) != 1:
        return None
    kind, factor = MEASURES[unit]
    if own[0].kind != kind or not own[0].amount or own[0].amount != own[0].number * factor:
        return None  # in other units it is said with a doubt
    times = count * factor / own[0].amount
    return times if times > 1 and times == int(times) else None


@dataclass(frozen=True, kw_only=True)
class Size:
    """A number in a name or spec; ``kind`` is empty where no unit of measure follows."""

    number: Decimal
    kind: str = ""
    amount: Decimal = Decimal(0)


@lru_cache(maxsize=8192)
def size(number: Decimal, unit: str = "") -> Size:
    """The size that a number and the unit behind it say."""
    if unit not in MEASURES:
        return Size(number=number)
    kind, factor = MEASURES[unit]
    return Size(number=number, kind=kind, amount=number * factor)


@lru_cache(maxsize=8192)
def marks(wanted: Size) -> tuple[str, ...]:
    """By what a size that is asked for is known: any of these marks on a SKU will do."""
    number = _plain(wanted.number)
    return (f"{_plain(wanted.amount)}{wanted.kind}", f"{number}?") if wanted.kind else (number,)


@lru_cache(maxsize=8192)
def _shown(own: Size) -> frozenset[str]:
    """Every mark that a SKU of this size bears."""
    number = _plain(own.number)
    if not own.kind:
        return frozenset({number, f"{number}?"})
    every = {number, f"{_plain(own.amount)}{own.kind}"}
    if own.kind in _SAID_LARGE:
        every |= {_plain(own.amount), _plain(own.amount / _LARGE)}
    return frozenset(every)


def shown(sizes: tuple[Size, ...]) -> str:
    """Every mark of a SKU's sizes, each between spaces."""
    every = dict.fromkeys(mark for size in sizes for mark in sorted(_shown(size)))
    return f" {' '.join(every)} " if every else ""


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")
