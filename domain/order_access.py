"""Finding an order for a person: theirs to see or not, and which steps they may take. Buttons ask here too."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, or_, select

from domain.acting import By
from domain.refusals import NotAllowed, NotFound, OrderMoved
from domain.rules.order_life import Standing, Step, next_status, right_for, rights_ever
from domain.rules.rights import Right, Role
from domain.tables.columns import ID
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account
from domain.tables.shipments import Shipment, ShipmentStatus


@dataclass(frozen=True, kw_only=True)
class Held:
    """An order the person may see, with what decides the next steps."""

    order: Order
    account: Account
    standing: Standing


def find(by: By, order_id: int, *, lock: bool = False) -> Held:
    """The order, if it is this person's to see.

    ``lock``: nobody else changes it until the end of the message.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    query = select(Order, Account).join(Account).where(Order.id == order_id, *visible_to(by))
    if lock:
        query = query.with_for_update(of=Order, key_share=True).execution_options(populate_existing=True)
    row = by.session.exec(query).first()
    if row is None:
        raise NotFound
    order, account = row
    return Held(order=order, account=account, standing=standing_of(by, order))


def standing_of(by: By, order: Order) -> Standing:
    """How far the order is, in one statement."""
    return standing_with(order, by.session.exec(select(Shipment.status).where(Shipment.order_id == order.id)))


def standing_with(order: Order, shipments: Iterable[str]) -> Standing:
    """How far the order is, given how far its shipments are."""
    statuses = set(shipments) - {ShipmentStatus.DROPPED}
    return Standing(
        status=order.status,
        picking=bool(statuses),
        shipped=bool(statuses - {ShipmentStatus.PICKING}),
        rated=order.rating is not None,
    )


def visible_to(by: By) -> tuple[Any, ...]:
    """Conditions on Order and Account that leave what this person may see; the house itself sees all."""
    facts = reader(by)
    return _visible(role_of(by), facts.get("reader"), facts.get("reader_account"))


def visible_as(role: Role | None) -> tuple[Any, ...]:
    """The same for a role, in statements that are built once and executed with the facts of a ``reader``."""
    return _visible(role, bindparam("reader", type_=ID), bindparam("reader_account", type_=ID))


def _visible(role: Role | None, person: Any, account: Any) -> tuple[Any, ...]:
    match role:
        case Role.BUYER:
            return (col(Order.account_id) == account,)
        case Role.CUSTOMER:
            shared = select(OrderShare.order_id).where(col(OrderShare.person_id) == person)
            return (col(Order.id).in_(shared),)
        case Role.SALESPERSON:
            return (or_(col(Account.salesperson_id).is_(None), col(Account.salesperson_id) == person),)
        case Role.WAREHOUSE | Role.FINANCE | Role.ADMIN | None:
            return ()


def role_of(by: By) -> Role | None:
    """Whose eyes see: nobody's where the house itself looks."""
    return by.person.role if by.person else None


def reader(by: By) -> dict[str, Any]:
    """What a statement for this person's role is executed with.

    Raises:
        NotAllowed: the role sees no orders.
    """
    if by.person is None:
        return {}
    if not by.may(Right.ORDER_READ):
        raise NotAllowed
    return {"reader": by.person.id, "reader_account": by.person.account_id}


def may(by: By, held: Held, step: Step) -> bool:
    """Whether this person may take a step on this order now. What the act checks, a button asks."""
    if next_status(held.standing, step) is None:
        return False
    right = right_for(held.standing, step)
    if by.person is None:
        return right is None
    return right is not None and by.may(right) and _into_own_cart(by, held, step)


def _into_own_cart(by: By, held: Held, step: Step) -> bool:
    """Taking an order back needs a cart of the same account to put it into."""
    return step is not Step.WITHDRAW or by.account_id == held.order.account_id


def need(by: By, held: Held, step: Step, revision: int | None = None) -> None:
    """Insist that a step may be taken, on the revision the person saw.

    Raises:
        NotAllowed: the role never may, or there is no cart of the account to take the order back into.
        OrderMoved: it went on since the button was drawn.
    """
    if by.person is not None:
        ever = any(by.may(right) for right in rights_ever(step))
        if not ever or not _into_own_cart(by, held, step):
            raise NotAllowed
    if not may(by, held, step) or revision not in (None, held.order.revision):
        raise OrderMoved(order_id=held.order.id)
