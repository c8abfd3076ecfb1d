"""What the columns of a table of goods hold: told by its header, or by how they look."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from itertools import permutations

from domain.rules.counting import leading, tidy
from domain.rules.units import LOOSE, WHOLE, is_weight, singular


class Kind(Enum):
    """What a column holds."""

    NAME = "name"
    BRAND = "brand"
    SPEC = "spec"
    CODE = "code"
    COUNT = "count"
    UNIT = "unit"
    NOTE = "note"
    ROW = "row"
    SIZE = "size"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Column:
    """``unit``: what a quantity without a unit counts here; ``rank``: the lower, the likelier the quantity meant."""

    kind: Kind
    unit: str = ""
    rank: int = 0


#: What people call the columns of goods; compared without case, spaces and brackets.
SKU_WORDS = (
    "货号 编码 编号 代码 商品编码 商品编号 商品代码 产品编码 产品编号 物料编码 货品编码 存货编码 sku code itemcode"
)
BARCODE_WORDS = "条码 条形码 商品条码 国际条码 69码 barcode ean ean13 upc gtin"
NAME_WORDS = "名称 品名 商品名称 商品名 产品名称 货品名称 存货名称 商品 name productname itemname"
_CALLED: dict[Kind, str] = {
    Kind.NAME: (
        f"{NAME_WORDS} 产品 货品 货名 货物 物品 品项 商品全名 商品信息 品名规格 品名及规格 名称规格 "
        "item items product products goods description itemdescription"
    ),
    Kind.BRAND: "品牌 brand",
    Kind.SPEC: "规格 型号 规格型号 商品规格 口味 容量 spec size specification",
    Kind.CODE: f"{SKU_WORDS} {BARCODE_WORDS} 商品货号 itemno itemnumber articleno productcode",
    Kind.COUNT: "数目 个数 amount count 订货 要货 订购",
    Kind.UNIT: "单位 计量单位 订货单位 销售单位 unit units uom",
    Kind.NOTE: "备注 说明 附注 remark remarks note notes",
    Kind.ROW: "#",
    Kind.SIZE: "装箱数 箱规 装箱量 每箱数量 件装数 包装数 包装数量 换算率 入数 packsize unitspercase",
    Kind.OTHER: "序号 序 行号 no no. 单价 价格 金额 小计 合计 总价 库存 零售价 进价 price total subtotal stock",
}
_KINDS = {word: kind for kind, words in _CALLED.items() for word in words.split()}
_EACH = "箱件瓶罐听袋包盒桶提支只个条卷杯板枚单散"
_EACH_EN = frozenset(
    ["case", "ctn", "carton", "box", "bottle", "can", "pack", "bag", "pc", "pcs", "piece", "unit", "each"]
)
_ORDERED = "订货|订购|订单|订|要货|采购|购买|下单|需求|进货|补货|报货|叫货|申购|请购|预订|需要"
#: Headers that say how many are wanted, surest first: 订货数量, order qty; 数量, 箱数; qty, cases.
_COUNTED = (
    re.compile(rf"(?:本次|本期|这次|今日|今天)?(?:{_ORDERED})(?:数量|数|量|[{_EACH}]数?)"),
    re.compile(r"(?:order(?:ed)?|required|requested|needed)(?:qty|quantity)?|(?:qty|quantity)(?:ordered|needed)"),
    re.compile(rf"(?:总|合计)?(?:数量|整件数|{LOOSE}?[{_EACH}]数)|[箱件瓶罐听袋包盒桶散]"),
    re.compile(
        r"qty|quantity|(?:qty|quantity|numberof)?(?:cases|ctns|cartons|boxes|bottles|cans|packs|bags|pcs|pieces)"
    ),
)
_HAN_UNIT = re.compile(rf"(?P<unit>{WHOLE}|{LOOSE}?[{_EACH}])数?量?[)\]]?$")
#: Words for single ones, whatever they are: 个数, pcs.
_SINGLE = frozenset(["个", "只", "枚", "单", "散", "pc", "pcs", "piece", "unit", "each"])
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
#: Packs that hold others.
OUTER = frozenset({"箱", "件", "case", "ctn", "carton"})
#: A number of so many digits is a code.
CODE_DIGITS = 8
#: So many rows, and so much of a column, show what it holds.
_ROWS, _MOSTLY = 3, 0.8


def column_of(cell: str) -> Column | None:
    """The column that a header names."""
    text = re.sub(r"\(.*?\)|\[.*?\]|[\s*_:]", "", tidy(cell))
    kind = _KINDS.get(text)
    rank = next((rank for rank, pattern in enumerate(_COUNTED) if pattern.fullmatch(text)), len(_COUNTED))
    if kind is Kind.COUNT or (kind is None and rank < len(_COUNTED)):
        return Column(kind=Kind.COUNT, unit=_unit_in(cell), rank=rank)
    kind = kind or _KINDS.get(re.sub(r"[/-].*$", "", text))
    return None if kind in (None, Kind.COUNT) else Column(kind=kind)


def _unit_in(cell: str) -> str:
    """The unit that a header counts in: ``数量(箱)``, ``箱数``, ``qty (cases)``."""
    text = re.sub(r"\s|订单", "", tidy(cell))
    match = _HAN_UNIT.search(text)
    words = (singular(word) for word in re.findall(r"[a-z]+", tidy(cell)))
    unit = match["unit"] if match else next((word for word in words if word in _EACH_EN), "")
    return LOOSE if unit in _SINGLE else unit


def by_header(cells: Sequence[str]) -> list[Column] | None:
    """The columns under a header; nothing where the cells are none."""
    columns = [column_of(cell) for cell in cells]
    known = [column.kind for column in columns if column]
    if len(known) < 2 or not {Kind.NAME, Kind.CODE} & set(known):  # noqa: PLR2004 - a header has two columns at least
        return None
    return _loosened([column or Column(kind=Kind.OTHER) for column in columns])


def _loosened(columns: list[Column]) -> list[Column]:
    """Beside a column of cases, the other one counts single ones, whatever it calls them."""
    units = {column.unit for column in columns if column.kind is Kind.COUNT and column.unit}
    inner = units - OUTER
    if len(units) != len(inner) + 1 or len(inner) != 1 or LOOSE in inner:
        return columns
    return [replace(column, unit=f"{LOOSE}{column.unit}") if column.unit in inner else column for column in columns]


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
    return [Column(kind=Kind.COUNT if at == count else _kind(look, at, count)) for at, look in enumerate(looks)]


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


def _kind(look: _Look, at: int, count: int) -> Kind:
    if look is _Look.TEXT:
        return Kind.NAME if at < count else Kind.NOTE
    return {_Look.UNIT: Kind.UNIT, _Look.CODE: Kind.CODE}.get(look, Kind.OTHER)
