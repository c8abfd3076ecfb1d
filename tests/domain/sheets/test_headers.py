"""What headers say, as suppliers and dealers write them: the column, and the unit its numbers are for."""

import pytest

from domain.imports import WANTED
from domain.sheets.headers import ORDER, Wanted, column_of


@pytest.mark.parametrize(
    ("wanted", "headers", "column"),
    [
        (WANTED["prices"], "单价 價格 单价（元） Unit_Price 售价(含税) *单价*必填", "price "),
        (WANTED["prices"], "批发价（元/箱） 单价/箱 箱价 每箱单价 整箱价 单箱价 箱价(含税) 价格(每箱)", "price 箱"),
        (WANTED["prices"], "price_per_case case_price Price(case) price/case ", "price case"),
        (WANTED["prices"], "单价(元/500g)", "price 500g"),
        (WANTED["stock"], "库存 庫存數量 On_hand Stock(pcs)", "stock "),
        (WANTED["stock"], "库存(箱) 箱库存 库存/箱 库存箱数 库存数量（箱）", "stock 箱"),
        (WANTED["stock"], "箱数 数量(箱)", "quantity 箱"),
        (WANTED["products"], "装箱数 箱规 每箱数量 Units_per_case", "pack_size "),
        (WANTED["products"], "起订量(箱)", "minimum 箱"),
        (WANTED["products"], "貨號 商品编码 SKU# Item# code", "sku "),
        (WANTED["products"], "product 系列", "product "),
        (WANTED["orders"], "单号 订单编号 销售单号 Order_No number", "number "),
        (WANTED["orders"], "日期 下单日期 单据日期 Order_date date", "date "),
        (ORDER, "单号 订单编号 日期 date", None),
        (ORDER, "product 商品 品名/规格 Description", "name "),
        (ORDER, "数量（箱） 箱数 订货箱数 本次箱数", "quantity 箱"),
        (ORDER, "本次数量 订货数量 qty", "quantity "),
        (ORDER, "上次数量 一店 1月5日 件重 含税单价 会员价", None),
    ],
)
def test_headers(wanted: Wanted, headers: str, column: str | None) -> None:
    found = [column_of(header.replace("_", " "), wanted) for header in headers.split()]
    told = {each and f"{each.field} {'' if each.unit in ('散', 'pcs') else each.unit}" for each in found}
    assert told == {column}
