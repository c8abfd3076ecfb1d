"""What an approver wants to know beside the order: the account's last one, its credit, and who said yes already."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import col, func, select

from domain.acting import By
from domain.order_access import Held
from domain.rules.order_life import OrderStatus
from domain.tables.orders import Approval, Order
from domain.tables.people import Account, Person

#: Orders that are no sign of what an account usually buys.
_NOTHING_CAME_OF = (OrderStatus.WITHDRAWN, OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.EXPIRED)
#: Orders that use up credit until payments are recorded: agreed or waiting, not yet closed.
_OPEN = (OrderStatus.SUBMITTED, OrderStatus.APPROVED)


@dataclass(frozen=True, kw_only=True)
class Background:
    """The account's last order, the credit left with this order counted in (no limit: nothing), who approved."""

    last: Order | None
    credit_left: Decimal | None
    approved_by: tuple[str, ...]


def background(by: By, held: Held) -> Background:
    """What is known beside an order that waits."""
    return Background(
        last=_last(by, held.order), credit_left=_credit_left(by, held.account), approved_by=_approved_by(by, held.order)
    )


def _last(by: By, order: Order) -> Order | None:
    """The account's order before this one."""
    query = (
        select(Order)
        .where(Order.account_id == order.account_id, Order.id != order.id, Order.submitted_at <= order.submitted_at)
        .where(col(Order.status).not_in(_NOTHING_CAME_OF))
        .order_by(col(Order.submitted_at).desc(), col(Order.id).desc())
        .limit(1)
    )
    return by.session.exec(query).first()


def _credit_left(by: By, account: Account) -> Decimal | None:
    if account.credit_limit is None:
        return None
    query = select(func.sum(col(Order.total))).where(Order.account_id == account.id, col(Order.status).in_(_OPEN))
    return account.credit_limit - (by.session.exec(query).one() or Decimal(0))


def _approved_by(by: By, order: Order) -> tuple[str, ...]:
    query = (
        select(Person.name)
        .join(Approval, col(Approval.decided_by_id) == Person.id)
        .where(Approval.order_id == order.id, Approval.revision == order.revision, col(Approval.approved).is_(True))
        .order_by(col(Approval.decided_at))
    )
    return tuple(by.session.exec(query))
