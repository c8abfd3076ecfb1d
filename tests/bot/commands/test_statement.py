"""``dinghuo statement``: the JSON of the contract, and the files."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.finance import corrections, payments
from domain.tables.people import Account, Channel
from tests.orders import approve, place, ship
from tests.world import World

HOUSE = "李记便利店"


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture(autouse=True)
def settings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DINGHUO_DATABASE_URL", world.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DINGHUO_LANGUAGE", "zh-CN")
    monkeypatch.setenv("DINGHUO_SECRET_KEY", "of this test, so that none is made")


def statement(first: str, last: str, *options: str, account: str = HOUSE) -> Result:
    return CliRunner().invoke(app, ["statement", account, "--from", first, "--to", last, *options])


def as_data(first: str, last: str) -> dict[str, Any]:
    told = statement(first, last, "--json")
    assert told.exit_code == 0, told.output
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def a_month(world: World) -> str:
    """Goods for ¥25 on 23 November on terms of seven days; then a correction, and a payment in December."""
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == HOUSE)).one()
        account.terms, account.credit_limit, account_id = "7", Decimal(100), account.id
    order = place(world, {"KL500": 10})
    approve(world, order)
    ship(world, order)
    world.clock.pass_(days=2)
    with world.database.transaction() as session:
        corrections.correct(world.actor(session, "小孙"), account_id, Decimal(-5), "破损两瓶")
    world.clock.pass_(days=8)
    with world.database.transaction() as session:
        payments.record(world.actor(session, "小孙"), account_id, Decimal(12))
    return order.number


def test_a_period_as_the_contract_says(world: World) -> None:
    number = a_month(world)
    assert as_data("2026-11-01", "2026-11-30") == {
        "account": HOUSE,
        "opening": "0.00",
        "entries": [
            {
                "day": "2026-11-23",
                "kind": "invoice",
                "document": f"{number}/1",
                "debit": "25.00",
                "credit": "0.00",
                "balance": "25.00",
                "due_on": "2026-11-30",
            },
            {
                "day": "2026-11-25",
                "kind": "correction",
                "document": "",
                "debit": "0.00",
                "credit": "5.00",
                "balance": "20.00",
                "due_on": None,
            },
        ],
        "closing": "20.00",
        "ageing": {"not_due": "20.00", "1_30": "0.00", "31_60": "0.00", "61_90": "0.00", "over_90": "0.00"},
        "prepaid": "0.00",
        "limit": "100.00",
        "free": "92.00",
    }
    december = as_data("2026-12-01", "2026-12-31")
    assert (december["opening"], december["closing"], december["ageing"]["1_30"]) == ("20.00", "8.00", "0.00")
    assert as_data("2026-12-01", "2026-12-03")["ageing"]["1_30"] == "8.00"


def test_files_are_written_and_refusals_are_one_line(world: World, tmp_path: Path) -> None:
    a_month(world)
    pdf, sheet = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    told = statement("2026-11-01", "2026-11-30", "--pdf", str(pdf), "--xlsx", str(sheet))
    assert told.exit_code == 0, told.output
    assert pdf.read_bytes().startswith(b"%PDF")
    assert sheet.read_bytes().startswith(b"PK")
    assert "没有" in statement("2026-11-01", "2026-11-30", account="没有这家").output
    assert "is after" in statement("2026-11-30", "2026-11-01").output
    assert statement("November", "2026-11-01").exit_code == 2
