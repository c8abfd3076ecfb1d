"""``dinghuo import price-lists``, what other sheets say of prices, and ``dinghuo price`` as the contract says."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.rules.pricing.price_calculation import PriceSource
from domain.tables.orders import Event
from domain.tables.people import Channel
from tests.price_tables import PACKS, TEN_CANS
from tests.prices import sell
from tests.storage.rows import read_rows
from tests.world import World

LISTS = """价格表,适用级别,适用客户,货号,单位,起始数量,单价,开始日期,结束日期
A级价,A级,,KL330,,,1.80,,
A级价,A级,,KL330,箱,10,41.5,,
李记专享,,李记便利店;Harbour Mart,KL500,箱,,56.99,2026-11-01,2026/12/31
李记专享,,,QS550,瓶,48,0.8501,,
基础价,,,XB330,箱,,40,,
"""
ACCOUNTS = "客户,级别,专属价格表\n李记便利店,A级,\n陌生超市,,李记专享\n"
GOODS = """货号,单价,箱价,底价,成本价,税率
XB330,1.75,40,1.5,1.21,13%
QS550,0.9,,0.7,0.5,0.09
"""


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture
def command(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Command":
    monkeypatch.setenv("DINGHUO_DATABASE_URL", world.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DINGHUO_LANGUAGE", "zh-CN")
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "of this test, so that none is made")
    return Command(tmp_path)


class Command:
    """Runs ``dinghuo`` on the world's database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *options: str) -> Result:
        return CliRunner().invoke(app, options)

    def takes(self, kind: str, sheet: str, *options: str) -> dict[str, Any]:
        """Import a sheet; the report."""
        file = self.folder / f"{kind}.csv"
        file.write_text(sheet)
        told = self.run("import", kind, str(file), "--json", *options)
        report: dict[str, Any] = json.loads(told.stdout)
        return report

    def price(self, account: str, sku: str, quantity: str, *options: str) -> dict[str, Any]:
        told = self.run("price", "--account", account, "--sku", sku, "--quantity", quantity, "--json", *options)
        assert told.exit_code == 0, told.output
        found: dict[str, Any] = json.loads(told.stdout)
        return found


def test_lists_are_imported_given_and_asked(command: Command, world: World) -> None:
    before = read_rows(world.database.engine)
    assert command.takes("price-lists", LISTS, "--dry-run")["added"] == 5
    assert read_rows(world.database.engine) == before
    report = command.takes("price-lists", LISTS)
    assert (report["added"], report["bad"], report["remarks"]) == (5, [], [])
    again = command.takes("price-lists", LISTS)
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 5)
    assert command.takes("accounts", ACCOUNTS)["changed"] == 2
    assert command.takes("accounts", ACCOUNTS)["changed"] == 0
    day = ("--on", "2026-11-30")
    assert command.price("李记便利店", "KL330", "10箱", *day) == {
        "unit": "罐",
        "unit_price": "1.80",
        "pack_price": "41.50",
        "amount": "415.00",
        "source": "group_list",
        "list": "A级价",
        "tier_from": 240,
        "base_price": "1.8333",
    }
    assert command.price("李记便利店", "KL330", "9箱3罐", *day)["amount"] == "394.20"
    own = command.price("陌生超市", "KL500", "12箱", *day)
    assert (own["amount"], own["source"], own["list"]) == ("683.88", "account_list", "李记专享")
    assert command.price("Harbour Mart", "KL500", "12箱", "--on", "2027-01-01")["source"] == "base"
    assert command.price("Harbour Mart", "KL500", "12箱", "--on", "2026-10-31")["source"] == "base"
    assert command.price("Harbour Mart", "QS550", "48", *day)["unit_price"] == "0.8501"
    shared = command.price("Harbour Mart", "XB330", "25", *day)
    assert (shared["source"], shared["pack_price"], shared["amount"], shared["list"]) == (
        "base",
        "40.00",
        "41.75",
        None,
    )


def test_changed_prices_are_told_and_noted(command: Command, world: World) -> None:
    command.takes("price-lists", LISTS)
    report = command.takes("price-lists", LISTS.replace("41.5", "40.9"))
    assert [each["cells"] for each in report["changes"]] == [[{"column": "price", "before": "41.5", "after": "40.9"}]]
    with world.session() as session:
        noted = session.exec(select(Event).where(Event.kind == "price_list.priced").order_by(Event.id.desc())).first()  # type: ignore[attr-defined]
    assert noted is not None
    assert (noted.facts["before"], noted.facts["after"]) == ("41.5000", "40.9")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("李记专享,,没这家,KL330,,,1,,", "没有叫“没这家”的客户"),
        ("李记专享,,,没有,,,1,,", "没有“没有”这个货号"),
        ("李记专享,,,KL330,吨,,1,,", "“单位”是按 吨 的，这个货没有这个单位"),
        ("李记专享,,,KL330,,,,,", "“单价”不能空着"),
        ("李记专享,,,KL330,,,1,昨天,", "“开始日期”要写明年月日，比如 2026-12-01：昨天"),
        ("李记专享,,,KL330,,,1,2026-12-02,2026-12-01", "“结束日期”比开始日期还早"),
        (",,,KL330,,,1,,", "“价格表”不能空着"),
        ("李记专享,,,KL330,,0.5,1,,", "“起始数量”不是能用的数字：0.5"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(command: Command, row: str, reason: str) -> None:
    head, good = LISTS.splitlines()[:2]
    report = command.takes("price-lists", f"{head}\n{good}\n{row}\n")
    assert (report["added"], [each["text"] for each in report["bad"]]) == (1, [reason])


def test_goods_bring_the_price_of_a_case_floor_cost_and_tax(command: Command, world: World) -> None:
    report = command.takes("products", GOODS)
    assert (report["changed"], report["bad"], report["remarks"]) == (2, [], [])
    sku = world.sku("XB330")
    assert [str(each) for each in (sku.floor_price, sku.cost, sku.tax_rate)] == ["1.5000", "1.2100", "0.1300"]
    assert command.price("李记便利店", "XB330", "2箱1罐")["amount"] == "81.75"
    assert command.takes("products", GOODS)["changed"] == 0
    command.takes("products", GOODS.replace("1.75,40", "1.75,"))
    assert command.price("李记便利店", "XB330", "2箱1罐")["pack_price"] is None


@pytest.mark.parametrize("kind", ["products", "prices"])
def test_the_price_of_a_case_that_does_not_divide_is_the_price_of_the_case(command: Command, kind: str) -> None:
    sheet = "货号,单价,单价单位\nXB330,98.50,箱\n"
    assert command.takes(kind, sheet)["changed"] == 1
    priced = command.price("李记便利店", "XB330", "12箱")
    assert (priced["amount"], priced["pack_price"], priced["unit_price"]) == ("1182.00", "98.50", "1.75")
    assert command.takes(kind, sheet)["changed"] == 0
    command.takes(kind, sheet.replace("98.50", "96"))
    assert command.price("李记便利店", "XB330", "12箱")["pack_price"] is None
    assert command.price("李记便利店", "XB330", "12箱")["amount"] == "1152.00"


def test_new_goods_need_the_price_of_one_where_that_of_a_case_does_not_divide(command: Command) -> None:
    sheet = "货号,名称,单位,包装单位,包装数量,单价,单价单位\nNEW1,新货,罐,箱,24,98.55,箱\n"
    report = command.takes("products", sheet)
    assert (report["added"], [each["text"] for each in report["bad"]]) == (
        0,
        ["箱价除不尽，单卖一个的价格就不能照箱价算：请把单价写在“价格”，箱价写在“箱价”"],
    )


def test_every_case_of_the_tables_is_answered(command: Command, world: World) -> None:
    """Beside those by hand: such a price stands on a line of an order."""
    ten = [(sources, "10", amount, source) for sources, amount, source in TEN_CANS]
    packs = [(sources, quantity, amount, source) for sources, quantity, _, _, amount, source in PACKS]
    cases = [each for each in (*ten, *packs) if all(source.source is not PriceSource.MANUAL for source in each[0])]
    sell(world, {f"C{number}": sources for number, (sources, *_) in enumerate(cases)}, "案例店", "案例级")
    for number, (_, quantity, amount, source) in enumerate(cases):
        found = command.price("案例店", f"C{number}", quantity)
        assert (number, found["amount"], found["source"]) == (number, f"{Decimal(amount):.2f}", source.value)
    assert len(cases) > 25


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("没这家", "KL330", "1箱"), "没有叫“没这家”的客户"),
        (("李记便利店", "XX", "1箱"), "没有“XX”这个货号"),
        (("李记便利店", "KL330", "几箱"), "“几箱”不是 KL330 能用的数量，它的单位是：箱 / 罐"),
        (("李记便利店", "KL330", "0"), "“0”不是 KL330 能用的数量，它的单位是：箱 / 罐"),
    ],
)
def test_what_cannot_be_priced_is_said(command: Command, options: tuple[str, str, str], said: str) -> None:
    account, sku, quantity = options
    told = command.run("price", "--account", account, "--sku", sku, "--quantity", quantity)
    assert told.exit_code != 0
    assert said in told.stderr
