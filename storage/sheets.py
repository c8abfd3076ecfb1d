"""Reading CSV and Excel files as rows with our column names, whatever language and order their headers have."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from domain.rules.sheet_columns import BARCODE_WORDS, NAME_WORDS, SKU_WORDS
from domain.rules.sheet_rows import SheetRow
from storage.cells import first_rows
from storage.unreadable import UnreadableError

#: What people call our columns, beside the names themselves; compared without case, spaces and brackets.
_CALLED: dict[str, str] = {
    "sku": SKU_WORDS,
    "barcode": BARCODE_WORDS,
    "name": NAME_WORDS,
    "brand": "品牌",
    "category": "分类 类别 品类 类目 商品分类 商品类别 产品分类",
    "spec": "规格 规格型号 商品规格 型号 size specification",
    "unit": "单位 基本单位 计量单位 最小单位 销售单位 baseunit uom",
    "pack_unit": "包装单位 大单位 整件单位 箱单位 packunit case",
    "pack_size": "装箱数 箱规 装箱量 每箱数量 件装数 包装数量 包装数 换算率 换算 入数 packsize unitspercase",
    "price": "单价 价格 售价 批发价 供货价 销售价 unitprice",
    "stock": "库存 库存数量 库存数 现有库存 可用库存 实盘数 盘点数 onhand quantity qty 数量",
    "aliases": "别名 俗称 又名 其他名称 简称 alias nicknames",
    "name_en": "英文名 英文名称 英文品名 englishname nameenglish",
    "brand_en": "英文品牌 品牌英文 englishbrand",
    "category_en": "英文分类 分类英文 englishcategory",
    "spec_en": "英文规格 规格英文 englishspec",
    "unit_en": "英文单位 单位英文 englishunit",
    "pack_unit_en": "英文包装单位 包装单位英文 englishpackunit",
    "product": "系列 商品组 产品组 款式 spu family productkey",
    "minimum": "起订量 最小起订量 最低起订量 起批量 moq minimumorder",
    "multiple": "订货倍数 倍数 起订倍数 整订倍数 step",
    "backorder": "可预订 可欠货 允许缺货 允许缺货下单 缺货可订 backorders",
    "decimals": "小数位 小数位数 数量小数位",
    "account": "客户 客户名称 客户名 店名 门店 经销商 customer dealer company",
    "salesperson": "业务员 销售员 客户经理 负责人 salesrep",
    "language": "语言",
    "credit_limit": "信用额度 授信额度 额度 creditlimit credit",
    "addresses": "地址 收货地址 送货地址 address",
}
_COLUMNS = {
    re.sub(r"[\s_\-]", "", word.casefold()): column
    for column, words in _CALLED.items()
    for word in (column, *words.split())
}


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows under the header, each with its number in the file; empty rows are left out.

    Raises:
        UnreadableError: neither text nor a workbook, or without a header we know.
        OSError: there is no such file.
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    lines = enumerate(first_rows(path.read_bytes()), start=1)
    numbered = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not numbered:
        raise UnreadableError("the file is empty")
    (_, first), *rest = numbered
    columns = _columns(first)
    headers = {column: first[at].strip() for at, column in columns.items()}
    return [
        SheetRow(
            number=number,
            cells={column: cells[at].strip() if at < len(cells) else "" for at, column in columns.items()},
            headers=headers,
        )
        for number, cells in rest
    ]


def _columns(header: Sequence[str]) -> dict[int, str]:
    """Which of our columns stands where; of two with one meaning, the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        column = _COLUMNS.get(_plain(cell))
        if column is not None:
            found.setdefault(column, at)
    if not found:
        raise UnreadableError(f"no known column in the header: {', '.join(header)[:120]}")
    return {at: column for column, at in found.items()}


def _plain(header: str) -> str:
    """A header without case, width, spaces and what stands in brackets: ``单价（元）`` becomes ``单价``."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s_\-*:/]", "", text)
