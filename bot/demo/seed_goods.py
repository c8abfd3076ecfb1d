"""Seeds the demo's catalogue: categories, products, pictures, SKUs, packs and aliases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from bot.demo.goods import DemoGood, demo_goods
from bot.demo.pictures import draw
from domain.actor import Actor
from domain.catalogue.versions import touch
from domain.stock import stock
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku
from domain.tables.stock import Warehouse
from storage import media

#: Called once for each thing done.
Tick = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class DrawnPicture:
    """One SKU's picture, with its label in each language."""

    chinese: bytes
    english: bytes


@dataclass(frozen=True, kw_only=True)
class SeededGoods:
    """The warehouse, and the SKUs by their code."""

    warehouse: Warehouse
    skus: Mapping[str, Sku]


def first_sku_by_product() -> dict[str, DemoGood]:
    """The first SKU of each product, by the product's key."""
    found: dict[str, DemoGood] = {}
    for good in demo_goods():
        found.setdefault(good.product, good)
    return found


def draw_all(tick: Tick) -> dict[str, DrawnPicture]:
    """The pictures of each SKU, by its code."""
    pictures = {}
    for good in demo_goods():
        pictures[good.sku] = DrawnPicture(chinese=draw(good), english=draw(good, english=True))
        tick()
    return pictures


def seed_catalogue(session: Session, pictures: Mapping[str, DrawnPicture]) -> SeededGoods:
    """Write the catalogue; nothing is in stock yet."""
    home = Warehouse(name="云桥总仓")
    session.add(home)
    products = _products(session)
    skus = {good.sku: _sku(good, products[good.product]) for good in demo_goods()}
    for code, drawn in pictures.items():
        skus[code].picture = media.store(session, drawn.chinese, "image/jpeg")
        skus[code].picture_en = media.store(session, drawn.english, "image/jpeg")
    session.add_all(skus.values())
    session.flush()
    for good in demo_goods():
        sku = skus[good.sku]
        session.add(Pack(sku_id=sku.id, name=good.pack_unit, name_en=good.pack_unit_en, size=good.pack_size))
        session.add_all(Alias(sku_id=sku.id, text=alias) for alias in good.aliases)
    touch(session)
    return SeededGoods(warehouse=home, skus=skus)


def receive_stock(actor: Actor, seeded: SeededGoods, sent: Mapping[str, Decimal], tick: Tick) -> None:
    """Receive today's stock and everything shipped in the history."""
    for good in demo_goods():
        sku = seeded.skus[good.sku]
        amount = good.stock + sent.get(good.sku, Decimal(0))
        if amount:
            stock.receive(actor, seeded.warehouse.id, sku.id, amount)
        else:
            stock.level_of(actor, seeded.warehouse.id, sku.id)
        tick()


def _products(session: Session) -> dict[str, Product]:
    goods = first_sku_by_product()
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
