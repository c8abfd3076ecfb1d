"""Single values: in the form of their type, within limits, and with existing references."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Enum,
    Integer,
    LargeBinary,
    String,
    and_,
    cast,
    func,
    or_,
    select,
    type_coerce,
)

from domain.checks.findings import Wrong, each_column
from domain.tables.columns import Scaled, UtcTime

#: Characters of SQLite's form of a time and of a day.
_MOMENT, _DAY = 26, 10
#: The lowest and the highest that a column may hold; nothing where there is no end.
Limits = tuple[Decimal | int | None, int | None]
_FROM_ONE: Limits = (1, None)
_FROM_ZERO: Limits = (0, None)
#: More than nothing: the smallest step of a quantity, and of money.
_SOME: Limits = (Decimal("0.001"), None)
#: A share: all of it at most.
_RATE: Limits = (0, 1)
LIMITS: Mapping[str, Limits] = {
    "account.credit_limit": _FROM_ZERO,
    "account.minimum_order": _FROM_ZERO,
    "accountgroup.minimum_order": _FROM_ZERO,
    "approval.revision": _FROM_ONE,
    "cart.revision": _FROM_ONE,
    "cartgift.most": _SOME,
    "cartline.manual_price": _FROM_ZERO,
    "cartline.manual_size": _FROM_ONE,
    "cartline.quantity": _SOME,
    "counter.value": _FROM_ZERO,
    "discountshare.discount": _FROM_ZERO,
    "event.revision": _FROM_ONE,
    "hold.quantity": _FROM_ZERO,
    "notice.attempts": _FROM_ZERO,
    "order.cart_revision": _FROM_ONE,
    "order.below_minimum": _FROM_ZERO,
    "order.rating": (1, 5),
    "ordergift.most": _SOME,
    "orderlimit.maximum": _SOME,
    "orderlimit.minimum": _SOME,
    "orderlimit.multiple": _SOME,
    "orderlimit.period_days": _FROM_ONE,
    "orderlimit.period_quantity": _SOME,
    "order.revision": _FROM_ONE,
    "order.total": _FROM_ZERO,
    "order.rebate": _FROM_ZERO,
    "orderline.amount": _FROM_ZERO,
    "orderline.discount": _FROM_ZERO,
    "orderline.rebate": _FROM_ZERO,
    "orderline.list_price": _FROM_ZERO,
    "orderline.manual_price": _FROM_ZERO,
    "orderline.manual_size": _FROM_ONE,
    "orderline.pack_price": _FROM_ZERO,
    "orderline.position": _FROM_ONE,
    "orderline.price": _FROM_ZERO,
    "orderline.quantity": _FROM_ZERO,
    "orderline.tax_rate": _RATE,
    "orderline.tier_from": _FROM_ZERO,
    "pastorderline.price": _FROM_ZERO,
    "pastorderline.quantity": _SOME,
    "pastorderline.size": _SOME,
    "paymentclaim.amount": _FROM_ZERO,
    "rebate.amount": _FROM_ZERO,
    "returnline.agreed": _FROM_ZERO,
    "returnline.rebate": _FROM_ZERO,
    "returnline.bad": _FROM_ZERO,
    "returnline.credited": _FROM_ZERO,
    "returnline.good": _FROM_ZERO,
    "returnline.position": _FROM_ONE,
    "returnline.quantity": _SOME,
    "returnline.tax": _FROM_ZERO,
    "returnrequest.revision": _FROM_ONE,
    "temporarylimit.amount": _FROM_ZERO,
    "pack.size": _FROM_ONE,
    "price.from_quantity": _FROM_ZERO,
    "price.price": _FROM_ZERO,
    "promotion.price": _FROM_ZERO,
    "promotion.set_aside": _SOME,
    "promotion.times": _FROM_ONE,
    "promotiongoods.price": _FROM_ZERO,
    "promotiongoods.quantity": _SOME,
    "promotiongoods.size": _FROM_ONE,
    "promotionstep.gift_quantity": _SOME,
    "promotionstep.off": _SOME,
    "promotionstep.reach": _SOME,
    "promotionuse.discount": _FROM_ZERO,
    "promotionuse.quantity": _FROM_ZERO,
    "pushwindow.left": (0, 5),
    "setting.revision": _FROM_ONE,
    "shipment.position": _FROM_ONE,
    "shipment.revision": _FROM_ONE,
    "shipmentline.quantity": _FROM_ZERO,
    "sku.cost": _FROM_ZERO,
    "sku.decimals": (0, 3),
    "sku.floor_price": _FROM_ZERO,
    "sku.maximum": _SOME,
    "sku.minimum": _SOME,
    "sku.multiple": _SOME,
    "sku.price": _FROM_ZERO,
    "sku.tax_rate": _RATE,
    "stocklevel.allocated": _FROM_ZERO,
    "swapproposal.price": _FROM_ZERO,
    "swapproposal.price_size": _FROM_ONE,
    "stocklevel.on_hand": _FROM_ZERO,
    "stocklevel.reserved": _FROM_ZERO,
}
#: Columns that must not be blank.
NEEDED = frozenset(
    {
        "account.name",
        "accountgroup.name",
        "address.text",
        "alias.text",
        "category.name",
        "counter.name",
        "event.kind",
        "housesecret.name",
        "housesecret.value",
        "identity.external",
        "invite.code_hash",
        "invitetry.external",
        "invoicerequest.title",
        "invoicetitle.title",
        "nickname.words",
        "order.currency",
        "order.number",
        "pack.name",
        "pastorder.number",
        "person.name",
        "pricelist.name",
        "product.key",
        "product.name",
        "setting.name",
        "promotion.name",
        "sku.code",
        "sku.unit",
        "trackingevent.kind",
        "warehouse.name",
    }
)

#: Names of rows of other tables that are no foreign keys.
NAMED = {
    "order.return_request_id": "returnrequest.id",
    "invoicerequest.document": "media.hash",
    "paymentclaim.slip": "media.hash",
    "product.picture": "media.hash",
    "sku.picture": "media.hash",
    "sku.picture_en": "media.hash",
}
#: What cannot be read without a certain part.
PARTS = {"delivery.answer": "replies"}


def _form(column: Column[Any], database: str) -> Wrong | None:
    """Kept as its type says. SQLite keeps anything anywhere, and fixed choices are text for both."""
    if isinstance(column.type, Enum):
        known = or_(*(cast(column, String) == each.value for each in column.type.python_type))
        return Wrong(when=~known, expected="one of its words")
    return _form_in_sqlite(column) if database == "sqlite" else None


def _form_in_sqlite(column: Column[Any]) -> Wrong | None:
    kind, plain = column.type, func.typeof(column)
    match kind:
        case Boolean():
            wrong = Wrong(when=~type_coerce(column, Integer).between(0, 1), expected="0 or 1")
        case Integer() | BigInteger() | Scaled():
            wrong = Wrong(when=and_(plain != "integer", plain != "null"), expected="a whole number")
        case UtcTime() | Date():
            length = _DAY if isinstance(kind, Date) else _MOMENT
            unread = or_(func.julianday(column).is_(None), func.length(column) != length)
            wrong = Wrong(when=and_(column.is_not(None), unread), expected="a time")
        case JSON():
            wrong = Wrong(when=func.json_valid(column) == 0, expected="JSON")
        case LargeBinary():
            wrong = Wrong(when=plain != "blob", expected="bytes")
        case String():
            wrong = Wrong(when=_no_text(column, plain), expected="text that fits")
        case _:
            return None
    return wrong


def _part(column: Column[Any]) -> Wrong | None:
    """JSON with the part that it is read for."""
    part = PARTS.get(f"{column.table.name}.{column.name}")
    return Wrong(when=column[part].as_string().is_(None), expected=f"JSON with {part}") if part else None


def _no_text(column: Column[Any], plain: Any) -> Any:
    other = and_(plain != "text", plain != "null")
    most = getattr(column.type, "length", None)
    return other if most is None else or_(other, func.length(column) > most)


def _limit(column: Column[Any], database: str) -> Wrong | None:  # noqa: ARG001 - the same on both
    """Neither below nor beyond what makes sense, and not blank where it is needed."""
    name = f"{column.table.name}.{column.name}"
    if name in NEEDED:
        return Wrong(when=func.trim(column) == "", expected="some words")
    if name not in LIMITS:
        return None
    low, high = LIMITS[name]
    ends = [column < low] if low is not None else []
    ends += [column > high] if high is not None else []
    return Wrong(when=or_(*ends), expected=f"{low} to {high}" if high is not None else f"at least {low}")


def _reference(column: Column[Any], database: str) -> Wrong | None:  # noqa: ARG001 - the same on both
    """A row that is there."""
    keys = [key.column for key in column.foreign_keys]
    if named := NAMED.get(f"{column.table.name}.{column.name}"):
        table, name = named.split(".")
        keys.append(column.table.metadata.tables[table].c[name])
    for key in keys:
        target = key.table.alias()
        there = select(target.c[key.name]).where(target.c[key.name] == column).exists()
        return Wrong(when=and_(column.is_not(None), ~there), expected=f"a row of {key.table.name}")
    return None


form = each_column("form", _form)
limit = each_column("limit", _limit)
part = each_column("part", lambda column, _: _part(column))
reference = each_column("reference", _reference)
