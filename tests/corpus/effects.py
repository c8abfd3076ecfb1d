"""What a message did: the business content of the database before and after, and the difference in short words.

A word is a kind and what it happened to, then how it is now: ``cart:P1001=48``, ``cancelled:W:too late``,
``rated:R=5``. Stock that leaves in a parcel belongs to the parcel, the last receipt completes the order, and notices
follow from what was done; where nothing was done and somebody is told, they were asked to help: ``contact``.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from domain.rules.order_life import OrderStatus
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.carts import Cart, CartLine
from domain.tables.catalogue import Sku
from domain.tables.nicknames import Nickname
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Order, OrderLine, OrderShare
from domain.tables.people import Account, Address, Identity, Invite, Person
from domain.tables.shipments import Shipment, ShipmentLine
from domain.tables.stock import StockLevel, StockMove

#: The facts of one thing by its kind and its name; what follows a slash in a name tells two of them apart.
Key = tuple[str, str]
Facts = dict[Key, Any]
#: How the corpus calls an order, by its number.
Letter = Callable[[str], str]
_PARCELS = {
    ShipmentStatus.PICKING: "picking",
    ShipmentStatus.SHIPPED: "shipped",
    ShipmentStatus.DELIVERED: "received",
    ShipmentStatus.DROPPED: "dropped",
}
#: Notices with which no act of somebody is told.
_CALLS = frozenset({NoticeKind.CONTACT_WANTED, NoticeKind.ORDER_REMINDER})
#: Kinds that stand alone: the corpus does not say what they happened to.
_ALONE = frozenset({"invite", "nickname", "serving", "language", "address", "note", "date"})


def facts(session: Session, letter: Letter) -> Facts:
    """Everything that people did and would mind to find changed."""
    kept: Facts = {}
    for part in (_carts, _orders, _lines, _parcels, _goods, _people, _words_kept, _notices):
        kept.update(part(session, letter))
    return kept


def changed(before: Facts, after: Facts) -> tuple[str, ...]:
    """What is different, in words."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    new = {name for kind, name in keys if kind == "order" and ("order", name) not in before}
    told = {word for key in keys if not _belongs(key, new) and (word := _word(key, before.get(key), after.get(key)))}
    if any(kind == "notice" and (not told or _calls(name)) for kind, name in keys):
        told.add("contact")
    return tuple(sorted(told))


def allows(tokens: Iterable[str], effect: str) -> bool:
    """Whether a word of those that may happen covers what happened: ``cart`` covers ``cart:P1001=48``."""
    return any(effect.startswith(token) and effect[len(token) : len(token) + 1] in _ENDS for token in tokens)


#: After these a word is more exact; the reason of a rejection may go on with a comma.
_ENDS = ("", ":", "=", "，", ",", " ")


def _belongs(key: Key, new: set[str]) -> bool:
    """Whether it is a part of a new order, told by that."""
    kind, name = key
    return kind in {"lines", "terms", "rated", "words"} and name.partition(":")[0] in new


def _word(key: Key, old: Any, new: Any) -> str:
    kind, name = key[0], key[1].partition("/")[0]
    match kind:
        case "notice":
            return ""
        case "order":
            return _step(name, *new)
        case "parcel":
            return f"{new[0] if old is None or old[0] != new[0] else 'parcel'}:{name}={' '.join(new[1:])}".rstrip(" =")
        case _ if kind in _ALONE:
            return kind
        case _:
            return f"{kind}:{name}={0 if new is None else new}"


def _step(name: str, status: OrderStatus, reason: str) -> str:
    """A completed order is told by its receipt."""
    return "" if status is OrderStatus.COMPLETED else ":".join(filter(None, (status.value, name, reason)))


def _calls(kind: str) -> bool:
    return kind in _CALLS or kind not in set(NoticeKind)


def _carts(session: Session, _letter: Letter) -> Facts:
    kept: Facts = {}
    lines = select(col(Sku.code), col(CartLine.cart_id), col(CartLine.quantity)).where(CartLine.sku_id == Sku.id)
    for code, cart_id, quantity in session.exec(lines):
        kept["cart", f"{code}/{cart_id}"] = _plain(quantity)
    for cart in session.exec(select(Cart)):
        for kind, value in (("note", cart.note), ("address", cart.address_id), ("date", cart.wanted_on)):
            kept[kind, f"/{cart.id}"] = value or None
    return kept


def _orders(session: Session, letter: Letter) -> Facts:
    kept: Facts = {}
    for order in session.exec(select(Order)):
        name = letter(order.number)
        kept["order", name] = (order.status, order.reason)
        kept["terms", name] = (order.note, order.address, order.wanted_on)
        kept["rated", name], kept["words", name] = order.rating, order.rating_words
    return kept


def _lines(session: Session, letter: Letter) -> Facts:
    kept: Facts = {}
    of_line = select(col(Order.number), col(Sku.code), col(OrderLine.quantity), col(OrderLine.refused))
    lines = of_line.where(OrderLine.order_id == Order.id, OrderLine.sku_id == Sku.id)
    for number, code, quantity, refused in session.exec(lines):
        kept["lines", f"{letter(number)}:{code}"] = _plain(quantity - refused)
    shares = select(Order.number, OrderShare.person_id).where(OrderShare.order_id == Order.id)
    for number, person_id in session.exec(shares):
        kept["share", f"{letter(number)}/{person_id}"] = True
    return kept


def _parcels(session: Session, letter: Letter) -> Facts:
    kept: Facts = {}
    sums = select(ShipmentLine.shipment_id, func.sum(ShipmentLine.quantity)).group_by(col(ShipmentLine.shipment_id))
    inside: Mapping[int, Decimal] = dict(session.exec(sums).all())
    for number, parcel in session.exec(select(Order.number, Shipment).join(Shipment)):
        told = (_PARCELS[parcel.status], parcel.carrier, parcel.tracking_number, _plain(inside.get(parcel.id)))
        kept["parcel", f"{letter(number)}/{parcel.position}"] = told
    return kept


def _goods(session: Session, _letter: Letter) -> Facts:
    kept: Facts = {}
    moves = select(StockMove.sku_id, func.sum(StockMove.quantity)).where(col(StockMove.shipment_id).is_not(None))
    left: Mapping[int, Decimal] = dict(session.exec(moves.group_by(col(StockMove.sku_id))).all())
    on_hand: Mapping[int, Decimal] = dict(session.exec(select(col(StockLevel.sku_id), col(StockLevel.on_hand))).all())
    skus = select(col(Sku.id), col(Sku.code), col(Sku.price), col(Sku.on_sale))
    for sku_id, code, price, on_sale in session.exec(skus):
        kept["price", code], kept["on_sale", code] = _plain(price), on_sale
        kept["stock", code] = _plain(on_hand.get(sku_id, Decimal(0)) - left.get(sku_id, Decimal(0)))
    return kept


def _people(session: Session, _letter: Letter) -> Facts:
    kept: Facts = {}
    people = select(col(Person.name), col(Person.role), col(Person.active), col(Person.account_id))
    for name, role, active, account_id in session.exec(people):
        kept["person", name] = (role.value, active, account_id)
    for name, serving, language in session.exec(select(Person.name, Person.ordering_for_id, Person.language)):
        kept["serving", f"/{name}"], kept["language", f"/{name}"] = serving, language
    for account in session.exec(select(Account)):
        kept["account", account.name] = (account.salesperson_id, account.active, account.credit_limit)
    for external, person_id in session.exec(select(Identity.external, Identity.person_id)):
        kept["bound", external] = person_id
    for invite in session.exec(select(Invite)):
        kept["invite", f"/{invite.id}"] = (invite.used_at, invite.expires_at)
    return kept


def _words_kept(session: Session, _letter: Letter) -> Facts:
    kept: Facts = {
        ("nickname", f"/{each.account_id}/{each.key}"): each.sku_id for each in session.exec(select(Nickname))
    }
    kept.update({("address", f"/{each.id}"): (each.text, each.removed_at) for each in session.exec(select(Address))})
    return kept


def _notices(session: Session, _letter: Letter) -> Facts:
    counted = select(Notice.kind, func.count()).group_by(col(Notice.kind))
    return {("notice", str(kind)): count for kind, count in session.exec(counted)}


def _plain(number: Decimal | None) -> str:
    return format(number.normalize(), "f") if number else "0"
