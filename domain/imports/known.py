"""What exists already of the goods that a chunk of a sheet names, read in a few statements."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from domain.imports import pack_prices
from domain.imports.base_units import SkuUnits, sku_units
from domain.tables.catalogue import Alias, Pack, Product, Sku
from domain.tables.stock import StockLevel, StockMove

#: Stands in the moves of an import, before the number that the sheet said.
SAID = "import"


@dataclass(frozen=True, kw_only=True)
class Existing:
    """SKUs by their code; the rest by SKU id. ``said``: what the last import said that there is.

    ``pack_prices``: what packs cost everybody, by SKU and size.
    """

    skus: dict[str, tuple[Sku, Product]]
    packs: dict[int, list[Pack]]
    aliases: dict[int, list[Alias]]
    on_hand: dict[int, Decimal]
    said: dict[int, Decimal]
    pack_prices: dict[tuple[int, int], Decimal]


def load(session: Session, warehouse_id: int, codes: Sequence[str]) -> Existing:
    """The SKUs of these codes with everything."""
    rows = session.exec(
        select(Sku, Product).join(Product, col(Product.id) == Sku.product_id).where(col(Sku.code).in_(codes))
    )
    skus = {sku.code: (sku, product) for sku, product in rows}
    ids = [sku.id for sku, _ in skus.values()]
    if not ids:
        return Existing(skus={}, packs={}, aliases={}, on_hand={}, said={}, pack_prices={})
    levels = select(StockLevel.sku_id, col(StockLevel.on_hand)).where(
        StockLevel.warehouse_id == warehouse_id, col(StockLevel.sku_id).in_(ids)
    )
    return Existing(
        skus=skus,
        packs=_by_sku(session.exec(select(Pack).where(col(Pack.sku_id).in_(ids)))),
        aliases=_by_sku(session.exec(select(Alias).where(col(Alias.sku_id).in_(ids)))),
        on_hand=dict(session.exec(levels).all()),
        said=_said(session, ids),
        pack_prices=pack_prices.known(session, ids),
    )


def products_named(session: Session, keys: Iterable[str]) -> dict[str, Product]:
    """The products with these keys."""
    return {product.key: product for product in session.exec(select(Product).where(col(Product.key).in_(keys)))}


def members_of(session: Session, product_ids: Iterable[int]) -> dict[int, int]:
    """How many SKUs each of these products has."""
    query = select(Sku.product_id, func.count()).where(col(Sku.product_id).in_(product_ids))
    return dict(session.exec(query.group_by(col(Sku.product_id))).all())


def units_of(session: Session, skus: Collection[Sku]) -> dict[int, SkuUnits]:
    """What these SKUs are counted in."""
    packs: dict[int, list[tuple[str, str, int]]] = {}
    for pack in session.exec(select(Pack).where(col(Pack.sku_id).in_([sku.id for sku in skus]))) if skus else ():
        packs.setdefault(pack.sku_id, []).append((pack.name, pack.name_en, pack.size))
    return {sku.id: sku_units(sku.unit, sku.unit_en, packs.get(sku.id, [])) for sku in skus}


def _said(session: Session, ids: Sequence[int]) -> dict[int, Decimal]:
    last = (
        select(func.max(col(StockMove.id)))
        .where(col(StockMove.sku_id).in_(ids), col(StockMove.note).startswith(f"{SAID} "))
        .group_by(col(StockMove.sku_id))
    )
    query = select(StockMove.sku_id, StockMove.note).where(col(StockMove.id).in_(last))
    return {sku_id: Decimal(words.removeprefix(SAID)) for sku_id, words in session.exec(query)}


def _by_sku(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.sku_id, []).append(row)
    return grouped
