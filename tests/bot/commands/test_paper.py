"""``dinghuo paper``: each paper as PDF, in both languages, of one line and of two hundred."""

from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.tables.people import Channel
from tests.orders import approve, place, ship
from tests.papers import texts
from tests.world import World


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture(autouse=True)
def settings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINGHUO_DATABASE_URL", world.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DINGHUO_LANGUAGE", "zh-CN")
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "of this test, so that none is made")


def paper(kind: str, number: str, file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["paper", kind, number, str(file), *options])


def test_every_paper_of_an_order_is_written(world: World, tmp_path: Path) -> None:
    order, other, file = place(world), place(world, {"KL330": 24}), tmp_path / "a.pdf"
    assert "还没有包裹" in paper("delivery", order.number, file).output
    for each in (order, other):
        approve(world, each)
    ship(world, order, {"KL330": 24})
    for kind, number, options, says in (
        ("order", order.number, (), "订单确认"),
        ("order", order.number, ("--language", "en"), "Order confirmation"),
        ("picking", f"{order.number},{other.number}", (), "2箱"),
        ("quote", other.number, (), "报价单"),
        ("delivery", order.number, (), "¥44.00"),
    ):
        told = paper(kind, number, file, *options)
        assert told.exit_code == 0, told.output
        assert says in texts(file.read_bytes()), kind
    assert paper("delivery", order.number, file, "--without-prices", "--three-part").exit_code == 0
    assert "¥" not in texts(file.read_bytes())
    page = pypdfium2.PdfDocument(file.read_bytes())[0]
    assert tuple(round(each / 72 * 25.4) for each in page.get_size()) == (241, 140)
    assert "没有找到" in paper("order", "D20200101-0001", file).output
    assert "购物车是空的" in paper("quote", "李记便利店", file).output
