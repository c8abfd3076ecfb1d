"""Who hears about an order or an account: the only place that says so, in one statement, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, literal, or_, select, union_all
from sqlmodel import col

from domain.acting import By
from domain.listed import listed
from domain.prepared import Prepared, any_of
from domain.rules.order_life import OrderStatus
from domain.rules.rights import Role
from domain.tables.columns import ID
from domain.tables.orders import Order, OrderLine, OrderShare
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


@dataclass(frozen=True, kw_only=True)
class Same:
    """An order of just the same."""

    id: int
    number: str


#: Who may look after an account.
SELLING = (Role.SALESPERSON, Role.ADMIN)
_STAFF = (*SELLING, Role.WAREHOUSE)
_PERSON = (col(Person.id), col(Person.name), col(Person.role), col(Person.account_id))
#: Those who buy for the account and those who work here; by two indexes, however many other people there are.
_NEAR = and_(
    col(Person.active).is_(True),
    or_(col(Person.account_id) == bindparam("account", type_=ID), any_of(col(Person.role), _STAFF)),
)
_PEOPLE = Prepared(
    union_all(
        select(*_PERSON, literal(None, ID)).where(_NEAR),
        select(*_PERSON, col(OrderShare.order_id))
        .join(OrderShare, col(OrderShare.person_id) == Person.id)
        .where(col(OrderShare.order_id) == bindparam("order", type_=ID), col(Person.active).is_(True)),
    )
)


def approvers(by: By, account: Account) -> tuple[int, ...]:
    """Who is asked about an account where no order is at hand: the same people as about its orders."""
    return _sorted(0, account.id, account.salesperson_id, _PEOPLE.all(by.session, _facts(account))).approvers


def holders(by: By, order: Order, account: Account, keeper: Person | None) -> tuple[int, ...]:
    """Whose chats show an order's card; nothing is read where that can only be ``keeper``, the salesperson."""
    if keeper is not None and keeper.active and keeper.role in SELLING and order.reminded_at is None:
        return (keeper.id,)
    return concerned(by, order, account).holders


def concerned(by: By, order: Order, account: Account) -> Concerned:
    """Everyone who may have to hear about an order."""
    found = _PEOPLE.all(by.session, _facts(account, order.id))
    return _sorted(order.buyer_id, account.id, account.salesperson_id, found, has_waited=order.reminded_at is not None)


def before_placing(
    by: By, buyer_id: int, account_id: int, wanted: Mapping[int, Decimal], since: datetime
) -> tuple[Concerned, Same | None]:
    """Everyone who will have to hear about a new order, and the account's last order of just these SKUs since then.

    ``wanted``: base units by SKU.
    """
    facts = {"account": account_id, "since": since, "wanted": wanted, "count": len(wanted)}
    found = _PLACING.all(by.session, facts)
    *_, keeper_id, same_id, same_number = found[0]
    hear = _sorted(buyer_id, account_id, keeper_id, ((*row[:4], None) for row in found))
    return hear, Same(id=same_id, number=same_number) if same_id is not None else None


def _placing() -> Any:
    """Reads both at once; putting it together costs more than running it.

    The account is kept still: whoever gives it to another salesperson sees this order, or this order asks the new one.
    """
    wanted, count = listed("wanted"), bindparam("count", type_=Integer)
    lines = select(func.count()).select_from(OrderLine).where(col(OrderLine.order_id) == Order.id)
    same_line = (col(OrderLine.sku_id) == wanted.c.id) & (col(OrderLine.quantity) == wanted.c.amount)
    same = (
        select(col(Order.id))
        .where(
            col(Order.account_id) == bindparam("account", type_=ID),
            col(Order.submitted_at) > bindparam("since"),
            any_of(col(Order.status), (OrderStatus.SUBMITTED, OrderStatus.APPROVED)),
            lines.scalar_subquery() == count,
            lines.join(wanted, same_line).scalar_subquery() == count,
        )
        .order_by(col(Order.submitted_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(*_PERSON, col(Account.salesperson_id), col(Order.id), col(Order.number))
        .select_from(Account)
        .join(Person, _NEAR)
        .join(Order, col(Order.id) == same, isouter=True)
        .where(col(Account.id) == bindparam("account", type_=ID))
        .with_for_update(read=True, of=Account)
    )


_PLACING = Prepared(_placing())


def _facts(account: Account, order_id: int = 0) -> dict[str, int]:
    """What the statement is executed with; no order has the id 0."""
    return {"order": order_id, "account": account.id}


def _asked(keeper: int | None, roles: Mapping[Role, tuple[int, ...]]) -> tuple[int, ...]:
    """The account's salesperson while there is one; the accounts of one who left are the admins' until given on."""
    if keeper is None:
        return roles[Role.SALESPERSON] or roles[Role.ADMIN]
    return (keeper,) if any(keeper in roles[role] for role in SELLING) else roles[Role.ADMIN]


def _sorted(
    buyer_id: int, account_id: int, keeper: int | None, found: Iterable[Sequence[Any]], *, has_waited: bool = False
) -> Concerned:
    people = sorted(found, key=itemgetter(0))
    roles = {role: tuple(person_id for person_id, _, each, *_ in people if each == role) for role in _STAFF}
    members = tuple(person_id for person_id, _, role, at, _ in people if role == Role.BUYER and at == account_id)
    approvers = _asked(keeper, roles)
    return Concerned(
        keeper=next((name for person_id, name, *_ in people if person_id == keeper), ""),
        buyers=(buyer_id,) if buyer_id in members else members,
        approvers=approvers,
        holders=(*approvers, *(roles[Role.ADMIN] if has_waited else ())),
        warehouse=roles[Role.WAREHOUSE],
        followers=tuple(person_id for person_id, *_, shared in people if shared is not None),
    )
