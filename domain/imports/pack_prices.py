"""Prices of packs that a sheet of goods or prices says, for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue import price_lists
from domain.catalogue.price_lists import PriceKey
from domain.imports.base_units import PackPrice
from domain.imports.report import CellChange, cell
from domain.tables.catalogue import Pack
from domain.tables.prices import Price


@dataclass
class PackPrices:
    """What is said of packs while a sheet is read, by SKU; written at once."""

    actor: Actor
    wanted: dict[int, PackPrice] = field(default_factory=dict)

    def want(self, sku_id: int, said: PackPrice | None, before: Decimal | None) -> list[CellChange]:
        """Note what a row says of a pack; ``before``: what that costs so far."""
        if said is None or said.price == before:
            return []
        self.wanted[sku_id] = said
        return [cell("pack_price", before, said.price)]

    def write(self) -> None:
        """Set the prices; the packs themselves are there by now."""
        wanted, self.wanted = self.wanted, {}
        if not wanted:
            return
        packs = self.actor.session.exec(select(Pack).where(col(Pack.sku_id).in_(wanted)))
        prices = {
            PriceKey(pack.sku_id, pack.id, Decimal(0)): wanted[pack.sku_id].price
            for pack in packs
            if pack.size == wanted[pack.sku_id].size
        }
        price_lists.put(self.actor, None, price_lists.prices_in(self.actor, None, wanted), prices)


def known(session: Session, sku_ids: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    """What packs cost everybody from the first on, by SKU and size."""
    query = (
        select(Price.sku_id, Pack.size, col(Price.price))
        .join(Pack, col(Pack.id) == Price.pack_id)
        .where(col(Price.list_id).is_(None), col(Price.sku_id).in_(list(sku_ids)), col(Price.from_quantity) == 0)
    )
    return {(sku_id, size): price for sku_id, size, price in session.exec(query)}
