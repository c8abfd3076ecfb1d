"""Opening balances from a sheet: each once, another amount as the difference."""

from decimal import Decimal

from sqlmodel import select

from domain.checks import check_all
from domain.imports import ImportReport
from domain.imports.balances import import_balances
from domain.sheets.rows import SheetRow
from domain.tables.ledger import LedgerEntry
from domain.tables.people import Place
from tests.world import World


def taken(world: World, *rows: dict[str, str]) -> ImportReport:
    with world.database.transaction() as session:
        sheet = [SheetRow(number=at, cells=row) for at, row in enumerate(rows, start=2)]
        return import_balances(world.actor(session, where=Place.COMMAND), sheet)


def amounts(world: World) -> list[Decimal]:
    with world.session() as session:
        assert check_all(session) == []
        return [each.amount for each in session.exec(select(LedgerEntry).order_by(LedgerEntry.id))]  # type: ignore[arg-type]


def test_a_balance_goes_in_once_and_a_change_as_the_difference(world: World) -> None:
    row = {"account": "李记便利店", "amount": "1,200.50", "due_on": "2026-10-01", "note": "旧账"}
    assert taken(world, row).changed == 1
    assert taken(world, row).same == 1
    taken(world, row | {"amount": "1000"})
    assert amounts(world) == [Decimal("1200.50"), Decimal("-200.50")]
    world.dealer.types("欠多少").sees("欠 ¥1,000.00", "已逾期 ¥1,000.00", "31–60 天")


def test_what_was_paid_ahead_is_below_zero(world: World) -> None:
    taken(world, {"account": "李记便利店", "amount": "-300"})
    world.dealer.types("欠多少").sees("余款 ¥300.00")


def test_bad_rows_are_told_and_the_others_go_in(world: World) -> None:
    report = taken(
        world,
        {"account": "没有的店", "amount": "5", "due_on": "", "note": ""},
        {"account": "李记便利店", "amount": "1.234", "due_on": "", "note": ""},
        {"account": "李记便利店", "amount": "5", "due_on": "哪天", "note": ""},
        {"account": "李记便利店", "amount": "7", "due_on": "", "note": ""},
        {"account": "李记便利店", "amount": "8", "due_on": "", "note": ""},
    )
    assert [bad.reason.partition(".")[2] for bad in report.bad] == [
        "unknown_account", "bad_number", "bad_date", "repeated",
    ]  # fmt: skip
    assert amounts(world) == [Decimal(7)]
