"""Loads an order for a person, with the steps they may take. Buttons are derived from the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam
from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.events.recipients import serves
from domain.refusals import NotAllowed, NotFound, OrderMoved
from domain.rules.order_life import LIFE, Position, Step, deciding_rights, next_status, right_for
from domain.rules.rights import Right, Role
from domain.rules.shipment_life import LEFT, VOID
from domain.tables.columns import ID
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account
from domain.tables.shipments import Shipment


@dataclass(frozen=True, kw_only=True)
class OrderAccess:
    """An order the person may see, with what decides the next steps."""

    order: Order
    account: Account
    position: Position


class OrderOfAccount(NamedTuple):
    """An order and whose it is, as statements read both."""

    order: Order
    account: Account


def find(actor: Actor, order_id: int, *, lock: bool = False) -> OrderAccess:
    """The order, if it is this person's to see.

    ``lock``: nobody else changes it until the end of the message. Raises NotFound: there is none, or it is somebody
    else's.
    """
    query = select(Order, Account).join(Account).where(Order.id == order_id, *visible_to(actor))
    if lock:
        query = query.with_for_update(of=Order, key_share=True).execution_options(populate_existing=True)
    row = actor.session.exec(query).first()
    if row is None:
        raise NotFound
    order, account = row
    return OrderAccess(order=order, account=account, position=position_of(actor, order))


def number_of(session: Session, order_id: int) -> str | None:
    """An order's number, without a check of access."""
    return session.exec(select(Order.number).where(Order.id == order_id)).first()


def position_of(actor: Actor, order: Order) -> Position:
    """How far the order is, in one statement."""
    return position_with(order, actor.session.exec(select(Shipment.status).where(Shipment.order_id == order.id)))


def position_with(order: Order, shipments: Iterable[str]) -> Position:
    """How far the order is, given how far its shipments are."""
    statuses = set(shipments)
    return Position(
        status=order.status,
        picking=bool(statuses - VOID),
        shipped=bool(statuses & LEFT),
        rated=order.rating is not None,
        asked=order.asked,
        given=order.given,
    )


def visible_to(actor: Actor) -> tuple[Any, ...]:
    """Conditions on Order and Account that leave what this person may see; the supplier itself sees all."""
    facts = reader(actor)
    return _visible(role_of(actor), facts.get("reader"), facts.get("reader_account"), actor.today)


def visible_as(role: Role | None) -> tuple[Any, ...]:
    """The same for a role, in statements that are built once and executed with the facts of a ``reader``."""
    today = bindparam("reader_today", type_=Date)
    return _visible(role, bindparam("reader", type_=ID), bindparam("reader_account", type_=ID), today)


def _visible(role: Role | None, person: Any, account: Any, today: Any) -> tuple[Any, ...]:
    match role:
        case Role.BUYER:
            return (col(Order.account_id) == account,)
        case Role.CUSTOMER:
            shared = select(OrderShare.order_id).where(col(OrderShare.person_id) == person)
            return (col(Order.id).in_(shared),)
        case Role.SALESPERSON:
            return (serves(person, today),)
        case Role.WAREHOUSE | Role.FINANCE | Role.ADMIN | None:
            return ()


def role_of(actor: Actor) -> Role | None:
    """The role whose visibility applies; none for the supplier itself."""
    return actor.person.role if actor.person else None


def reader(actor: Actor) -> dict[str, Any]:
    """What a statement for this person's role is executed with. Raises NotAllowed: the role sees no orders."""
    if actor.person is None:
        return {}
    if not actor.may(Right.ORDER_READ):
        raise NotAllowed
    return {"reader": actor.person.id, "reader_account": actor.person.account_id, "reader_today": actor.today}


def may_take(actor: Actor, access: OrderAccess, step: Step) -> bool:
    """Whether this person may take a step on this order now. What the act checks, a button asks."""
    if next_status(access.position, step) is None:
        return False
    right = right_for(access.position, step)
    if actor.person is None:
        return right is None
    return right is not None and actor.may(right) and _is_theirs(actor, access, step)


def _is_theirs(actor: Actor, access: OrderAccess, step: Step) -> bool:
    """A decision is taken by whoever is asked, and an order is taken back into a cart of its account."""
    rights = deciding_rights(access.position, step)
    return _into_own_cart(actor, access, step) and (rights is None or any(map(actor.may, rights)))


def _into_own_cart(actor: Actor, access: OrderAccess, step: Step) -> bool:
    """Taking an order back needs a cart of the same account to put it into."""
    return step is not Step.WITHDRAW or actor.account_id == access.order.account_id


def require_step(actor: Actor, access: OrderAccess, step: Step, revision: int | None = None) -> None:
    """Insist that a step may be taken, on the revision the person saw.

    Raises NotAllowed: the role never may, or there is no cart of the account to take the order back into; OrderMoved:
    it went on since the button was drawn.
    """
    if actor.person is not None:
        ever = any(actor.may(right) for right in LIFE.rights(step))
        if not ever or not _into_own_cart(actor, access, step):
            raise NotAllowed
    if not may_take(actor, access, step) or revision not in (None, access.order.revision):
        raise OrderMoved(order_id=access.order.id)
