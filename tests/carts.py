"""What is in carts, and what else a test does with them by calling the acts."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import select

from domain.carts import carts
from domain.catalogue import catalogue
from domain.tables.carts import CartLine
from domain.tables.catalogue import Sku
from tests.world import World


def in_cart(world: World, who: str = "老李") -> dict[str, Decimal]:
    """What somebody's cart holds, in base units."""
    with world.session() as session:
        cart = carts.view(world.actor(session, who))
        return {row.goods.sku.code: row.line.quantity for row in cart.rows}


def put(world: World, /, *, who: str = "老李", **wanted: int) -> None:
    """Goods in somebody's cart."""
    fill(world, wanted, who)


def fill(world: World, wanted: Mapping[str, int], who: str = "老李") -> None:
    """Many goods in somebody's cart."""
    with world.database.transaction() as session:
        ids = {sku.code: sku.id for sku in session.exec(select(Sku))}
        lines = [carts.CartWish(sku_id=ids[code], quantity=Decimal(quantity)) for code, quantity in wanted.items()]
        carts.add(world.actor(session, who), lines)


def off_sale(world: World, code: str) -> None:
    """The admin takes something off sale."""
    with world.database.transaction() as session:
        sku = session.exec(select(Sku).where(Sku.code == code)).one()
        catalogue.put_on_sale(world.actor(session, "陈总"), sku.id, on_sale=False)


def cart(world: World) -> dict[str, str]:
    """Base units by code in the only cart."""
    with world.session() as session:
        rows = session.exec(select(Sku, CartLine).join(CartLine)).all()
        return {sku.code: f"{line.quantity.normalize():f}" for sku, line in rows}
