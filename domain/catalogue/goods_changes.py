"""Changes of a product or a SKU, part by part; each can be undone for ten minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.creation import GoodsDraft, same_goods, with_code
from domain.catalogue.goods_parts import GoodsPart, checked_packs, words
from domain.catalogue.in_use import being_ordered, give_up_pack, in_use
from domain.catalogue.refusals import BadPart, CodeTaken, GoodsChanged, GoodsInUse, SameGoods
from domain.catalogue.versions import touch
from domain.events import undo_window
from domain.events.journal import log_event
from domain.language.typed_goods import read_packs
from domain.language.units import in_english
from domain.refusals import NotFound
from domain.rules.business_settings import plain
from domain.rules.quantities import MOST
from domain.rules.rights import Right
from domain.tables.catalogue import Category, Pack, Product, Sku

CHANGED = "goods.changed"
P = GoodsPart
#: Of the product, and so of all its sizes.
OF_PRODUCT = frozenset({P.NAME, P.NAME_EN, P.BRAND, P.CATEGORY})
#: In base units, or how fine they are.
_NUMBERS = (P.MINIMUM, P.MULTIPLE, P.DECIMALS)
_PLACES = 3
_GAP = "; "
#: What can be changed here; prices have an act of their own.
PARTS: tuple[GoodsPart, ...] = tuple(part for part in GoodsPart if part is not P.PRICE)


@dataclass(frozen=True, kw_only=True)
class ChangedGoods:
    """Goods after a change. ``event_id``: to undo it by; none where nothing was changed."""

    goods: Goods
    event_id: int | None


def value_of(actor: Actor, goods: Goods, part: GoodsPart) -> str:
    """A part as people write it: packs as ``提=6; 箱=24``."""
    if part is P.PACKS:
        return _GAP.join(f"{pack.name}={pack.size}" for pack in goods.packs)
    if part is P.CATEGORY:
        category = actor.session.get(Category, goods.product.category_id) if goods.product.category_id else None
        return category.name if category else ""
    row = goods.product if part in OF_PRODUCT else goods.sku
    value = getattr(row, part.value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def change(actor: Actor, sku_id: int, part: GoodsPart, before: str, wanted: str) -> ChangedGoods:
    """Change a part from what the person was shown; the same twice changes nothing.

    Raises NotFound; GoodsChanged: it is no longer so; BadPart, CodeTaken, SameGoods, GoodsInUse: it cannot be so.
    """
    actor.need(Right.CATALOGUE_CHANGE)
    goods = _locked(actor, sku_id)
    now, after = value_of(actor, goods, part), _as_kept(goods, part, wanted)
    if now == after:
        return ChangedGoods(goods=goods, event_id=None)
    if now != before:
        raise GoodsChanged(sku_id=sku_id)
    return _write(actor, goods, part, now, after)


def undo(actor: Actor, event_id: int) -> ChangedGoods:
    """Undo a change; idempotent. Raises GoodsChanged, GoodsInUse, TooLateToUndo."""
    actor.need(Right.CATALOGUE_CHANGE)
    event = undo_window.done(actor, event_id, CHANGED)
    part, goods = GoodsPart(event.facts["part"]), _locked(actor, event.subject_id)
    now, changed = value_of(actor, goods, part), GoodsChanged(sku_id=goods.sku_id)
    before = undo_window.value_before(actor, event, now, changed, sku_id=goods.sku_id)
    if before is None:
        return ChangedGoods(goods=goods, event_id=None)
    return _write(actor, goods, part, now, before, undoes=event.id)


def categories(actor: Actor) -> Mapping[str, Category]:
    """Every category by its name in small letters."""
    return {
        each.name.casefold(): each for each in actor.session.exec(select(Category).order_by(col(Category.position)))
    }


def _locked(actor: Actor, sku_id: int) -> Goods:
    query = select(Sku).where(Sku.id == sku_id).with_for_update().execution_options(populate_existing=True)
    if actor.session.exec(query).first() is None:
        raise NotFound
    return catalogue.one(actor.session, sku_id)


def _write(actor: Actor, goods: Goods, part: GoodsPart, now: str, after: str, **noted: int) -> ChangedGoods:
    _check(actor, goods, part, after)
    sku = actor.session.get_one(Sku, goods.sku_id)
    product = actor.session.get_one(Product, sku.product_id)
    match part:
        case P.PACKS:
            _repack(actor, goods, _packs(after))
        case P.CATEGORY:
            product.category_id = _category(actor, after)
        case P.MINIMUM | P.MULTIPLE:
            setattr(sku, part.value, Decimal(after))
        case P.DECIMALS:
            sku.decimals = int(after)
        case P.UNIT:
            sku.unit, sku.unit_en = after, in_english(after)
        case _:
            setattr(product if part in OF_PRODUCT else sku, part.value, after)
    event = log_event(actor, CHANGED, subject=f"sku:{goods.sku_id}", part=part.value, before=now, after=after, **noted)
    touch(actor.session)
    actor.session.flush()
    return ChangedGoods(goods=catalogue.one(actor.session, goods.sku_id), event_id=event.id)


def _as_kept(goods: Goods, part: GoodsPart, wanted: str) -> str:
    """What was typed, as it is kept. Raises BadPart."""
    if part is P.PACKS:
        packs = read_packs(wanted) if wanted else ()
        if packs is None:
            raise BadPart(part=part, text=wanted[:40])
        return _GAP.join(f"{name}={size}" for name, size in checked_packs(packs, goods.sku.unit))
    return _number(goods, part, wanted) if part in _NUMBERS else words(part, wanted)


def _number(goods: Goods, part: GoodsPart, wanted: str) -> str:
    """A step in base units that can be counted, or how many decimals those have."""
    try:
        number = Decimal(wanted)
    except InvalidOperation:
        raise BadPart(part=part, text=wanted[:40]) from None
    most, places = (_PLACES, 0) if part is P.DECIMALS else (MOST, goods.sku.decimals)
    least = 0 if part is P.DECIMALS else Decimal(1).scaleb(-places)
    if not number.is_finite() or not least <= number <= most or number != round(number, places):
        raise BadPart(part=part, text=wanted[:40])
    return plain(number)


def _check(actor: Actor, goods: Goods, part: GoodsPart, after: str) -> None:
    """Raises CodeTaken, SameGoods, GoodsInUse, BadPart: it cannot be so beside other goods, orders and stock."""
    session, sku_id = actor.session, goods.sku_id
    if part is P.CODE and (taken := with_code(actor, after)) not in (None, sku_id):
        raise CodeTaken(code=after, sku_id=taken or 0)
    if part is P.SPEC:
        same = same_goods(actor, GoodsDraft(name=goods.product.name, spec=after), goods.product.id)
        if same not in (None, sku_id):
            raise SameGoods(sku_id=same or 0)
    if part in (P.UNIT, P.DECIMALS) and in_use(session, [sku_id]):
        raise GoodsInUse(part=part, sku_id=sku_id)
    if part is P.UNIT and any(after in (pack.name, pack.name_en) for pack in goods.packs):
        raise BadPart(part=part, text=after)
    if part is P.DECIMALS and any(step != round(step, int(after)) for step in (goods.sku.minimum, goods.sku.multiple)):
        raise BadPart(part=part, text=after)
    if part is P.PACKS and _resized(goods, after) and being_ordered(session, [sku_id]):
        raise GoodsInUse(part=part, sku_id=sku_id)


def _resized(goods: Goods, after: str) -> bool:
    """Whether a pack that is there would hold another amount, or go."""
    wanted = _packs(after)
    return any(wanted.get(pack.name) != pack.size for pack in goods.packs)


def _packs(kept: str) -> dict[str, int]:
    """Packs by what they hold, from how ``value_of`` writes them."""
    named = (each.rpartition("=") for each in kept.split(_GAP) if each)
    return {name: int(size) for name, _, size in named}


def _repack(actor: Actor, goods: Goods, wanted: dict[str, int]) -> None:
    session = actor.session
    for pack in session.exec(select(Pack).where(Pack.sku_id == goods.sku_id)).all():
        if pack.name not in wanted:
            give_up_pack(session, pack)
        else:
            pack.size = wanted.pop(pack.name)
    for name, size in wanted.items():
        session.add(Pack(sku_id=goods.sku_id, name=name, name_en=in_english(name), size=size))


def _category(actor: Actor, name: str) -> int | None:
    """The category of this name, made where it is new."""
    known = categories(actor)
    if not name or name.casefold() in known:
        return known[name.casefold()].id if name else None
    position = actor.session.exec(select(func.coalesce(func.max(Category.position), 0))).one()
    category = Category(name=name, position=position + 1)
    actor.session.add(category)
    actor.session.flush()
    return category.id
