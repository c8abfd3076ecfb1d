"""Watches the tables that matter: every change must have been made by somebody who has the right to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table

from domain.rules.approvals import RIGHTS, ApprovalKind
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Right, Role, grants
from storage.engine import ONLY_READS, Database
from storage.schema import METADATA

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A row before and after; one of the two is missing where it was added or taken away."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row, as it is or was."""
        return self.after or self.before or {}

    def moved(self, column: str) -> bool:
        """Whether this column has another value now."""
        return (self.before or {}).get(column) != (self.after or {}).get(column)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who sent the message, as the database knew them before it."""

    person: int | None
    role: Role | None
    account: int | None
    identity: str

    def may(self, right: Right) -> bool:
        """Whether the role has the right at all."""
        return self.role is not None and grants(self.role, right)


#: Nobody, who may change nothing.
NOBODY = Actor(person=None, role=None, account=None, identity="")

Snapshot: TypeAlias = dict[str, dict[Any, Row]]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A table as it is stored, and the same by the key of each row: a value, or several where the key has parts."""

    stored: Sequence[Any]
    rows: dict[Any, Row]


class Guard:
    """Compares two looks at the database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(**{ONLY_READS: True})
        self._seen: dict[str, _Seen] = {}
        self._before: Snapshot = {}

    def look(self) -> None:
        """Remember how things are."""
        self._before = self._snapshot()

    def actor(self, identity: str) -> Actor:
        """Who this is, before the message."""
        known = next((row for row in self._before["identity"].values() if row["external"] == identity), None)
        person = self._before["person"].get(known["person_id"]) if known else None
        if person is None:
            return Actor(person=None, role=None, account=None, identity=identity)
        account = person["account_id"] or person["ordering_for_id"]
        return Actor(person=person["id"], role=Role(person["role"]), account=account, identity=identity)

    def trespasses(self, actor: Actor) -> list[Change]:
        """Changes since the last look that this person had no right to."""
        before, after = self._before, self._snapshot()
        self._before = after
        world = _World(before=before, after=after)
        return [change for change in _changes(before, after) if not RULES[change.table](world, actor, change)]

    def _snapshot(self) -> Snapshot:
        with self._engine.connect() as connection:
            self._seen = {table: _look(connection, METADATA.tables[table], self._seen.get(table)) for table in RULES}
        return {table: seen.rows for table, seen in self._seen.items()}


def _look(connection: Connection, table: Table, last: _Seen | None) -> _Seen:
    """What a table holds now; what was seen last where it holds the same."""
    cursor = connection.connection.cursor()  # the driver's own: this is asked ten thousand times
    cursor.execute(f'SELECT * FROM "{table.name}"')
    stored, columns = cursor.fetchall(), [column[0] for column in cursor.description or ()]
    cursor.close()
    if last is not None and stored == last.stored:
        return last
    key = tuple(column.name for column in table.primary_key)
    rows = (dict(zip(columns, row, strict=True)) for row in stored)
    by_key: dict[Any, Row] = {row[key[0]] if len(key) == 1 else tuple(row[part] for part in key): row for row in rows}
    return _Seen(stored=stored, rows=by_key)


def _changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for table, rows in after.items():
        old = before[table]
        for key in () if rows is old else rows.keys() | old.keys():
            if rows.get(key) != old.get(key):
                yield Change(table=table, before=old.get(key), after=rows.get(key))


@dataclass(frozen=True, kw_only=True)
class _World:
    before: Snapshot
    after: Snapshot

    def order_of(self, change: Change) -> Row:
        """The order a line, shipment, hold or share belongs to."""
        return self.after["order"][change.row["order_id"]]

    def is_mine(self, actor: Actor, order: Row) -> bool:
        """Whether the order may be seen at all: the same words as the house's own rule, written anew."""
        account = self.after["account"][order["account_id"]]
        match actor.role:
            case Role.BUYER:
                return bool(order["account_id"] == actor.account)
            case Role.SALESPERSON:
                away = [d["salesperson_id"] for d in self.after["deputy"].values() if d["deputy_id"] == actor.person]
                return account["salesperson_id"] in (None, actor.person, *away)
            case Role.CUSTOMER:
                shares = self.after["ordershare"].values()
                return any((s["order_id"], s["person_id"]) == (order["id"], actor.person) for s in shares)
            case Role.WAREHOUSE | Role.FINANCE | Role.ADMIN:
                return True
            case None:
                return False


#: What each new status of an order needs.
STATUS: Mapping[str, tuple[Right, ...]] = {
    OrderStatus.SUBMITTED: (Right.ORDER_SUBMIT,),
    OrderStatus.APPROVED: (Right.ORDER_DECIDE,),
    OrderStatus.REJECTED: (Right.ORDER_DECIDE,),
    OrderStatus.CANCELLED: (Right.ORDER_CANCEL, Right.ORDER_CANCEL_LATE),
    OrderStatus.WITHDRAWN: (Right.ORDER_SUBMIT,),
    OrderStatus.COMPLETED: (Right.SHIPMENT_RECEIVE,),
    OrderStatus.EXPIRED: (),
}


def _order(world: _World, actor: Actor, change: Change) -> bool:
    if not world.is_mine(actor, change.row):
        return False
    if change.before is None:
        return change.row["buyer_id"] == actor.person and actor.may(Right.ORDER_SUBMIT)
    if change.moved("status"):
        return any(actor.may(right) for right in STATUS[change.row["status"]])
    if change.moved("rating") or change.moved("rating_words"):
        return actor.may(Right.ORDER_RATE)
    if actor.may(Right.ORDER_CHANGE):
        return True
    kinds = [kind for kind in ApprovalKind if change.moved(f"{kind}_approval")]
    return bool(kinds) and all(actor.may(RIGHTS[kind]) for kind in kinds)


def _line(world: _World, actor: Actor, change: Change) -> bool:
    if not world.is_mine(actor, world.order_of(change)):
        return False
    if change.before is None:
        return actor.may(Right.ORDER_SUBMIT)
    if change.moved("quantity") or change.moved("amount") or change.moved("price"):
        return actor.may(Right.ORDER_CHANGE)
    if change.moved("shipped"):
        return actor.may(Right.SHIPMENT_PICK)
    if change.moved("back_ordered"):
        return any(map(actor.may, (Right.ORDER_CHANGE, Right.ORDER_CANCEL, Right.ORDER_DECIDE, Right.STOCK_CHANGE)))
    if change.moved("proposed"):
        return actor.may(Right.SWAP_ANSWER) or actor.may(Right.ORDER_APPROVE)
    return actor.may(Right.SHIPMENT_RECEIVE)


def _shipment(world: _World, actor: Actor, change: Change) -> bool:
    if not world.is_mine(actor, world.order_of(change)):
        return False
    if change.moved("status") and change.row["status"] == "delivered":
        return actor.may(Right.SHIPMENT_RECEIVE)
    cancelled = change.row["status"] == "dropped" and world.order_of(change)["status"] == "cancelled"
    return actor.may(Right.SHIPMENT_PICK) or (cancelled and actor.may(Right.ORDER_CANCEL_LATE))


def _hold(world: _World, actor: Actor, change: Change) -> bool:
    rights = (Right.ORDER_SUBMIT, Right.ORDER_CHANGE, Right.ORDER_DECIDE, Right.SHIPMENT_PICK, Right.ORDER_CANCEL)
    return world.is_mine(actor, world.order_of(change)) and any(actor.may(right) for right in rights)


def _level(world: _World, actor: Actor, change: Change) -> bool:
    if change.before is None and actor.may(Right.CATALOGUE_CHANGE):
        return True  # of new goods
    if change.moved("on_hand"):
        return actor.may(Right.STOCK_CHANGE) or actor.may(Right.SHIPMENT_PICK)
    if change.moved("expected_on"):
        return actor.may(Right.STOCK_EXPECT)
    return actor.may(Right.ORDER_SUBMIT) or actor.may(Right.ORDER_DECIDE) or actor.may(Right.ORDER_CANCEL)


def _move(world: _World, actor: Actor, change: Change) -> bool:
    by_right = actor.may(Right.STOCK_CHANGE) or actor.may(Right.SHIPMENT_PICK)
    return change.before is None and by_right and change.row["person_id"] == actor.person


def _cart(world: _World, actor: Actor, change: Change) -> bool:
    mine = change.row["person_id"] == actor.person and change.row["account_id"] == actor.account
    return mine and actor.may(Right.CART_CHANGE)


def _cart_line(world: _World, actor: Actor, change: Change) -> bool:
    carts = world.before["cart"] | world.after["cart"]
    cart = carts[change.row["cart_id"]]
    return bool(cart["person_id"] == actor.person) and actor.may(Right.CART_CHANGE)


def _person(world: _World, actor: Actor, change: Change) -> bool:
    if change.before is None or any(change.moved(column) for column in ("role", "account_id", "name")):
        return False
    if change.moved("active"):
        return actor.may(Right.PERSON_SWITCH) and (bool(change.row["active"]) or _is_admin_left(world))
    return bool(change.row["id"] == actor.person)


def _is_admin_left(world: _World) -> bool:
    return any(row["role"] == Role.ADMIN and row["active"] for row in world.after["person"].values())


def _identity(world: _World, actor: Actor, change: Change) -> bool:
    if change.before and change.moved("person_id"):
        return actor.may(Right.CHAT_UNBIND) and change.row["external"] != actor.identity
    return bool(change.row["external"] == actor.identity)


def _address(world: _World, actor: Actor, change: Change) -> bool:
    return bool(change.row["account_id"] == actor.account) and actor.may(Right.CART_CHANGE)


def _nickname(world: _World, actor: Actor, change: Change) -> bool:
    return bool(change.row["account_id"] == actor.account) and actor.may(Right.NICKNAME_CHANGE)


def _invite(world: _World, actor: Actor, change: Change) -> bool:
    if change.before is not None:
        return change.moved("revoked_at") and not change.moved("used_at") and actor.may(Right.PERSON_INVITE)
    right = Right.ORDER_SHARE if change.row["order_id"] else Right.PERSON_INVITE
    return change.row["created_by_id"] == actor.person and actor.may(right)


def _account(world: _World, actor: Actor, change: Change) -> bool:
    right = Right.ACCOUNT_ASSIGN if change.moved("salesperson_id") and change.before else Right.PERSON_INVITE
    return actor.may(right)


def _deputy(world: _World, actor: Actor, change: Change) -> bool:
    return actor.may(Right.DEPUTY_SET) and (actor.role is Role.ADMIN or change.row["salesperson_id"] == actor.person)


def _wish(world: _World, actor: Actor, change: Change) -> bool:
    if actor.may(Right.WISH_SEND):
        return bool(change.row["person_id"] == actor.person)
    return actor.may(Right.WISH_ANSWER) and bool(change.row["account_id"] == actor.account)


def _thread(world: _World, actor: Actor, change: Change) -> bool:
    if actor.may(Right.THREAD_ASK):
        return bool(change.row["person_id"] == actor.person)
    return change.before is not None and actor.may(Right.THREAD_ANSWER)


def _needs(right: Right) -> Callable[[_World, Actor, Change], bool]:
    return lambda _, actor, __: actor.may(right)


def _nobody(world: _World, actor: Actor, change: Change) -> bool:
    return False


RULES: Mapping[str, Callable[[_World, Actor, Change], bool]] = {
    "order": _order,
    "orderline": _line,
    "approval": lambda world, actor, change: world.is_mine(actor, world.order_of(change)),
    "swapproposal": lambda world, actor, change: world.is_mine(actor, world.order_of(change)),
    "deputy": _deputy,
    "shipment": _shipment,
    "shipmentline": _needs(Right.SHIPMENT_PICK),
    "hold": _hold,
    "stocklevel": _level,
    "stockmove": _move,
    "cart": _cart,
    "cartline": _cart_line,
    "person": _person,
    "identity": _identity,
    "account": _account,
    "address": _address,
    "nickname": _nickname,
    "invite": _invite,
    "supplierword": _needs(Right.CATALOGUE_CHANGE),
    "wordproposal": _needs(Right.CATALOGUE_CHANGE),
    "setting": _needs(Right.SETTING_CHANGE),
    "orderlimit": _needs(Right.CATALOGUE_CHANGE),
    "visibleto": _needs(Right.CATALOGUE_CHANGE),
    "ordershare": _nobody,
    "sku": _needs(Right.CATALOGUE_CHANGE),
    "price": _needs(Right.CATALOGUE_CHANGE),
    "product": _needs(Right.CATALOGUE_CHANGE),
    "pack": _needs(Right.CATALOGUE_CHANGE),
    "alias": _needs(Right.CATALOGUE_CHANGE),
    "category": _needs(Right.CATALOGUE_CHANGE),
    "accountgroup": _needs(Right.ACCOUNT_ASSIGN),
    "warehouse": _nobody,
    "wish": _wish,
    "thread": _thread,
    "promotion": _needs(Right.PROMOTION_CHANGE),
}
