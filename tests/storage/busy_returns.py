"""After goods came, on a busy day: claims and returns at every stage."""

from decimal import Decimal

from sqlmodel import select

from domain.after_sales import counting, decisions, requests
from domain.after_sales.requests import Wanted
from domain.after_sales.view import view_return
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.tables.orders import Order, OrderLine
from tests.orders import approve, place, receive, ship
from tests.world import World

_BROKEN, _UNWANTED = (ReturnKind.CLAIM, ReturnReason.BROKEN), (ReturnKind.RETURN, ReturnReason.UNWANTED)


def ask_for_returns(world: World) -> None:
    """老李 claims and returns goods of an order; each request is decided on, or waits."""
    order = place(world, {"KL330": 48})
    approve(world, order)
    receive(world, ship(world, order))
    _agree(world, _ask(world, order, 3, *_BROKEN), 2)
    _agree(world, _ask(world, order, 2, *_BROKEN, Outcome.REPLACEMENT))
    _count(world, _agree(world, _ask(world, order, 12, *_UNWANTED)), Decimal(9), Decimal(1))
    _agree(world, _ask(world, order, 4, *_UNWANTED))
    sent, refused = _agree(world, _ask(world, order, 5, *_UNWANTED)), _ask(world, order, 1, *_BROKEN)
    with world.database.transaction() as session:
        requests.send(world.actor(session, "老李"), sent)
        decisions.refuse(world.actor(session, "小王"), refused, 1, "看不出来")
    withdrawn = _ask(world, order, 1, *_BROKEN)
    with world.database.transaction() as session:
        requests.withdraw(world.actor(session, "老李"), withdrawn)
    _ask(world, order, 6, *_BROKEN)
    _ask(world, order, 2, ReturnKind.CLAIM, ReturnReason.SHORT)


def _ask(
    world: World,
    order: Order,
    much: int,
    kind: ReturnKind,
    reason: ReturnReason,
    outcome: Outcome = Outcome.REFUND,
) -> int:
    with world.database.transaction() as session:
        line = session.exec(select(OrderLine.id).where(OrderLine.order_id == order.id)).one()
        wanted = Wanted(order_line_id=line, kind=kind, reason=reason, quantity=Decimal(much), outcome=outcome)
        return requests.ask(world.actor(session, "老李"), wanted).view.request.id


def _agree(world: World, request_id: int, to: int | None = None) -> int:
    with world.database.transaction() as session:
        actor = world.actor(session, "小王")
        found = view_return(actor, request_id)
        if to is not None:
            found = decisions.agree_to(actor, found.rows[0].line.id, found.request.revision, Decimal(to))
        return decisions.approve(actor, request_id, found.request.revision).request.id


def _count(world: World, request_id: int, good: Decimal, bad: Decimal) -> None:
    with world.database.transaction() as session:
        actor = world.actor(session, "老周")
        found = view_return(actor, request_id)
        found = counting.count(actor, found.rows[0].line.id, found.request.revision, good, bad)
        counting.receive(actor, request_id, found.request.revision, whole=False)
