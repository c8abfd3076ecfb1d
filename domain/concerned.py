"""Who hears about an order, found in one statement before anything is written."""

from dataclasses import dataclass

from sqlmodel import col, or_, select

from domain.acting import By
from domain.rules.rights import Role
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Person


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """People by why they hear. ``buyers``: the buyer, or every buyer where somebody ordered for them.

    ``approvers``: the account's salesperson, else all of them, else the admins. ``holders``: whose chats show the
    order's card: the approvers, and the admins once it had waited too long. ``followers``: customers it is shared with.
    """

    buyers: tuple[int, ...]
    approvers: tuple[int, ...]
    holders: tuple[int, ...]
    warehouse: tuple[int, ...]
    followers: tuple[int, ...]

    @property
    def outside(self) -> tuple[int, ...]:
        """The dealer, the salesperson and the customers: everyone who waits for the goods."""
        return (*self.buyers, *self.approvers, *self.followers)


def concerned(by: By, order: Order, account: Account) -> Concerned:
    """Everyone who may have to hear about an order."""
    staff = (Role.SALESPERSON, Role.ADMIN, Role.WAREHOUSE)
    follows = (col(OrderShare.person_id) == Person.id) & (col(OrderShare.order_id) == order.id)
    query = (
        select(Person.id, Person.role, Person.account_id, OrderShare.order_id)
        .join(OrderShare, follows, isouter=True)
        .where(col(Person.active).is_(True))
        .where(
            or_(
                col(Person.account_id) == order.account_id,
                col(Person.role).in_(staff),
                col(OrderShare.order_id).is_not(None),
            )
        )
        .order_by(col(Person.id))
    )
    people = by.session.exec(query).all()
    roles = {role: tuple(person_id for person_id, each, _, _ in people if each == role) for role in staff}
    members = tuple(person_id for person_id, role, at, _ in people if role == Role.BUYER and at == order.account_id)
    approvers = (
        (account.salesperson_id,)
        if account.salesperson_id is not None
        else roles[Role.SALESPERSON] or roles[Role.ADMIN]
    )
    return Concerned(
        buyers=(order.buyer_id,) if order.buyer_id in members else members,
        approvers=approvers,
        holders=(*approvers, *(roles[Role.ADMIN] if order.reminded_at else ())),
        warehouse=roles[Role.WAREHOUSE],
        followers=tuple(person_id for person_id, _, _, shared in people if shared is not None),
    )
