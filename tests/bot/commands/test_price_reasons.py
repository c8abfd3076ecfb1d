"""``dinghuo price`` and 为什么是这个价 say the same, and what the tables say, of every case of the tables."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from bot.cli import app
from domain.carts.carts import CartWish, add
from domain.carts.hand_prices import HandPrice, set_price
from domain.people.on_behalf import order_for
from domain.rules.pricing.price_calculation import PriceSource, SourcePrices
from domain.tables.catalogue import Sku
from domain.tables.people import Account, Channel
from tests.price_tables import PACKS, TEN_CANS
from tests.prices import sell
from tests.world import World

SHOP, LEVEL = "案例店", "案例级"
#: Whose price it is, as staff are told.
WORDS = {
    PriceSource.MANUAL: "手工定的价：说好的",
    PriceSource.ACCOUNT_LIST: f"{SHOP}的专属价，价格表“{SHOP}专享”",
    PriceSource.GROUP_LIST: f"{SHOP}级别的价格，价格表“{LEVEL}价”",
    PriceSource.BASE: "这是统一的标准价",
}
#: The prices that apply, how much, what it costs, and whose price it is, by the code of the goods.
CASES: dict[str, tuple[Sequence[SourcePrices], str, str, PriceSource]] = {
    f"TAB{number:03}": case
    for number, case in enumerate(
        [
            *((sources, "10", amount, source) for sources, amount, source in TEN_CANS),
            *((sources, quantity, amount, source) for sources, quantity, _, _, amount, source in PACKS),
        ]
    )
}


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


def _hand(sources: Sequence[SourcePrices]) -> SourcePrices | None:
    return next((each for each in sources if each.source is PriceSource.MANUAL), None)


def _fill_the_cart(session: Session, world: World) -> None:
    """陈总 orders for the shop all that is in the tables."""
    skus = session.exec(select(Sku).where(col(Sku.code).startswith("TAB"))).all()
    ids = {sku.code: sku.id for sku in skus}
    for sku in skus:
        sku.backorder, sku.multiple = True, Decimal("0.001")
    actor = world.actor(session, "陈总")
    order_for(actor, session.exec(select(Account.id).where(Account.name == SHOP)).one())
    add(actor, [CartWish(sku_id=ids[code], quantity=Decimal(case[1])) for code, case in CASES.items()])
    for code, (sources, *_) in CASES.items():
        if hand := _hand(sources):
            tier = hand.tiers[0]
            set_price(actor, ids[code], HandPrice(price=tier.price, size=tier.size, reason="说好的"))


def _asked(code: str, quantity: str) -> dict[str, Any]:
    told = CliRunner().invoke(app, ["price", "--account", SHOP, "--sku", code, "--quantity", quantity, "--json"])
    assert told.exit_code == 0, told.output
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_the_command_the_chat_and_the_tables_agree(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINGHUO_DATABASE_URL", world.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DINGHUO_LANGUAGE", "zh-CN")
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "of this test, so that none is made")
    sell(world, {code: sources for code, (sources, *_) in CASES.items()}, SHOP, LEVEL)
    with world.database.transaction() as session:
        _fill_the_cart(session, world)
    for code, (sources, quantity, amount, source) in CASES.items():
        said = world.admin.types(f"为什么 {code} 是这个价").text
        assert (code, f"，¥{Decimal(amount):,.2f}\n" in said, WORDS[source] in said) == (code, True, True), said
        if _hand(sources):  # it stands on the line: the command knows no line
            continue
        told = _asked(code, quantity)
        assert (code, told["amount"], told["source"]) == (code, f"{Decimal(amount):.2f}", source.value)
        assert (told["list"] is not None) is ("价格表" in said)
        assert (told["list"] or "") in said
        assert (told["tier_from"] > 0) is ("起是这个价" in said)
        assert (told["pack_price"] is not None) is ("整箱" in said)
        assert told["pack_price"] is None or f"按 ¥{Decimal(told['pack_price']):.2f}/" in said
