"""Fills the demo house's shelves: categories, products with their pictures, SKUs, packs and other names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from bot.demo.goods import DemoGood, demo_goods
from bot.demo.pictures import draw
from domain import stock
from domain.acting import By
from domain.catalogue import touch
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku
from domain.tables.stock import Warehouse
from storage import media

#: Called once for each thing done.
Tick = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One SKU's picture, with its label in each language."""

    chinese: bytes
    english: bytes


@dataclass(frozen=True, kw_only=True)
class Shelves:
    """Where the goods are, and their SKUs by the code of the catalogue."""

    warehouse: Warehouse
    skus: Mapping[str, Sku]


def firsts() -> dict[str, DemoGood]:
    """The good that stands for each product, by the product's key."""
    found: dict[str, DemoGood] = {}
    for good in demo_goods():
        found.setdefault(good.product, good)
    return found


def draw_all(tick: Tick) -> dict[str, Drawn]:
    """The pictures of each SKU, by its code."""
    pictures = {}
    for good in demo_goods():
        pictures[good.sku] = Drawn(chinese=draw(good), english=draw(good, english=True))
        tick()
    return pictures


def fill(session: Session, pictures: Mapping[str, Drawn]) -> Shelves:
    """Write the catalogue down; nothing is in stock yet."""
    home = Warehouse(name="云桥总仓")
    session.add(home)
    products = _products(session)
    skus = {good.sku: _sku(good, products[good.product]) for good in demo_goods()}
    for code, drawn in pictures.items():
        skus[code].picture = media.keep(session, drawn.chinese, "image/jpeg")
        skus[code].picture_en = media.keep(session, drawn.english, "image/jpeg")
    session.add_all(skus.values())
    session.flush()
    for good in demo_goods():
        sku = skus[good.sku]
        session.add(Pack(sku_id=sku.id, name=good.pack_unit, name_en=good.pack_unit_en, size=good.pack_size))
        session.add_all(Alias(sku_id=sku.id, text=alias) for alias in good.aliases)
    touch(session)
    return Shelves(warehouse=home, skus=skus)


def stock_up(by: By, shelves: Shelves, sent: Mapping[str, Decimal], tick: Tick) -> None:
    """Bring in what is there today and all that has left the house since."""
    for good in demo_goods():
        sku = shelves.skus[good.sku]
        amount = good.stock + sent.get(good.sku, Decimal(0))
        if amount:
            stock.receive(by, shelves.warehouse.id, sku.id, amount)
        else:
            stock.level_of(by, shelves.warehouse.id, sku.id)
        tick()


def _products(session: Session) -> dict[str, Product]:
    goods = firsts()
    categories = {
        name: Category(name=name, name_en=name_en, position=position)
        for position, (name, name_en) in enumerate(
            dict.fromkeys((good.category, good.category_en) for good in goods.values())
        )
    }
    session.add_all(categories.values())
    session.flush()
    products = {
        key: Product(
            key=key,
            name=good.name,
            name_en=good.name_en,
            brand=good.brand,
            brand_en=good.brand_en,
            category_id=categories[good.category].id,
        )
        for key, good in goods.items()
    }
    session.add_all(products.values())
    session.flush()
    return products


def _sku(good: DemoGood, product: Product) -> Sku:
    return Sku(
        code=good.sku,
        product_id=product.id,
        barcode=good.barcode,
        spec=good.spec,
        spec_en=good.spec_en,
        unit=good.unit,
        unit_en=good.unit_en,
        price=good.price,
        decimals=good.decimals,
        minimum=Decimal(good.minimum),
        multiple=_multiple(good),
        backorder=good.backorder,
    )


def _multiple(good: DemoGood) -> Decimal:
    """Goods sold by weight come in any amount the scale can show, unless the catalogue says otherwise."""
    return Decimal(1).scaleb(-good.decimals) if good.decimals and good.multiple == 1 else Decimal(good.multiple)
