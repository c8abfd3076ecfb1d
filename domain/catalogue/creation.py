"""New goods: a product with its first SKU, or another SKU of a product that is there."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.goods_parts import GoodsPart, checked_packs, words
from domain.catalogue.order_steps import by_weight
from domain.catalogue.refusals import BadPart, CodeTaken, SameGoods
from domain.catalogue.versions import touch
from domain.db.counters import count_up
from domain.events.journal import log_event, noted
from domain.language.units import in_english
from domain.refusals import NotFound
from domain.rules.money import is_price
from domain.rules.rights import Right
from domain.stock import levels
from domain.stock.warehouses import home
from domain.tables.catalogue import Pack, Product, Sku

MADE = "sku.made"
#: Counts the codes that are given out.
_CODES = "goods code"
_KEY_MOST = 120


@dataclass(frozen=True, kw_only=True)
class GoodsDraft:
    """Goods that are to be made. ``packs``: name and base units; no code: one is given; no price: not on sale yet.

    ``like``: a SKU of the product that they are another size of; then the product's name is theirs.
    """

    name: str = ""
    spec: str = ""
    unit: str = ""
    packs: tuple[tuple[str, int], ...] = ()
    price: Decimal | None = None
    code: str = ""
    barcode: str = ""
    like: int | None = None


def create(actor: Actor, draft: GoodsDraft) -> Goods:
    """Make goods. Raises NotFound, BadPart, CodeTaken, SameGoods."""
    actor.need(Right.CATALOGUE_CHANGE)
    product = _product_of(actor, draft.like) if draft.like is not None else None
    wanted = checked(replace(draft, name=product.name) if product else draft)
    same = same_goods(actor, wanted, product.id if product else None)
    if same is not None:
        raise SameGoods(sku_id=same)
    taken = with_code(actor, wanted.code) if wanted.code else None
    if taken is not None:
        raise CodeTaken(code=wanted.code, sku_id=taken)
    code = wanted.code or _next_code(actor)
    sku = _sku(wanted, code, (product or _new_product(actor, wanted.name, code)).id)
    actor.session.add(sku)
    actor.session.flush()
    packs = [Pack(sku_id=sku.id, name=name, name_en=in_english(name), size=size) for name, size in wanted.packs]
    actor.session.add_all(packs)
    levels.locked(actor.session, home(actor.session), sku.id)
    log_event(actor, MADE, subject=f"sku:{sku.id}", before=None, after=_facts(wanted, code), product=sku.product_id)
    touch(actor.session)
    return catalogue.one(actor.session, sku.id)


def checked(draft: GoodsDraft) -> GoodsDraft:
    """The same as it is kept. Raises BadPart: a part of it cannot be so."""
    if draft.price is not None and not (is_price(draft.price) and draft.price):
        raise BadPart(part=GoodsPart.PRICE, text=f"{draft.price:f}"[:40])
    unit = words(GoodsPart.UNIT, draft.unit)
    return replace(
        draft,
        name=words(GoodsPart.NAME, draft.name),
        spec=words(GoodsPart.SPEC, draft.spec),
        unit=unit,
        packs=checked_packs(draft.packs, unit),
        code=words(GoodsPart.CODE, draft.code) if draft.code else "",
        barcode=words(GoodsPart.BARCODE, draft.barcode),
    )


def same_goods(actor: Actor, draft: GoodsDraft, product_id: int | None = None) -> int | None:
    """A SKU of just this name and size, if there is one."""
    named = Product.id == product_id if product_id is not None else func.lower(col(Product.name)) == draft.name.lower()
    query = select(Sku.id).join(Product, col(Product.id) == Sku.product_id)
    return actor.session.exec(query.where(named, func.lower(col(Sku.spec)) == draft.spec.lower())).first()


def with_code(actor: Actor, code: str) -> int | None:
    """The SKU that has this code, in whatever case."""
    return actor.session.exec(select(Sku.id).where(func.lower(col(Sku.code)) == code.lower())).first()


def _product_of(actor: Actor, sku_id: int) -> Product:
    found = actor.session.exec(select(Product).join(Sku, col(Sku.product_id) == Product.id).where(Sku.id == sku_id))
    product = found.first()
    if product is None:
        raise NotFound
    return product


def _new_product(actor: Actor, name: str, code: str) -> Product:
    """A product under the key that an import would give it, where that is free."""
    key = f"/{name}"[:_KEY_MOST]
    taken = actor.session.exec(select(Product.id).where(Product.key == key)).first() is not None
    product = Product(key=f"{key[: _KEY_MOST - len(code) - 1]}/{code}" if taken else key, name=name)
    actor.session.add(product)
    actor.session.flush()
    return product


def _next_code(actor: Actor) -> str:
    """A code that no goods have: ``P00001``."""
    while True:
        code = f"P{count_up(actor.session, _CODES):05d}"
        if actor.session.exec(select(Sku.id).where(Sku.code == code)).first() is None:
            return code


def _sku(draft: GoodsDraft, code: str, product_id: int) -> Sku:
    values: dict[str, Any] = by_weight({"unit": draft.unit})
    return Sku(
        code=code,
        product_id=product_id,
        barcode=draft.barcode,
        spec=draft.spec,
        unit_en=in_english(draft.unit),
        price=draft.price or Decimal(0),
        on_sale=draft.price is not None,
        **values,
    )


def _facts(draft: GoodsDraft, code: str) -> dict[str, str | None]:
    return {
        "name": draft.name,
        "spec": draft.spec,
        "unit": draft.unit,
        "packs": " ".join(f"{name}={size}" for name, size in draft.packs),
        "price": noted(draft.price),
        "code": code,
        "barcode": draft.barcode,
    }
