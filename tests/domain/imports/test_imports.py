"""Sheets as people have them: bad rows are named, the others go in, and a second run changes nothing."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import col, select

from domain.checks import check_all
from domain.imports import IMPORTS, WANTED, ImportReport, import_products, import_stock
from domain.imports.report import CHUNK
from domain.refusals import NotAllowed
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Alias, Counter, Pack, Product, Sku
from domain.tables.people import Account, Address
from domain.tables.stock import StockMove
from locales import LANGUAGES, words_for
from storage.files.sheets import read_sheet
from tests.carts import put
from tests.orders import approve, place, ship
from tests.world import World

TEA = {
    "sku": "CH01",
    "name": "云雾绿茶",
    "brand": "云雾",
    "category": "茶",
    "spec": "250g袋",
    "unit": "袋",
    "pack_unit": "箱",
    "pack_size": "40",
    "price": "18.8",
    "stock": "120",
    "aliases": "绿茶；云雾茶;绿茶",
    "barcode": "2000000000091",
}


def test_a_new_sku_comes_with_everything(world: World) -> None:
    assert _counts(_import(world, TEA)) == (1, 0, 0, 0)
    sku = world.sku("CH01")
    assert (sku.price, sku.unit, sku.spec, sku.on_sale) == (Decimal("18.8"), "袋", "250g袋", True)
    assert world.stock("CH01").on_hand == 120
    assert _texts(world, sku) == ["云雾茶", "绿茶"]
    assert _packs(world, sku) == [("箱", 40)]
    world.dealer.types("绿茶").sees("云雾绿茶")
    assert _agrees(world)


def test_running_it_again_changes_nothing(world: World) -> None:
    _import(world, TEA)
    before = _version(world)
    assert _counts(_import(world, TEA)) == (0, 0, 1, 0)
    assert _version(world) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"price": "19"}, [("price", "18.8", "19")]),
        ({"name": "云雾红茶"}, [("name", "云雾绿茶", "云雾红茶")]),
        ({"spec": "500g袋", "name_en": "Tea"}, [("name_en", "", "Tea"), ("spec", "250g袋", "500g袋")]),
        ({"category": "饮料"}, [("category", "茶", "饮料")]),
        ({"aliases": "绿茶"}, [("aliases", "绿茶;云雾茶", "绿茶")]),
        ({"pack_unit": "件"}, [("pack_size", "箱=40", "件=40")]),
        ({"product": "tea"}, [("product", "云雾/云雾绿茶", "tea")]),
        ({"stock": "130"}, [("stock", "120", "130")]),
        ({"backorder": "是"}, [("backorder", "0", "1")]),
        ({"shelf": "A-03", "supplier": "云雾茶厂"}, [("shelf", "", "A-03"), ("supplier", "", "云雾茶厂")]),
    ],
)
def test_only_what_changed_is_changed(world: World, change: dict[str, str], told: list[tuple[str, str, str]]) -> None:
    other = {**TEA, "sku": "CH02", "name": "雾里红茶", "barcode": ""}
    _import(world, TEA, other)
    report = _import(world, {**TEA, **change}, other)
    assert _counts(report) == (0, 1, 1, 0)
    assert [(each.column, each.before, each.after) for each in report.changes[0].cells] == told
    assert _counts(_import(world, {**TEA, **change}, other)) == (0, 0, 2, 0)
    assert _agrees(world)


@pytest.mark.parametrize("held", ["in stock", "in a cart", "in an open order", "nowhere"])
def test_a_unit_and_the_size_of_a_pack_stay_while_somebody_holds_quantities(world: World, held: str) -> None:
    stock = "120" if held == "in stock" else "0"
    _import(world, {**TEA, "stock": stock, "backorder": "是"})
    if held == "in a cart":
        put(world, CH01=40)
    if held == "in an open order":
        place(world, {"CH01": 40})
    row = {"sku": "CH01", "price": "1"}
    report = _import(world, {**row, "unit": "箱"}), _import(world, {**row, "pack_unit": "箱", "pack_size": "20"})
    reasons = [bad.reason for each in report for bad in each.bad]
    assert reasons == ([] if held == "nowhere" else ["sheets.unit_in_use", "sheets.pack_in_use"])
    assert world.sku("CH01").price == (1 if held == "nowhere" else Decimal("18.8"))
    assert _packs(world, world.sku("CH01")) == [("箱", 20 if held == "nowhere" else 40)]


def test_a_column_that_is_not_there_leaves_things_as_they_are(world: World) -> None:
    _import(world, TEA)
    assert _counts(_import(world, {"sku": "CH01", "price": "20"})) == (0, 1, 0, 0)
    sku = world.sku("CH01")
    assert (sku.spec, sku.price, _texts(world, sku)) == ("250g袋", Decimal(20), ["云雾茶", "绿茶"])


def test_a_stock_said_before_is_not_said_again_after_sales(world: World) -> None:
    _import(world, TEA)
    order = place(world, {"CH01": 40})
    approve(world, order)
    ship(world, order)
    _import(world, TEA)
    assert world.stock("CH01").on_hand == 80
    _import(world, {**TEA, "stock": "200"})
    assert world.stock("CH01").on_hand == 200
    assert _agrees(world)


def test_a_stock_sheet_is_a_count_and_always_counts(world: World) -> None:
    place(world, {"KL330": 24})
    report = _run(world, "stock", [_row({"sku": "KL330", "stock": "900"}), _row({"sku": "QS550", "stock": "1000"}, 3)])
    assert _counts(report) == (0, 1, 1, 0)
    assert (world.stock("KL330").on_hand, world.stock("KL330").reserved) == (Decimal(900), Decimal(24))
    assert _agrees(world)


def test_prices_change_and_are_noted(world: World) -> None:
    rows = [
        _row({"sku": "KL330", "price": "2"}),
        _row({"sku": "KL500", "price": "2.5"}, 3),
        _row({"sku": "??", "price": "1"}, 4),
    ]
    report = _run(world, "prices", rows)
    assert _counts(report) == (0, 1, 1, 1)
    assert world.sku("KL330").price == 2


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"sku": ""}, "sheets.needed"),
        ({"name": ""}, "sheets.needed"),
        ({"unit": ""}, "sheets.needed"),
        ({"price": ""}, "sheets.needed"),
        ({"price": "便宜"}, "sheets.bad_number"),
        ({"price": "-1"}, "sheets.bad_price"),
        ({"price": "1.23456"}, "sheets.bad_price"),
        ({"price": "NaN"}, "sheets.bad_number"),
        ({"price": "1e999999"}, "sheets.bad_number"),
        ({"stock": "-5"}, "sheets.bad_stock"),
        ({"stock": "0.0001"}, "sheets.bad_stock"),
        ({"pack_size": "半"}, "sheets.bad_pack"),
        ({"pack_size": ""}, "sheets.bad_pack"),
        ({"pack_size": "0"}, "sheets.bad_pack"),
        ({"name": "长" * 121}, "sheets.too_long"),
        ({"aliases": "长" * 61}, "sheets.too_long"),
        ({"decimals": "4"}, "sheets.out_of_range"),
        ({"minimum": "0"}, "sheets.bad_number"),
        ({"backorder": "也许"}, "sheets.bad_flag"),
    ],
)
def test_a_bad_row_is_named_with_its_reason_and_the_others_go_in(
    world: World, cells: dict[str, str], reason: str
) -> None:
    report = _run(world, "products", [_row({**TEA, **cells}, 7), _row({**TEA, "sku": "CH02"}, 8)])
    assert [(bad.number, bad.reason) for bad in report.bad] == [(7, reason)]
    assert report.added == 1
    for language in LANGUAGES:
        assert words_for(language)(report.bad[0].reason, **report.bad[0].facts)
    assert _agrees(world)


def test_a_code_that_stands_twice_goes_in_once(world: World) -> None:
    report = _run(world, "products", [_row(TEA, 2), _row({**TEA, "price": "1"}, 9)])
    assert [(bad.number, bad.reason, bad.facts["first"]) for bad in report.bad] == [(9, "sheets.repeated", "2")]
    assert world.sku("CH01").price == Decimal("18.8")


def test_a_sheet_without_codes_is_refused_at_once(world: World) -> None:
    report = _import(world, {"name": "云雾绿茶"})
    assert [(bad.number, bad.reason) for bad in report.bad] == [(1, "sheets.no_column")]


def test_sizes_of_one_name_are_one_product(world: World) -> None:
    _import(world, TEA, {**TEA, "sku": "CH02", "spec": "500g袋"}, {**TEA, "sku": "CH03", "brand": "雾里"})
    with world.session() as session:
        products = session.exec(select(Sku.product_id).where(col(Sku.code).startswith("CH")).order_by(Sku.code)).all()
    assert products[0] == products[1] != products[2]


def test_one_of_a_family_that_is_renamed_leaves_it(world: World) -> None:
    family = (TEA, {**TEA, "sku": "CH02", "spec": "500g袋"})
    _import(world, *family)
    report = _import(world, family[0], {**family[1], "name": "云雾红茶"})
    assert [cell.column for cell in report.changes[0].cells] == ["name"]
    world.dealer.types("红茶").sees("云雾红茶").does_not_see("250g")


def test_a_single_sku_that_is_renamed_keeps_its_product_and_picture(world: World) -> None:
    _import(world, TEA)
    before = world.sku("CH01").product_id
    _import(world, {**TEA, "name": "云雾红茶"})
    assert world.sku("CH01").product_id == before
    with world.session() as session:
        assert session.get_one(Product, before).name == "云雾红茶"


def test_a_key_that_was_given_up_can_be_taken_by_another(world: World) -> None:
    _import(world, {**TEA, "product": "tea"})
    rows = ({**TEA, "product": "green"}, {**TEA, "sku": "CH02", "product": "tea"})
    assert _counts(_import(world, *rows)) == (1, 1, 0, 0)
    assert _counts(_import(world, *rows)) == (0, 0, 2, 0)


def test_goods_by_weight_are_recognised_by_their_unit(world: World) -> None:
    _import(world, {"sku": "MF01", "name": "面粉", "unit": "kg", "price": "4.2", "stock": "12.5"})
    assert (world.sku("MF01").decimals, world.sku("MF01").multiple) == (3, Decimal("0.001"))


def test_an_account_that_goes_to_another_salesperson_is_told_to_those_concerned(world: World) -> None:
    order = place(world)
    world.deliver()
    rows = [
        _row({"account": name, "salesperson": "小赵"}, 2 + n) for n, name in enumerate(("李记便利店", "Harbour Mart"))
    ]
    assert _counts(_run(world, "accounts", rows)) == (0, 2, 0, 0)
    world.deliver()
    world.dealer.hears("以后由小赵负责李记便利店")
    world.salesperson.hears("等 2 家客户交给小赵了")
    world.other_salesperson.hears(order.number, "✅ 通过")


def test_accounts_come_with_salesperson_limit_and_addresses(world: World) -> None:
    rows = [
        _row(
            {
                "account": "兴旺超市",
                "salesperson": "小赵",
                "credit_limit": "20,000",
                "addresses": "东街1号;西街2号",
                "language": "English",
            }
        ),
        _row({"account": "陌生超市", "salesperson": "小赵", "credit_limit": "", "addresses": "", "language": ""}, 3),
        _row({"account": "没人管", "salesperson": "老孙"}, 4),
    ]
    assert _counts(_run(world, "accounts", rows)) == (1, 1, 0, 1)
    assert _counts(_run(world, "accounts", rows)) == (0, 0, 2, 1)
    with world.session() as session:
        account = session.exec(select(Account).where(Account.name == "兴旺超市")).one()
        addresses = session.exec(
            select(Address).where(Address.account_id == account.id).order_by(col(Address.id))
        ).all()
    assert (account.credit_limit, account.language) == (Decimal(20000), "en")
    assert [(each.text, each.is_default) for each in addresses] == [("东街1号", True), ("西街2号", False)]


def test_accounts_come_with_their_area_and_the_rounds_of_their_addresses(world: World) -> None:
    first = {"account": "兴旺超市", "area": "城东", "addresses": "东街1号;西街2号", "route": "东线; 西线"}
    assert _counts(_run(world, "accounts", [_row(first)])) == (1, 0, 0, 0)
    assert _counts(_run(world, "accounts", [_row(first)])) == (0, 0, 1, 0)
    moved = _run(world, "accounts", [_row({**first, "route": "环线"})])
    assert [(each.column, each.before, each.after) for each in moved.changes[0].cells] == [
        ("route", "东线", "环线"),
        ("route", "西线", "环线"),
    ]
    assert _counts(_run(world, "accounts", [_row({**first, "route": "一;二;三"})])) == (0, 0, 0, 1)
    with world.session() as session:
        account = session.exec(select(Account).where(Account.name == "兴旺超市")).one()
        found = session.exec(select(Address).where(Address.account_id == account.id)).all()
    assert account.area == "城东"
    assert {each.text: each.route for each in found} == {"东街1号": "环线", "西街2号": "环线"}
    assert _agrees(world)


def test_addresses_come_with_who_receives_there(world: World) -> None:
    first = {"account": "兴旺超市", "addresses": "东街1号;西街2号", "receiver": "张三;李四", "phone": "13800000000"}
    assert _counts(_run(world, "accounts", [_row(first)])) == (1, 0, 0, 0)
    assert _counts(_run(world, "accounts", [_row({**first, "receiver": ""})])) == (0, 0, 1, 0)
    changed = _run(world, "accounts", [_row({**first, "receiver": "张三;王五"})])
    assert [(each.column, each.before, each.after) for each in changed.changes[0].cells] == [
        ("receiver", "李四", "王五")
    ]
    assert _counts(_run(world, "accounts", [_row({**first, "phone": "1;2;3"})])) == (0, 0, 0, 1)
    with world.session() as session:
        account = session.exec(select(Account).where(Account.name == "兴旺超市")).one()
        found = session.exec(select(Address).where(Address.account_id == account.id)).all()
    assert {each.text: (each.receiver, each.phone) for each in found} == {
        "东街1号": ("张三", "13800000000"),
        "西街2号": ("王五", "13800000000"),
    }
    assert _agrees(world)


def test_progress_is_told_to_the_end(world: World) -> None:
    told: list[int] = []
    rows = [_row({**TEA, "sku": f"N{number}"}, number) for number in range(2, 1203)]
    with world.database.transaction() as session:
        import_products(world.actor(session), rows, told.append)
    assert told == [500, 1000, 1201]


def test_an_import_that_is_broken_off_has_changed_nothing(world: World) -> None:
    before = _version(world)
    rows = [_row({**TEA, "sku": f"N{number}"}, number) for number in range(2, 1203)]

    def stop(done: int) -> None:
        if done > CHUNK:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), world.database.transaction() as session:
        import_products(world.actor(session), rows, stop)
    assert _version(world) == before
    with world.session() as session:
        assert not session.exec(select(Sku.id).where(col(Sku.code).startswith("N1"))).all()


def test_only_those_who_may_change_goods_import_them(world: World) -> None:
    with world.session() as session, pytest.raises(NotAllowed):
        import_products(world.actor(session, "老周"), [_row(TEA)])
    with world.session() as session, pytest.raises(NotAllowed):
        import_stock(world.actor(session, "小王"), [_row(TEA)])


def test_the_demo_goods_go_in_whole(world: World) -> None:
    rows = read_sheet(Path("bot/demo/goods.csv"), WANTED["products"]).rows
    assert _counts(_run(world, "products", rows)) == (len(rows), 0, 0, 0)
    assert _counts(_run(world, "products", rows)) == (0, 0, len(rows), 0)
    assert _agrees(world)


def _row(cells: dict[str, str], number: int = 2) -> SheetRow:
    return SheetRow(number=number, cells=cells)


def _run(world: World, what: str, rows: Sequence[SheetRow]) -> ImportReport:
    with world.database.transaction() as session:
        return IMPORTS[what](world.actor(session), rows, None)


def _import(world: World, *rows: dict[str, str]) -> ImportReport:
    return _run(world, "products", [_row(cells, number) for number, cells in enumerate(rows, start=2)])


def _counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.same, len(report.bad)


def _texts(world: World, sku: Sku) -> list[str]:
    with world.session() as session:
        return sorted(session.exec(select(Alias.text).where(Alias.sku_id == sku.id)))


def _packs(world: World, sku: Sku) -> list[tuple[str, int]]:
    with world.session() as session:
        return [(pack.name, pack.size) for pack in session.exec(select(Pack).where(Pack.sku_id == sku.id))]


def _version(world: World) -> tuple[int, int]:
    """The catalogue's version and how many stock moves there are."""
    with world.session() as session:
        version = session.exec(select(Counter.value).where(Counter.name == "catalogue")).one()
        return version, len(session.exec(select(StockMove.id)).all())


def _agrees(world: World) -> bool:
    with world.database.transaction() as session:
        return check_all(session) == []
