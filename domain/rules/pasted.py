"""Rows pasted from a sheet: cells apart by tabs, with a header or without."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from domain.rules.counting import leading, tidy
from domain.rules.units import is_weight


class Kind(Enum):
    """What a column holds."""

    NAME = "name"
    SPEC = "spec"
    CODE = "code"
    COUNT = "count"
    UNIT = "unit"
    NOTE = "note"
    OTHER = "other"


_CALLED: dict[Kind, str] = {
    Kind.NAME: (
        "商品 品名 名称 商品名称 商品名 产品 产品名称 货品 货品名称 货名 物品 item items product products "
        "name goods description 品牌 brand"
    ),
    Kind.SPEC: "规格 型号 规格型号 口味 容量 spec size",
    Kind.CODE: "货号 编码 编号 商品编码 条码 条形码 商品条码 sku code barcode",
    Kind.COUNT: (
        "数量 订货数量 订购数量 订货量 要货数量 要货量 订量 数目 个数 件数 箱数 瓶数 袋数 qty quantity "
        "amount count cases"
    ),
    Kind.UNIT: "单位 unit units uom",
    Kind.NOTE: "备注 说明 附注 remark remarks note notes",
    Kind.OTHER: "序号 序 行号 no no. # 单价 价格 金额 小计 合计 总价 库存 零售价 进价 price total subtotal stock",
}
_KINDS = {word: kind for kind, words in _CALLED.items() for word in words.split()}
_UNIT_IN_HEADER = re.compile(r"[(/]?([箱件瓶罐袋包盒桶提])\)?数?$")
_TOTALS = re.compile(r"^\s*(?:合计|总计|小计|共计|total)")
_CODE = re.compile(r"\d{8,14}")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, kw_only=True)
class PastedRow:
    """A row of goods: ``said`` as pasted, the words of its ``name``, its ``code`` if any, the ``amount`` as text."""

    said: str
    name: str
    code: str
    amount: str
    note: str


def is_pasted(line: str) -> bool:
    """Whether a line is a row of cells."""
    return "\t" in line.strip() or line.count("|") > 1


def rows_of(lines: Sequence[str], units: frozenset[str]) -> Iterator[PastedRow]:
    """The goods in pasted lines."""
    table = [_cells(line) for line in lines]
    header = _header(table[0]) if table else None
    if header:
        default = next(filter(None, (_unit_in(cell) for cell in table[0] if _kind(cell) is Kind.COUNT)), "")
        rows = (_by_header(cells, header, default) for cells in table[1:])
    else:
        rows = (_by_looks(cells, units) for cells in _without_serials(table))
    yield from (row for row in rows if row and not _TOTALS.match(row.name or row.said))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"\t|\|", line.strip("\n\r|"))]


def _kind(cell: str) -> Kind | None:
    text = re.sub(r"\(.*?\)|[\s:*]", "", tidy(cell))
    return _KINDS.get(text) or _KINDS.get(tidy(cell).strip())


def _header(cells: Sequence[str]) -> list[Kind] | None:
    kinds = [_kind(cell) for cell in cells]
    known = [kind for kind in kinds if kind]
    if len(known) < 2 or not {Kind.NAME, Kind.CODE} & set(known):  # noqa: PLR2004 - a header has two columns at least
        return None
    return [kind or Kind.OTHER for kind in kinds]


def _unit_in(cell: str) -> str:
    """The unit that a header counts in: ``数量(箱)``, ``箱数``."""
    match = _UNIT_IN_HEADER.search(tidy(cell))
    return match.group(1) if match else ""


def _by_header(cells: Sequence[str], header: Sequence[Kind], default: str) -> PastedRow | None:
    by: dict[Kind, list[str]] = {}
    for kind, cell in zip(header, cells, strict=False):
        if cell:
            by.setdefault(kind, []).append(cell)
    name = " ".join((*by.get(Kind.NAME, ()), *by.get(Kind.SPEC, ())))
    code, count = " ".join(by.get(Kind.CODE, ())), "".join(by.get(Kind.COUNT, ())[:1])
    if not (name or code):
        return None
    bare = bool(_NUMBER.fullmatch(tidy(count)))
    unit = next(iter(by.get(Kind.UNIT, ())), default) if bare else ""
    return PastedRow(
        said=" ".join(filter(None, cells)),
        name=name,
        code=code,
        amount=f"{count}{unit}",
        note=" ".join(by.get(Kind.NOTE, ())),
    )


def _by_looks(cells: Sequence[str], units: frozenset[str]) -> PastedRow | None:
    """A row without a header: a number with its unit, or beside one, or the only number, is the quantity."""
    full = [cell for cell in cells if cell]
    said = " ".join(full)
    code = next((cell for cell in full if _CODE.fullmatch(cell)), "")
    rest = [cell for cell in full if cell != code]
    numbers = [at for at, cell in enumerate(rest) if _NUMBER.fullmatch(tidy(cell))]
    counted_ = [at for at, cell in enumerate(rest) if _counts(cell, units)]
    beside = [at for at in numbers if at + 1 < len(rest) and tidy(rest[at + 1]) in units]
    chosen = (counted_ or beside or numbers) if len(counted_) < 2 else []  # noqa: PLR2004 - of two nobody knows which
    if len(chosen) != 1:
        name = " ".join(cell for at, cell in enumerate(rest) if at not in numbers)
        asked = "" if numbers else "?"
        return PastedRow(said=said, name=name or code if numbers else said, code=code, amount=asked, note="")
    at = chosen[0]
    unit = rest[at + 1] if beside and not counted_ else ""
    taken = {*numbers, at, *((at + 1,) if unit else ())}
    name = " ".join(cell for place, cell in enumerate(rest) if place not in taken)
    return (
        PastedRow(said=said, name=name or code, code=code, amount=f"{rest[at]}{unit}", note="")
        if name or code
        else None
    )


def _counts(cell: str, units: frozenset[str]) -> bool:
    """Whether a cell is a number of things, and no weight."""
    text = tidy(cell).strip()
    amount = leading(text, units)
    return amount is not None and bool(amount.unit) and amount.end == len(text) and not is_weight(amount.unit)


def _without_serials(table: Sequence[list[str]]) -> Sequence[list[str]]:
    """Rows that begin with 1, 2, 3 lose that column."""
    firsts = [cells[0] for cells in table]
    if len(table) > 1 and firsts == [str(number) for number in range(1, len(table) + 1)]:
        return [cells[1:] for cells in table]
    return table
