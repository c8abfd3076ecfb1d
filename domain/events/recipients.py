"""The people around an order or an account, in groups; each act names the groups that get its notice."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

import sqlmodel
from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, func, literal, or_, select, union_all
from sqlmodel import col

from domain.actor import Actor
from domain.db.list_values import listed
from domain.db.statements import Prepared, any_of
from domain.rules.approvals import ALWAYS, BY_MONEY, ApprovalKind
from domain.rules.order_states import OPEN
from domain.rules.rights import Role
from domain.tables.columns import ID
from domain.tables.deputies import Deputy
from domain.tables.lines import is_goods
from domain.tables.orders import Order, OrderLine, OrderShare
from domain.tables.people import Account, Person


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """People grouped by their relation to the order.

    ``buyers``: the buyer, or every buyer where somebody ordered for them.
    ``salesperson_name``: of the account's salesperson, if it has one. ``approvers``: that one, else all salespeople,
    else the admins. ``givers``: whose each approval is. ``deciders``: of all that the order asks for, but not of its
    payment, which its buyer is asked for; ``undecided``: of those that are open. ``card_viewers``: whose chats show the
    order's card: the deciders, whoever books its payment, and the admins once it had waited too long.
    ``followers``: customers it is shared with.
    """

    salesperson_name: str
    buyers: tuple[int, ...]
    approvers: tuple[int, ...]
    givers: Mapping[ApprovalKind, tuple[int, ...]]
    deciders: tuple[int, ...]
    undecided: tuple[int, ...]
    card_viewers: tuple[int, ...]
    warehouse: tuple[int, ...]
    followers: tuple[int, ...]

    @property
    def all_but_warehouse(self) -> tuple[int, ...]:
        """The dealer, the salesperson and the customers: they are told what becomes of the goods."""
        return (*self.buyers, *self.approvers, *self.followers)


@dataclass(frozen=True, kw_only=True)
class SameOrder:
    """A recent order with identical lines."""

    id: int
    number: str


class _Near(NamedTuple):
    """A possible recipient.

    ``stands_in``: the account's salesperson, where they do so today. ``shared``: the order that is shared with them, if
    that is why.
    """

    id: int
    name: str
    role: Role
    account_id: int | None
    stands_in: int | None = None
    shared: int | None = None


class _BeforePlacing(NamedTuple):
    """A possible recipient, with the account's salesperson and the duplicate order, if there are any."""

    id: int
    name: str
    role: Role
    account_id: int | None
    stands_in: int | None
    salesperson_id: int | None
    same_id: int | None
    same_number: str

    @property
    def person(self) -> _Near:
        """The person alone."""
        return _Near(self.id, self.name, self.role, self.account_id, self.stands_in)


#: Who may look after an account.
SELLING = (Role.SALESPERSON, Role.ADMIN)
_STAFF = (*SELLING, Role.WAREHOUSE, Role.FINANCE)
_PERSON = (col(Person.id), col(Person.name), col(Person.role), col(Person.account_id))
#: Those who buy for the account and those who work here; by two indexes, however many other people there are.
_NEAR = and_(
    col(Person.active).is_(True),
    or_(col(Person.account_id) == bindparam("account", type_=ID), any_of(col(Person.role), _STAFF)),
)


def stands_in(today: Any) -> tuple[Any, ...]:
    """Conditions on Deputy that leave those who stand in on a day of the shop's."""
    days = (col(Deputy.first_day) <= today, col(Deputy.last_day) >= today)
    return col(Deputy.ended_at).is_(None), *days


def _stands_in_for(salesperson: Any) -> Any:
    """The salesperson, where a person stands in for them today."""
    query = select(col(Deputy.salesperson_id)).where(col(Deputy.deputy_id) == col(Person.id))
    today = (col(Deputy.salesperson_id) == salesperson, *stands_in(bindparam("today", type_=Date)))
    return query.where(*today).limit(1).scalar_subquery()


_PEOPLE = Prepared(
    union_all(
        select(*_PERSON, _stands_in_for(bindparam("salesperson", type_=ID)), literal(None, ID)).where(_NEAR),
        select(*_PERSON, literal(None, ID), col(OrderShare.order_id))
        .join(OrderShare, col(OrderShare.person_id) == Person.id)
        .where(col(OrderShare.order_id) == bindparam("order", type_=ID), col(Person.active).is_(True)),
    )
)


def serves(person: Any, today: Any) -> ColumnElement[bool]:
    """Whether an account is a salesperson's: their own, nobody's, or that of somebody they stand in for on the day."""
    others = select(col(Deputy.salesperson_id)).where(col(Deputy.deputy_id) == person, *stands_in(today))
    theirs = col(Account.salesperson_id)
    return or_(theirs.is_(None), theirs == person, theirs.in_(others))


def with_role(actor: Actor, role: Role) -> list[int]:
    """The active people of a role."""
    return list(actor.session.exec(sqlmodel.select(Person.id).where(Person.role == role, col(Person.active).is_(True))))


def finance(actor: Actor) -> list[int]:
    """Who looks after money: finance, or the admins where there is none."""
    return with_role(actor, Role.FINANCE) or with_role(actor, Role.ADMIN)


def buyers_of(actor: Actor, account_ids: Iterable[int]) -> list[tuple[int, int | None]]:
    """The active buyers of some accounts, each with the account."""
    member = sqlmodel.select(Person.id, Person.account_id).where(col(Person.account_id).in_(tuple(account_ids)))
    return list(actor.session.exec(member.where(Person.role == Role.BUYER, col(Person.active).is_(True))))


def approvers(actor: Actor, account: Account) -> tuple[int, ...]:
    """Who approves the orders of an account."""
    return _sorted(0, account.id, account.salesperson_id, _near(actor, account)).approvers


def card_viewers(actor: Actor, order: Order, account: Account) -> tuple[int, ...]:
    """Whose chats show an order's card."""
    return recipients_of(actor, order, account).card_viewers


def recipients_of(actor: Actor, order: Order, account: Account) -> Recipients:
    """Everyone who may be notified about an order."""
    near = _near(actor, account, order.id)
    approvals = {"asked": order.asked, "given": order.given}
    waited = order.reminded_at is not None
    return _sorted(order.buyer_id, account.id, account.salesperson_id, near, **approvals, has_waited=waited)


def before_placing(
    actor: Actor,
    buyer_id: int,
    account_id: int,
    wanted: Mapping[int, Decimal],
    since: datetime,
    asked: AbstractSet[ApprovalKind],
) -> tuple[Recipients, SameOrder | None]:
    """Everyone to be told of a new order that asks for these approvals, and a recent one of just these amounts."""
    facts = {"account": account_id, "since": since, "wanted": wanted, "count": len(wanted), "today": actor.today}
    found = [_BeforePlacing._make(row) for row in _PLACING.all(actor.session, facts)]
    first = found[0]
    recipients = _sorted(buyer_id, account_id, first.salesperson_id, (row.person for row in found), asked=asked)
    return recipients, SameOrder(id=first.same_id, number=first.same_number) if first.same_id is not None else None


def _placing() -> Any:
    """Reads both at once; putting it together costs more than running it.

    The account is locked: a transfer to another salesperson sees this order, or this order asks the new one.
    """
    wanted, count = listed("wanted"), bindparam("count", type_=Integer)
    of_order = (col(OrderLine.order_id) == Order.id, is_goods(OrderLine.kind))
    lines = select(func.count()).select_from(OrderLine).where(*of_order)
    same_line = (col(OrderLine.sku_id) == wanted.c.id) & (col(OrderLine.quantity) == wanted.c.amount)
    same = (
        select(col(Order.id))
        .where(
            col(Order.account_id) == bindparam("account", type_=ID),
            col(Order.submitted_at) > bindparam("since"),
            any_of(col(Order.status), OPEN),
            lines.scalar_subquery() == count,
            lines.join(wanted, same_line).scalar_subquery() == count,
        )
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *_PERSON,
            _stands_in_for(col(Account.salesperson_id)),
            col(Account.salesperson_id),
            col(Order.id),
            col(Order.number),
        )
        .select_from(Account)
        .join(Person, _NEAR)
        .join(Order, col(Order.id) == same, isouter=True)
        .where(col(Account.id) == bindparam("account", type_=ID))
        .with_for_update(read=True, of=Account)
    )


_PLACING = Prepared(_placing())


def _near(actor: Actor, account: Account, order_id: int = 0) -> list[_Near]:
    """The possible recipients about an order, or about the account: no order has the id 0."""
    about = {"order": order_id, "account": account.id, "salesperson": account.salesperson_id, "today": actor.today}
    return [_Near._make(row) for row in _PEOPLE.all(actor.session, about)]


def _asked(
    salesperson_id: int | None, roles: Mapping[Role, tuple[int, ...]], deputies: tuple[int, ...]
) -> tuple[int, ...]:
    """The account's salesperson and who stands in; where that one is inactive, the admins until it is reassigned."""
    if salesperson_id is None:
        return roles[Role.SALESPERSON] or roles[Role.ADMIN]
    if any(salesperson_id in roles[role] for role in SELLING):
        return (salesperson_id, *deputies)
    return roles[Role.ADMIN]


def _of_each(givers: Mapping[ApprovalKind, tuple[int, ...]], kinds: AbstractSet[ApprovalKind]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(givers[kind] for kind in ApprovalKind if kind in kinds)))


def _sorted(
    buyer_id: int,
    account_id: int,
    salesperson_id: int | None,
    near: Iterable[_Near],
    *,
    asked: AbstractSet[ApprovalKind] = ALWAYS,
    given: AbstractSet[ApprovalKind] = frozenset(),
    has_waited: bool = False,
) -> Recipients:
    people = sorted(near, key=attrgetter("id"))
    roles = {role: tuple(each.id for each in people if each.role == role) for role in _STAFF}
    members = tuple(each.id for each in people if each.role == Role.BUYER and each.account_id == account_id)
    deputies = tuple(each.id for each in people if each.stands_in is not None and each.role in SELLING)
    admins, approvers = roles[Role.ADMIN], _asked(salesperson_id, roles, deputies)
    givers = {
        ApprovalKind.SALES: approvers,
        ApprovalKind.FINANCE: roles[Role.FINANCE] or admins,
        ApprovalKind.ADMIN: admins,
        ApprovalKind.PAYMENT: roles[Role.FINANCE] or admins,
    }
    deciders = _of_each(givers, asked - BY_MONEY)
    return Recipients(
        salesperson_name=next((each.name for each in people if each.id == salesperson_id), ""),
        buyers=(buyer_id,) if buyer_id in members else members,
        approvers=approvers,
        givers=givers,
        deciders=deciders,
        undecided=_of_each(givers, asked - given - BY_MONEY),
        card_viewers=tuple(dict.fromkeys((*_of_each(givers, asked), *(admins if has_waited else ())))),
        warehouse=roles[Role.WAREHOUSE],
        followers=tuple(each.id for each in people if each.shared is not None),
    )
