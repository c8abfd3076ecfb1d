"""Sheets of limits, of smallest orders and of who sees what."""

from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from domain.catalogue import own_limits
from domain.catalogue.catalogue import limits_of
from domain.catalogue.visibility import seen_by
from domain.imports import WANTED, ImportReport, import_file
from domain.rules.quantities import PeriodLimit, QuantityLimits
from domain.tables.people import Account
from storage.files.sheets import read_sheet
from tests.limits import LI, put_in_group
from tests.world import World


def run(world: World, folder: Path, what: str, text: str) -> ImportReport:
    """Import a sheet as the operator does."""
    file = folder / f"{what}.csv"
    file.write_text(text, "utf-8")
    with world.database.transaction() as session:
        return import_file(world.actor(session), what, read_sheet(file, WANTED[what]))


def limits(world: World, code: str, account: str = LI) -> QuantityLimits:
    """What holds for an account."""
    sku = world.sku(code)
    with world.database.transaction() as session:
        world.actor(session, "老李")
        account_id = session.exec(select(Account.id).where(Account.name == account)).one()
        return own_limits.limits_for(session, account_id, {sku.id: limits_of(sku)})[sku.id]


def counts(report: ImportReport) -> tuple[int, int, list[str]]:
    return report.changed, report.same, [row.reason for row in report.bad]


def test_limits_of_an_account_and_of_a_group_in_cases_or_single_ones(world: World, tmp_path: Path) -> None:
    put_in_group(world, "批发", LI, "Harbour Mart")
    sheet = f"适用,货号,起订量,最大订量(箱),限购(箱),天数\n{LI},KL500,12,10,20,7\n批发,KL500,24,5,,\n"
    assert counts(run(world, tmp_path, "limits", sheet)) == (2, 0, [])
    assert counts(run(world, tmp_path, "limits", sheet)) == (0, 2, [])
    found = limits(world, "KL500")
    assert (found.minimum, found.maximum) == (Decimal(12), Decimal(240))
    assert found.period == PeriodLimit(quantity=Decimal(480), days=7, taken=Decimal(0))
    other = limits(world, "KL500", "Harbour Mart")
    assert (other.minimum, other.maximum, other.period) == (Decimal(24), Decimal(120), None)


def test_an_empty_cell_takes_a_limit_away_and_a_missing_column_leaves_it(world: World, tmp_path: Path) -> None:
    run(world, tmp_path, "limits", f"for,sku,minimum,pack_only\n{LI},KL500,48,是\n")
    assert limits(world, "KL500").multiple == 24
    report = run(world, tmp_path, "limits", f"for,sku,pack_only\n{LI},KL500,\n")
    assert [(each.column, each.before, each.after) for each in report.changes[0].cells] == [("pack_only", "1", "")]
    assert (limits(world, "KL500").minimum, limits(world, "KL500").multiple) == (
        Decimal(48),
        world.sku("KL500").multiple,
    )


def test_a_row_without_goods_is_about_the_smallest_order(world: World, tmp_path: Path) -> None:
    put_in_group(world, "街边店", LI)
    sheet = f"for,sku,minimum_order\n{LI},,500\n街边店,,300.50\n"
    assert counts(run(world, tmp_path, "limits", sheet)) == (2, 0, [])
    with world.session() as session:
        account = session.exec(select(Account).where(Account.name == LI)).one()
        assert own_limits.minimum_order(session, account.id) == Decimal(500)
    run(world, tmp_path, "limits", f"for,sku,minimum_order\n{LI},,\n")
    with world.session() as session:
        assert own_limits.minimum_order(session, account.id) == Decimal("300.5")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("没有这家,KL500,12,,", "sheets.unknown_owner"),
        (f"{LI},ZZ1,12,,", "sheets.unknown_sku"),
        (f"{LI},KL500,-1,,", "sheets.bad_number"),
        (f"{LI},KL500,0.5,,", "sheets.bad_number"),
        (f"{LI},KL500,,10,", "sheets.needed"),
        (f"{LI},KL500,,10,0", "sheets.out_of_range"),
        (",KL500,12,,", "sheets.needed"),
        (f"{LI},,12,,", "sheets.needed"),
    ],
)
def test_a_bad_row_is_named_and_the_others_go_in(world: World, tmp_path: Path, row: str, reason: str) -> None:
    sheet = f"for,sku,minimum,limit,days\n{row}\n{LI},XB330,48,,\n"
    assert counts(run(world, tmp_path, "limits", sheet)) == (1, 0, [reason])


def test_who_alone_sees_goods_and_that_everybody_does_again(world: World, tmp_path: Path) -> None:
    put_in_group(world, "特约", LI)
    assert counts(run(world, tmp_path, "visibility", "sku,for\nKL500,特约; Harbour Mart\n")) == (1, 0, [])
    assert counts(run(world, tmp_path, "visibility", "sku,for\nKL500,Harbour Mart;特约\n")) == (0, 1, [])
    assert counts(run(world, tmp_path, "visibility", "sku,for\nKL500,谁\nZZ1,特约\n")) == (
        0,
        0,
        ["sheets.unknown_owner", "sheets.unknown_sku"],
    )
    with world.session() as session:
        assert seen_by(session, world.sku("KL500").id) == ["Harbour Mart", "特约"]
    assert counts(run(world, tmp_path, "visibility", "sku,for\nKL500,\n")) == (1, 0, [])
    with world.session() as session:
        assert seen_by(session, world.sku("KL500").id) == []


def test_a_maximum_of_goods_comes_with_them(world: World, tmp_path: Path) -> None:
    run(world, tmp_path, "products", "货号,最大订量(箱)\nKL500,3\n")
    assert limits(world, "KL500").maximum == Decimal(72)
