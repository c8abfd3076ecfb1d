"""A dealer who orders the whole catalogue: goods by the thousand, and a cart that holds them all."""

from decimal import Decimal

from sqlmodel import Session, select

from domain.actor import Actor
from domain.carts import carts
from domain.carts.carts import CartWish
from domain.catalogue.versions import touch
from domain.db.bulk import insert_many
from domain.stock.warehouses import home
from domain.tables.catalogue import Pack, Product, Sku
from domain.tables.columns import new_id
from domain.tables.stock import MoveKind, StockLevel, StockMove
from tests.lengths import times
from tests.world import MONDAY

#: More than any real cart; once 327 were too much.
LARGE = times(500, long=2_000)
THERE, WANTED = Decimal(1_000), Decimal(12)


def stock_many(session: Session, count: int) -> list[int]:
    """So many more goods on the shelves; their ids."""
    place, ids, products = home(session), [new_id() for _ in range(count)], [new_id() for _ in range(count)]
    insert_many(
        session,
        Product,
        [
            {"id": product, "key": f"bulk-{number}", "name": f"百货{number:04}号", "name_en": f"Sundry {number:04}"}
            for number, product in enumerate(products)
        ],
    )
    insert_many(
        session,
        Sku,
        [
            {"id": sku, "product_id": product, "code": f"BH{number:04}", "unit": "个", "price": Decimal("1.25")}
            for number, (sku, product) in enumerate(zip(ids, products, strict=True))
        ],
    )
    insert_many(session, Pack, [{"sku_id": sku, "name": "箱", "name_en": "case", "size": 12} for sku in ids])
    insert_many(session, StockLevel, [{"warehouse_id": place, "sku_id": sku, "on_hand": THERE} for sku in ids])
    moved = {"warehouse_id": place, "quantity": THERE, "kind": MoveKind.RECEIVED, "at": MONDAY}
    insert_many(session, StockMove, [{**moved, "sku_id": sku} for sku in ids])
    touch(session)
    return ids


def fill_cart(actor: Actor, sku_ids: list[int]) -> None:
    """A pack of each."""
    carts.add(actor, [CartWish(sku_id=each, quantity=WANTED) for each in sku_ids])


def bulk_ids(session: Session) -> list[int]:
    """The goods that were added, in their order."""
    return list(session.exec(select(Sku.id).where(Sku.code.startswith("BH")).order_by(Sku.code)))
