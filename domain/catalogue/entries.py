"""The catalogue as search entries, read page by page, so that a million SKUs need little memory."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlmodel import Session, col, select

from domain.search.entries import Entry
from domain.tables.catalogue import Alias, Category, Pack, Product, Sku

#: SKUs read at once.
PAGE = 2_000

_COLUMNS = (
    Sku.id,
    Sku.code,
    Sku.barcode,
    Product.name,
    Product.name_en,
    Product.brand,
    Product.brand_en,
    Category.name,
    Category.name_en,
    Sku.spec,
    Sku.spec_en,
    Sku.unit,
    Sku.unit_en,
)


def entries(session: Session) -> Iterator[Entry]:
    """Every SKU on sale with all its names, ordered by id."""
    last: int | None = None
    while rows := _page(session, last):
        first, last = rows[0][0], rows[-1][0]
        aliases, packs = _aliases(session, first, last), _packs(session, first, last)
        for row in rows:
            yield _entry(row, tuple(aliases[row[0]]), tuple(packs[row[0]]))


def _page(session: Session, last: int | None) -> Sequence[Any]:
    """The next page of SKUs after the last id."""
    rows = (
        select(*_COLUMNS)  # type: ignore[call-overload]  # sqlmodel types four columns at most
        .select_from(Sku)
        .join(Product, col(Product.id) == Sku.product_id)
        .join(Category, col(Category.id) == Product.category_id, isouter=True)
        .where(col(Sku.on_sale).is_(True))
        .order_by(col(Sku.id))
        .limit(PAGE)
    )
    if last is not None:
        rows = rows.where(col(Sku.id) > last)
    page: Sequence[Any] = session.exec(rows).all()
    return page


def _aliases(session: Session, first: int, last: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = select(Alias.sku_id, Alias.text).where(col(Alias.sku_id).between(first, last)).order_by(col(Alias.id))
    for sku_id, text in session.exec(rows):
        found[sku_id].append(text)
    return found


def _packs(session: Session, first: int, last: int) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    columns = select(Pack.sku_id, Pack.name, Pack.name_en, Pack.size)
    for sku_id, name, name_en, size in session.exec(
        columns.where(col(Pack.sku_id).between(first, last)).order_by(col(Pack.id))
    ):
        found[sku_id].extend((each, size) for each in (name, name_en) if each)
    return found


def _entry(row: Sequence[Any], aliases: tuple[str, ...], packs: tuple[tuple[str, int], ...]) -> Entry:
    sku_id, code, barcode, name, name_en, brand, brand_en, category, category_en, spec, spec_en, unit, unit_en = row
    return Entry(
        sku_id=sku_id,
        code=code or "",
        barcode=barcode or "",
        names=_said(name, name_en),
        brands=_said(brand, brand_en),
        categories=_said(category, category_en),
        specs=_said(spec, spec_en),
        aliases=aliases,
        units=_said(unit, unit_en),
        packs=packs,
    )


def _said(*words: str | None) -> tuple[str, ...]:
    return tuple(word for word in words if word)
