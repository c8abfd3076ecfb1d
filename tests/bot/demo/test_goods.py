from collections import Counter, defaultdict
from dataclasses import fields
from decimal import Decimal

import pytest

from bot.demo.accounts import DEMO_ACCOUNTS, DEMO_STAFF
from bot.demo.goods import DemoGood, demo_goods
from bot.demo.history import DEMO_ORDERS, DemoOrder, DemoOutcome

GOODS = demo_goods()
_BY_SKU = {good.sku: good for good in GOODS}
REAL_BRANDS = (
    "可口", "百事", "雪碧", "芬达", "红牛", "东鹏", "农夫", "怡宝", "康师傅", "娃哈哈", "伊利", "蒙牛",
    "旺旺", "雀巢", "老干妈", "海天", "金龙鱼", "鲁花", "雪花", "青岛", "茅台", "五粮液", "洽洽",
    "三只松鼠", "良品", "乐事", "奥利奥", "德芙", "卫龙", "双汇", "维达", "清风", "心相印", "洁柔",
    "蓝月亮", "立白", "汰渍", "舒肤佳", "海飞丝", "高露洁", "云南白药", "南孚", "双鹿", "自嗨", "王老吉",
    "加多宝", "脉动", "coca", "pepsi", "sprite", "fanta", "redbull", "nestle", "lays", "oreo",
    "heinz", "kikkoman", "tsingtao", "heineken", "kleenex", "tide", "colgate", "dove", "pantene",
    "duracell", "energizer", "kirin",
)  # fmt: skip


def shows_each_column(good: DemoGood) -> bool:
    return all(getattr(good, field.name) not in {"", ()} for field in fields(good))


def test_the_catalogue_is_a_small_wholesalers() -> None:
    assert 280 <= len(GOODS) <= 330
    assert 110 <= len({good.product for good in GOODS}) <= 160
    assert 10 <= len({good.category for good in GOODS}) <= 14


def test_no_sku_or_barcode_is_used_twice() -> None:
    assert len({good.sku for good in GOODS}) == len(GOODS)
    assert len({good.barcode for good in GOODS}) == len(GOODS)


def test_every_column_of_every_good_is_filled() -> None:
    assert [good.sku for good in GOODS if not shows_each_column(good)] == []


def test_barcodes_are_in_store_numbers_with_a_true_check_digit() -> None:
    for good in GOODS:
        digits = [int(digit) for digit in good.barcode]
        assert len(digits) == 13
        assert 20 <= int(good.barcode[:2]) <= 29
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_names_begin_with_the_brand_in_both_languages() -> None:
    for good in GOODS:
        assert good.name.startswith(good.brand)
        assert good.name_en.startswith(good.brand_en)


def test_one_product_has_one_name_and_each_of_its_specs_once() -> None:
    products = defaultdict(list)
    for good in GOODS:
        products[good.product].append(good)
    for members in products.values():
        assert len({(good.name, good.name_en, good.category) for good in members}) == 1
        assert len({good.spec for good in members}) == len({good.spec_en for good in members}) == len(members)


def test_chinese_words_and_english_words_go_together() -> None:
    assert len({(good.brand, good.brand_en) for good in GOODS}) == len({good.brand for good in GOODS})
    assert len({(good.category, good.category_en) for good in GOODS}) == len({good.category for good in GOODS})
    assert all(good.spec_en.isascii() or "×" in good.spec_en for good in GOODS)


def test_prices_have_four_decimals_at_most_and_are_worth_paying() -> None:
    for good in GOODS:
        assert Decimal("0.3") < good.price < 400
        assert good.price == round(good.price, 4)
    assert any(good.price != round(good.price, 2) for good in GOODS)


def test_packs_hold_several_base_units_under_another_name() -> None:
    assert all(good.pack_size > 1 and good.pack_unit != good.unit for good in GOODS)


def test_goods_sold_by_weight_are_counted_in_thousandths() -> None:
    by_weight = {good.sku for good in GOODS if good.unit in {"斤", "公斤"}}
    assert len(by_weight) >= 5
    assert {good.sku for good in GOODS if good.decimals == 3} == by_weight
    assert all(good.stock == int(good.stock) for good in GOODS if good.decimals == 0)


def test_some_goods_are_sold_out_some_scarce_some_special() -> None:
    assert 5 <= sum(good.stock == 0 for good in GOODS) <= 30
    assert sum(0 < good.stock < good.pack_size for good in GOODS) >= 10
    assert any(good.backorder for good in GOODS)
    assert any(good.minimum > 1 and good.multiple > 1 for good in GOODS)


def test_an_alias_names_one_product_only() -> None:
    owners = defaultdict(set)
    for good in GOODS:
        assert len(set(good.aliases)) == len(good.aliases) >= 2
        for alias in good.aliases:
            owners[alias.casefold()].add(good.product)
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize("brand", REAL_BRANDS)
def test_nobodys_brand_is_borrowed(brand: str) -> None:
    for good in GOODS:
        words = f"{good.name} {good.name_en} {' '.join(good.aliases)}".casefold()
        latin = brand.isascii()
        assert brand not in (words.split() if latin else words)


def test_accounts_have_people_a_salesperson_and_an_address() -> None:
    keys = Counter(person.key for account in DEMO_ACCOUNTS for person in account.members)
    keys.update(person.key for person in DEMO_STAFF)
    assert max(keys.values()) == 1
    salespeople = {person.key for person in DEMO_STAFF if person.role == "salesperson"}
    for account in DEMO_ACCOUNTS:
        assert account.members
        assert account.addresses
        assert account.salesperson in salespeople
    assert {account.language for account in DEMO_ACCOUNTS} == {"zh-CN", "en"}
    assert {person.role for person in DEMO_STAFF} == {"salesperson", "warehouse", "finance", "admin"}


def test_the_past_has_every_outcome_and_runs_forward() -> None:
    assert 38 <= len(DEMO_ORDERS) <= 50
    assert {order.outcome for order in DEMO_ORDERS} == set(DemoOutcome)
    days = [order.days_ago for order in DEMO_ORDERS]
    assert days == sorted(days, reverse=True)
    assert max(days) <= 60


@pytest.mark.parametrize("order", DEMO_ORDERS, ids=lambda order: f"{order.account}-{order.days_ago}-{order.outcome}")
def test_a_past_order_could_have_happened(order: DemoOrder) -> None:
    members = {person.key for account in DEMO_ACCOUNTS if account.key == order.account for person in account.members}
    assert order.buyer in members
    assert bool(order.reason) == (order.outcome in {DemoOutcome.rejected, DemoOutcome.cancelled})
    for line in order.lines:
        good = _BY_SKU[line.sku]
        assert line.quantity >= good.minimum
        assert line.quantity % good.multiple == 0 or good.decimals
        assert line.quantity == round(line.quantity, good.decimals)


@pytest.mark.parametrize("order", DEMO_ORDERS, ids=lambda order: f"{order.account}-{order.days_ago}-{order.outcome}")
def test_parcels_hold_what_was_ordered_and_no_more(order: DemoOrder) -> None:
    ordered = Counter({line.sku: line.quantity for line in order.lines})
    sent = Counter({line.sku: line.quantity for shipment in order.shipments for line in shipment.lines})
    assert sum(len(shipment.lines) for shipment in order.shipments) == len(sent)
    match order.outcome:
        case DemoOutcome.completed | DemoOutcome.shipped:
            assert sent == ordered
        case DemoOutcome.partly_shipped:
            assert sent
            assert sent < ordered
        case _:
            assert not sent
    assert all(shipment.delivered for shipment in order.shipments) == (
        order.outcome not in {DemoOutcome.shipped, DemoOutcome.partly_shipped}
    )


def test_open_orders_can_be_served_from_todays_stock_but_one_of_scarce_goods() -> None:
    held: Counter[str] = Counter()
    open_outcomes = {DemoOutcome.waiting, DemoOutcome.approved, DemoOutcome.partly_shipped}
    for order in DEMO_ORDERS:
        if order.outcome in open_outcomes:
            sent = {line.sku for shipment in order.shipments for line in shipment.lines}
            held.update({line.sku: int(line.quantity) for line in order.lines if line.sku not in sent})
    short = {sku: quantity for sku, quantity in held.items() if quantity > _BY_SKU[sku].stock}
    assert short == {"RP0602": 36}
    assert _BY_SKU["RP0602"].backorder
