"""What the rows of a sheet say of a promotion: the first its terms, each some goods or a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.imports.base_units import SkuUnits, base_quantity, unit_of
from domain.language.units import per_unit
from domain.language.words.lists import groups
from domain.rules.pricing.offers import OF_ORDER, PromotionKind
from domain.rules.pricing.promotion_terms import GoodsTerm, PromotionTerms, StepTerm
from domain.sheets.cells import BadCellError
from domain.sheets.rows import SheetRow

NAME, CODE, _WORD, _LISTED = 60, 40, 30, 120
_MOST = 1_000_000
_KINDS = {word: PromotionKind(kind) for kind, called in groups("sheets", "promotion_kinds").items() for word in called}


@dataclass(frozen=True, kw_only=True)
class KnownGoods:
    """A SKU that a sheet names, with its units."""

    sku_id: int
    units: SkuUnits


@dataclass(frozen=True, kw_only=True)
class KnownNames:
    """What the names in a sheet stand for. ``goods``: by the code as the sheet writes it."""

    goods: Mapping[str, KnownGoods]
    categories: Mapping[str, int]
    accounts: Mapping[str, int]
    groups: Mapping[str, int]


def terms_in(rows: Sequence[SheetRow], known: KnownNames) -> PromotionTerms:
    """The promotion that some rows make. Raises BadCellError."""
    first = rows[0]
    kind = kind_of(first)
    goods = tuple(term for row in rows for term in _goods(row, kind, known))
    steps = tuple(step for row in rows if (step := _step(row, kind, known)) is not None)
    return PromotionTerms(
        name=first.needed("promotion", NAME),
        kind=kind,
        priority=first.whole("priority", -_MOST, _MOST) or 0,
        starts_on=first.day("starts_on"),
        ends_on=first.day("ends_on"),
        each=first.flag("each"),
        price=first.price("price") if kind is PromotionKind.BUNDLE else None,
        own_prices=first.flag("own_prices"),
        times=first.whole("times", 1, _MOST),
        set_aside=_set_aside(first, kind, known),
        accounts=frozenset(_named(first, "for_accounts", known.accounts, "sheets.unknown_account")),
        groups=frozenset(_named(first, "for_groups", known.groups, "sheets.unknown_group")),
        goods=tuple(dict.fromkeys(goods)),
        steps=tuple(sorted(dict.fromkeys(steps), key=lambda step: step.reach)),
    )


def kind_of(row: SheetRow) -> PromotionKind:
    """The kind that a row names."""
    said = row.needed("kind", _WORD).casefold()
    if said not in _KINDS:
        raise BadCellError("sheets.bad_promotion_kind", text=said)
    return _KINDS[said]


def _goods(row: SheetRow, kind: PromotionKind, known: KnownNames) -> list[GoodsTerm]:
    """The SKUs and categories of a row, each with its special price or its part of a bundle."""
    found = list[GoodsTerm]()
    for code in row.parts("sku", CODE):
        goods = _known(code, known)
        if kind is PromotionKind.SPECIAL:
            unit = unit_of(row, "price", "price_unit", "unit")
            found.append(GoodsTerm(sku_id=goods.sku_id, price=_price(row), size=_size(row, unit, goods.units)))
        elif kind is PromotionKind.BUNDLE:
            quantity = _positive(row, "quantity") or Decimal(1)
            unit = unit_of(row, "quantity", "unit")
            found.append(
                GoodsTerm(sku_id=goods.sku_id, quantity=base_quantity(row, "quantity", quantity, unit, goods.units))
            )
        else:
            found.append(GoodsTerm(sku_id=goods.sku_id))
    price = _price(row) if kind is PromotionKind.SPECIAL and row.parts("category", NAME) else None
    categories = _named(row, "category", known.categories, "sheets.unknown_category")
    return [*found, *(GoodsTerm(category_id=each, price=price) for each in categories)]


def _step(row: SheetRow, kind: PromotionKind, known: KnownNames) -> StepTerm | None:
    """The step of a row, if it has one."""
    reach = _positive(row, "reach")
    if reach is None or kind in (PromotionKind.SPECIAL, PromotionKind.BUNDLE):
        return None
    bought = _bought(row, known)
    if kind not in OF_ORDER and bought is not None:
        reach = base_quantity(row, "reach", reach, unit_of(row, "reach", "unit"), bought.units)
    if kind is PromotionKind.AMOUNT_OFF:
        return StepTerm(reach=reach, off=_positive(row, "off"))
    code, quantity = row.code("gift_sku", CODE), _positive(row, "gift_quantity")
    gift = _known(code, known) if code else None
    unit = row.words("gift_unit", _WORD).casefold() or ("" if gift else unit_of(row, "reach", "unit"))
    counted = gift or bought
    if quantity is not None and counted is not None:
        quantity = base_quantity(row, "gift_quantity", quantity, unit, counted.units)
    return StepTerm(reach=reach, gift_sku_id=gift.sku_id if gift else None, gift_quantity=quantity)


def _set_aside(row: SheetRow, kind: PromotionKind, known: KnownNames) -> Decimal | None:
    """What is set aside, counted in the unit of what is given; bundles and orders by themselves."""
    amount = _positive(row, "set_aside")
    if amount is None or kind is PromotionKind.BUNDLE:
        return amount
    bought = _bought(row, known)
    if kind is PromotionKind.SPECIAL:
        unit = unit_of(row, "price", "price_unit", "unit")
        return base_quantity(row, "set_aside", amount, unit, bought.units) if bought else amount
    code, unit = row.code("gift_sku", CODE), row.words("gift_unit", _WORD).casefold()
    counted = _known(code, known) if code else bought
    unit = unit or ("" if code else unit_of(row, "reach", "unit"))
    return base_quantity(row, "set_aside", amount, unit, counted.units) if counted else amount


def _bought(row: SheetRow, known: KnownNames) -> KnownGoods | None:
    """The goods whose units a row counts in: the first that it names."""
    codes = row.parts("sku", CODE)
    return _known(codes[0], known) if codes else None


def _known(code: str, known: KnownNames) -> KnownGoods:
    if code not in known.goods:
        raise BadCellError("sheets.unknown_sku", sku=code)
    return known.goods[code]


def _named(row: SheetRow, column: str, known: Mapping[str, int], reason: str) -> list[int]:
    names = row.parts(column, _LISTED)
    for name in names:
        if name not in known:
            raise BadCellError(reason, name=name)
    return [known[name] for name in names]


def _price(row: SheetRow) -> Decimal | None:
    return row.price("price")


def _size(row: SheetRow, unit: str, units: SkuUnits) -> int:
    size = per_unit(unit, units.base, units.packs) if unit else Decimal(1)
    if size is None:
        raise BadCellError("sheets.unknown_unit", column=row.called("price"), unit=unit)
    return int(size)


def _positive(row: SheetRow, column: str) -> Decimal | None:
    """A number above zero; nothing where the cell is empty."""
    found = row.number_in(column)
    if found is not None and not 0 < found <= _MOST:
        raise BadCellError("sheets.out_of_range", column=row.called(column), least=1, most=_MOST)
    return found
