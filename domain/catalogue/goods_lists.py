"""Lists of goods: in a category, off sale, and by a code or by words."""

from typing import Any

from sqlmodel import Session, col, func, or_

from domain.catalogue.catalogue import Goods, count_where, goods_where
from domain.catalogue.pricing import LIST_PRICE
from domain.refusals import NotFound
from domain.tables.catalogue import Category, Product, Sku


def category(session: Session, category_id: int) -> Category:
    """A category. Raises NotFound: there is none."""
    found = session.get(Category, category_id)
    if found is None:
        raise NotFound
    return found


def count_in_category(session: Session, category_id: int) -> int:
    """How many goods on sale are in a category."""
    return count_where(session, *_in_category(category_id))


def in_category(session: Session, category_id: int, limit: int) -> list[Goods]:
    """The first goods on sale in a category, by name."""
    order_by = (col(Product.name), col(Product.id), LIST_PRICE)
    return goods_where(session, *_in_category(category_id), order_by=order_by, limit=limit)


def off_sale(session: Session, limit: int) -> list[Goods]:
    """The first goods that are off sale, by code."""
    return goods_where(session, col(Sku.on_sale).is_(False), order_by=(col(Sku.code),), limit=limit)


def by_code_or_off_sale(session: Session, words: str, limit: int) -> list[Goods]:
    """Goods with this whole code or barcode, and those off sale with these words in their name."""
    inside = f"%{words.replace('%', '').replace('_', '')}%"
    named = or_(col(Product.name).like(inside), func.lower(col(Product.name_en)).like(inside.casefold()))
    code = or_(func.lower(col(Sku.code)) == words.casefold(), col(Sku.barcode) == words)
    wanted = or_(code, col(Sku.on_sale).is_(False) & named)
    return goods_where(session, wanted, order_by=(col(Sku.code),), limit=limit)


def _in_category(category_id: int) -> tuple[Any, ...]:
    return Product.category_id == category_id, col(Sku.on_sale).is_(True)
