"""What the header of a column says: one vocabulary for orders and for every import."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from domain.language.quantities_in_text import tidy
from domain.language.units import KNOWN, LOOSE, WHOLE, singular
from domain.language.words.lists import groups, words


class Kind(Enum):
    """What a column holds, as far as an order is concerned."""

    NAME = "name"
    BRAND = "brand"
    SPEC = "spec"
    CODE = "code"
    COUNT = "count"
    UNIT = "unit"
    NOTE = "note"
    ROW = "row"
    SIZE = "size"
    ACT = "act"
    """Whether a row orders or gives back."""
    OTHER = "other"


#: What our columns are in an order; all others are of no concern to one.
_KINDS = {
    "name": Kind.NAME,
    "brand": Kind.BRAND,
    "style": Kind.NAME,
    "colour": Kind.SPEC,
    "measure": Kind.SPEC,
    "spec": Kind.SPEC,
    "sku": Kind.CODE,
    "barcode": Kind.CODE,
    "quantity": Kind.COUNT,
    "unit": Kind.UNIT,
    "note": Kind.NOTE,
    "row": Kind.ROW,
    "pack_size": Kind.SIZE,
    "kind": Kind.ACT,
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table. ``field``: our name of what it holds, empty where nobody knows.

    ``unit``: what its numbers count or are a price for; ``rank``: the lower, the likelier the quantity meant.
    """

    kind: Kind
    field: str = ""
    unit: str = ""
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody reads sheets for: the columns of use, and those of which a header has one at least.

    ``instead``: which column another may stand for, where the sheet does not have that itself. ``packed``: what a
    column is of packs, where another of the same meaning is of no unit: 箱价 beside 单价.
    """

    fields: frozenset[str]
    keys: frozenset[str]
    instead: Mapping[str, str] = field(default_factory=dict)
    packed: Mapping[str, str] = field(default_factory=dict)


#: What an order is read from.
ORDER = Wanted(fields=frozenset(_KINDS), keys=frozenset({"name", "style", "sku", "barcode"}))

#: Sheets write these above and beside tables as well: they name a column only for who reads it.
_IF_WANTED = frozenset({"number", "date"})
_SEPARATORS = re.compile(r"[\s_\-×:./]")
_BRACKETS = re.compile(r"\((.*?)\)|\[(.*?)\]")


_FILLERS = re.compile("|".join(words("columns", "fillers")))


def _key(text: str) -> str:
    """A tidied header without brackets, spaces and signs."""
    key = _SEPARATORS.sub("", _FILLERS.sub("", _BRACKETS.sub("", text)))
    return f"{key[:-1]}no" if key.endswith("#") and key != "#" else key


def _fields() -> dict[str, tuple[str, ...]]:
    """What each word may name: our own names come first."""
    found: dict[str, tuple[str, ...]] = {_key(name): (name,) for name in groups("columns", "columns")}
    for name, called in groups("columns", "columns").items():
        for key in (_key(tidy(word)) for word in called):
            if name not in found.get(key, ()):
                found[key] = (*found.get(key, ()), name)
    return found


_FIELDS = _fields()
_EACH = "箱件瓶罐听袋包盒桶提支只个条卷杯板枚单散"
_EACH_EN = frozenset(
    ["case", "ctn", "carton", "box", "bottle", "can", "pack", "bag", "pc", "pcs", "piece", "unit", "each"]
)
_ORDERED = "|".join(words("columns", "ordered"))
_THIS_TIME = "本次|本期|这次|今日|今天"
#: Headers that say how many are wanted, surest first: 订货数量, order qty; 数量, 箱数; qty, cases.
_COUNTED = (
    re.compile(
        rf"(?:{_THIS_TIME})?(?:{_ORDERED})(?:数量|数|量|[{_EACH}]数?)|(?:{_THIS_TIME})(?:数量|数|量|[{_EACH}]数)"
    ),
    re.compile(r"(?:order(?:ed)?|required|requested|needed)(?:qty|quantity)?|(?:qty|quantity)(?:ordered|needed)"),
    re.compile(rf"(?:总|合计)?(?:数量|整件数|{LOOSE}?[{_EACH}]数)|[箱件瓶罐听袋包盒桶散]"),
    re.compile(
        r"qty|quantity|(?:qty|quantity|numberof)?(?:cases|ctns|cartons|boxes|bottles|cans|packs|bags|pcs|pieces)"
    ),
)
_HAN_UNIT = re.compile(rf"(?P<unit>{WHOLE}|{LOOSE}?[{_EACH}])数?量?[)\]]?$")
#: Words for single ones, whatever they are: 个数, pcs.
_SINGLE = frozenset(["个", "只", "枚", "单", "散", "pc", "pcs", "piece", "unit", "each"])
#: Packs that hold others.
OUTER = frozenset({"箱", "件", "case", "ctn", "carton"})
#: Columns whose numbers are for a unit: 批发价(元/箱), 库存(箱), 箱价, price per case.
_BY_UNIT = frozenset({"price", "stock", "quantity", "minimum", "multiple", "maximum", "limit"})
_PER = re.compile(r"(?:/|每|\b(?:per|by|in)\b)\s*(?:a\s+)?(?P<unit>[^\s/()]+)\s*$")
_BEFORE = re.compile(rf"(?:每|整|按|大|单)?(?P<unit>[{_EACH}]|{'|'.join(sorted(_EACH_EN))})(?P<stem>.+)")


_AFTER = re.compile(rf"(?P<stem>.+?)(?P<unit>[{_EACH}])数")


def column_of(cell: str, wanted: Wanted = ORDER) -> Column | None:
    """The column that a header names; a column of use where a word may name several."""
    text = tidy(cell)
    key = _key(text)
    named = _named(key, wanted)
    rank = next((rank for rank, pattern in enumerate(_COUNTED) if pattern.fullmatch(key)), len(_COUNTED))
    counts = "quantity" in wanted.fields and rank < len(_COUNTED)
    if named == "quantity" or (counts and named not in wanted.fields):
        return _column("quantity", _counted_in(cell), rank)
    stem, unit = _per_unit(text, wanted)
    if named in _BY_UNIT:
        return _column(named, unit)
    if stem and not named:
        return _column(stem, unit)
    named = named or _named(_key(re.sub(r"[/-].*$", "", text)), wanted)
    return _column(named) if named and named != "quantity" else None


def _column(name: str, unit: str = "", rank: int = 0) -> Column:
    return Column(kind=_KINDS.get(name, Kind.OTHER), field=name, unit=unit, rank=rank)


def _named(key: str, wanted: Wanted) -> str:
    """The field that a word names: one of use where there is one."""
    fields = [name for name in _FIELDS.get(key, ()) if name in wanted.fields or name not in _IF_WANTED]
    return next((name for name in fields if name in wanted.fields), next(iter(fields), ""))


def _per_unit(text: str, wanted: Wanted) -> tuple[str, str]:
    """What a header names beside a unit, and the unit: 批发价(元/箱), 单价/箱, 箱价, price per case."""
    bare = _BRACKETS.sub("", text).replace("_", " ").strip()
    for inside in (each for pair in _BRACKETS.findall(text) for each in pair if each):
        found = _PER.search(inside)
        unit = found["unit"] if found else inside.strip()
        if found or singular(unit) in KNOWN or unit == WHOLE:
            return _counted_name(_key(bare), wanted), singular(unit)
    if (found := _PER.search(bare)) and (stem := _counted_name(_key(bare[: found.start()]), wanted)):
        return stem, singular(found["unit"])
    key = _key(bare)
    for found in (_BEFORE.fullmatch(key), _AFTER.fullmatch(key)) if key not in _FIELDS else ():
        if found and (stem := _counted_name(found["stem"], wanted)):
            return stem, singular(found["unit"])
    return "", ""


def _counted_name(key: str, wanted: Wanted) -> str:
    name = _named(key, wanted)
    return name if name in _BY_UNIT else ""


def _counted_in(cell: str) -> str:
    """The unit that a header counts in: ``数量(箱)``, ``箱数``, ``qty (cases)``."""
    text = re.sub(r"\s|订单", "", tidy(cell))
    match = _HAN_UNIT.search(text)
    latin = (singular(word) for word in re.findall(r"[a-z]+", tidy(cell)))
    unit = match["unit"] if match else next((word for word in latin if word in _EACH_EN), "")
    return LOOSE if unit in _SINGLE else unit


def by_header(cells: Sequence[str], wanted: Wanted = ORDER, least: int = 2) -> list[Column] | None:
    """The columns under a header, at least so many of them known; nothing where the cells are none."""
    columns = [column_of(cell, wanted) if cell else None for cell in cells]
    known = [column.field for column in columns if column]
    if len(known) < least or not wanted.keys & set(known):
        return None
    return _loosened([column or Column(kind=Kind.OTHER) for column in columns])


def _loosened(columns: list[Column]) -> list[Column]:
    """Beside a column of cases, the other one counts single ones, whatever it calls them."""
    units = {column.unit for column in columns if column.kind is Kind.COUNT and column.unit}
    inner = units - OUTER
    if len(units) != len(inner) + 1 or len(inner) != 1 or LOOSE in inner:
        return columns
    return [replace(column, unit=f"{LOOSE}{column.unit}") if column.unit in inner else column for column in columns]
