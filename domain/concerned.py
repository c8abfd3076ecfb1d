"""Who hears about an order, found in one statement before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import col, or_

from domain.acting import By
from domain.rules.rights import Role
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Person


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """People by why they hear. ``buyers``: the buyer, or every buyer where somebody ordered for them.

    ``keeper``: the name of the account's salesperson, if it has one. ``approvers``: that one, else all salespeople,
    else the admins. ``holders``: whose chats show the order's card: the approvers, and the admins once it had waited
    too long. ``followers``: customers it is shared with.
    """

    keeper: str
    buyers: tuple[int, ...]
    approvers: tuple[int, ...]
    holders: tuple[int, ...]
    warehouse: tuple[int, ...]
    followers: tuple[int, ...]

    @property
    def outside(self) -> tuple[int, ...]:
        """The dealer, the salesperson and the customers: everyone who waits for the goods."""
        return (*self.buyers, *self.approvers, *self.followers)


_STAFF = (Role.SALESPERSON, Role.ADMIN, Role.WAREHOUSE)
_PEOPLE = (
    sqlalchemy.select(
        col(Person.id), col(Person.name), col(Person.role), col(Person.account_id), col(OrderShare.order_id)
    )
    .join(
        OrderShare,
        (col(OrderShare.person_id) == Person.id) & (col(OrderShare.order_id) == bindparam("order")),
        isouter=True,
    )
    .where(col(Person.active).is_(True))
    .where(
        or_(
            col(Person.account_id) == bindparam("account"),
            col(Person.role).in_(_STAFF),
            col(OrderShare.order_id).is_not(None),
        )
    )
    .order_by(col(Person.id))
)


def concerned(by: By, order: Order, account: Account) -> Concerned:
    """Everyone who may have to hear about an order."""
    facts = {"order": order.id, "account": account.id}
    return _sorted(order, account, by.session.execute(_PEOPLE, facts).all())


def before_placing(by: By, order: Order, account: Account, same: Any) -> tuple[Concerned, Order | None]:
    """Everyone who will have to hear about a new order, and the order whose id ``same`` selects, if there is one."""
    query = _PEOPLE.add_columns(Order).join(Order, col(Order.id) == same, isouter=True)
    found = by.session.execute(query, {"order": order.id, "account": account.id}).all()
    people = [tuple(row)[:-1] for row in found]
    return _sorted(order, account, people), next((row[-1] for row in found), None)


def _asked(account: Account, roles: Mapping[Role, tuple[int, ...]]) -> tuple[int, ...]:
    """The account's salesperson while there is one; the accounts of one who left are the admins' until given on."""
    keeper = account.salesperson_id
    if keeper is None:
        return roles[Role.SALESPERSON] or roles[Role.ADMIN]
    return (keeper,) if keeper in (*roles[Role.SALESPERSON], *roles[Role.ADMIN]) else roles[Role.ADMIN]


def _sorted(order: Order, account: Account, people: Iterable[Any]) -> Concerned:
    people = tuple(people)
    roles = {role: tuple(person_id for person_id, _, each, *_ in people if each == role) for role in _STAFF}
    members = tuple(person_id for person_id, _, role, at, _ in people if role == Role.BUYER and at == account.id)
    approvers = _asked(account, roles)
    return Concerned(
        keeper=next((name for person_id, name, *_ in people if person_id == account.salesperson_id), ""),
        buyers=(order.buyer_id,) if order.buyer_id in members else members,
        approvers=approvers,
        holders=(*approvers, *(roles[Role.ADMIN] if order.reminded_at else ())),
        warehouse=roles[Role.WAREHOUSE],
        followers=tuple(person_id for person_id, *_, shared in people if shared is not None),
    )
