"""Sheets that people reported to other programs, and what each import makes of them; the table is beside the sheets."""

import tomllib
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session, col, select

from domain.imports import WANTED, ImportReport, import_file, import_products
from domain.sheets.rows import SheetRow
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku
from domain.tables.people import Account
from domain.tables.stock import StockLevel
from storage.files.sheets import read_sheet
from storage.files.unreadable import UnreadableError
from tests.carts import put
from tests.world import World

_SHEETS = Path(__file__).parents[2] / "corpus" / "sheets"
#: What is in the catalogue before: cans and bottles by the case.
_KNOWN = tuple(
    dict(zip(("sku", "name", "unit", "pack_unit", "pack_size", "price", "stock"), row.split(), strict=True))
    for row in ("P0001 可口可乐 罐 箱 24 2 4800", "P0002 雪碧 瓶 箱 12 3 0", "R001 Candy pc case 126 0.78 0")
)


def test_every_reported_sheet_goes_in_right_or_is_refused_with_the_reason(world: World) -> None:
    with world.database.transaction() as session:
        rows = [SheetRow(number=number, cells=cells) for number, cells in enumerate(_KNOWN, start=2)]
        assert not import_products(world.actor(session, None), rows).bad
    put(world, P0001=240)
    expected = tomllib.loads(_SHEETS.joinpath("imports.toml").read_text("utf-8"))
    found = {name: _outcome(world, name, case["kind"]) for name, case in expected.items()}
    assert found == {
        name: {key: case.get(key, []) for key in ("goods", "said", "bad")} for name, case in expected.items()
    }


def _outcome(world: World, name: str, kind: str) -> dict[str, list[str]]:
    """What a file does to the catalogue; afterwards everything is as before."""
    try:
        reading = read_sheet(_SHEETS / name, WANTED[kind])
    except UnreadableError:
        return {"goods": [], "said": [], "bad": ["unreadable"]}
    with world.session() as session:
        report = import_file(world.actor(session, None), kind, reading)
        goods = _goods(session, report)
        session.rollback()
    said = [" ".join((remark.key, *map(in_chinese, remark.facts.values()))) for remark in report.remarks]
    bad = [" ".join((row.place, row.reason, *map(in_chinese, row.facts.values()))) for row in report.bad]
    return {
        "goods": goods,
        "said": [each.removeprefix("sheets.") for each in said],
        "bad": [each.replace("sheets.", "") for each in bad],
    }


def _goods(session: Session, report: ImportReport) -> list[str]:
    names = [*(row.name for row in report.new), *(row.name for row in report.changes)]
    skus = session.exec(
        select(Sku, Product).join(Product, col(Product.id) == Sku.product_id).where(col(Sku.code).in_(names))
    )
    found = [_told(session, sku, product) for sku, product in sorted(skus, key=lambda each: names.index(each[0].code))]
    return found + list(session.exec(select(Account.name).where(col(Account.name).in_(names)).order_by(Account.name)))


def _told(session: Session, sku: Sku, product: Product) -> str:
    packs = [f"{pack.name}={pack.size}" for pack in session.exec(select(Pack).where(Pack.sku_id == sku.id))]
    aliases = sorted(session.exec(select(Alias.text).where(Alias.sku_id == sku.id)))
    there = session.exec(select(col(StockLevel.on_hand)).where(StockLevel.sku_id == sku.id)).one_or_none() or Decimal(0)
    category = session.get(Category, product.category_id) if product.category_id else None
    shelf = f"[{'/'.join(filter(None, (category.name if category else '', product.brand)))}]"
    price, stock = f"{sku.price.normalize():f}/{sku.unit}", f"×{there.normalize():f}"
    return " ".join(
        filter(None, (sku.code, sku.barcode, shelf, product.name, sku.spec, price, *packs, stock, *aliases))
    )


def in_chinese(fact: object) -> str:
    """What a text says, as Chinese joins names."""
    return "、".join(fact) if isinstance(fact, tuple) else str(fact)
