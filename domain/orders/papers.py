"""Which papers of an order somebody may have now."""

from domain import settings
from domain.actor import Actor
from domain.orders.view import OrderView, Parcel, view_order, view_order_of_parcel
from domain.refusals import NotFound
from domain.rules.business_settings import DELIVERY_PRICES
from domain.rules.order_life import OrderStatus
from domain.rules.order_papers import RIGHTS, OrderPaper
from domain.rules.order_states import AGREED
from domain.rules.rights import Right
from domain.rules.shipment_life import BEFORE_LEAVING, LEFT


def order(actor: Actor, order_id: int) -> OrderView:
    """The order whose papers somebody asks for. Raises NotAllowed: they have none; NotFound: it is not theirs."""
    actor.need(Right.DELIVERY_NOTE)
    return view_order(actor, order_id)


def order_of_parcel(actor: Actor, shipment_id: int) -> OrderView:
    """The same of a parcel that is gathered, for who puts its papers into it."""
    actor.need(Right.SHIPMENT_PICK)
    return view_order_of_parcel(actor, shipment_id)


def offered(actor: Actor, view: OrderView) -> tuple[OrderPaper, ...]:
    """The papers that there is anything to write on; the supplier itself may have all of them."""
    there = {
        OrderPaper.ORDER: bool(view.rows),
        OrderPaper.DELIVERY: bool(parcels(actor, view)),
        OrderPaper.PICKING: view.order.status in AGREED and view.left_to_send,
        OrderPaper.QUOTE: bool(view.rows) and view.order.status is OrderStatus.SUBMITTED,
    }
    return tuple(each for each in OrderPaper if there[each] and may_have(actor, each))


def may_have(actor: Actor, paper: OrderPaper) -> bool:
    """Whether somebody may have a paper of the orders that they see."""
    return actor.person is None or actor.may(RIGHTS[paper])


def parcels(actor: Actor, view: OrderView) -> tuple[Parcel, ...]:
    """The parcels with a delivery note: those that left; for the warehouse also the one that is gathered."""
    packs = actor.person is None or actor.may(Right.SHIPMENT_PICK)
    noted = LEFT | BEFORE_LEAVING if packs else LEFT
    filled = (each for each in view.parcels if any(each.contents.values()))
    return tuple(each for each in filled if each.shipment.status in noted)


def shows_prices(actor: Actor) -> bool:
    """Whether a delivery note may show prices to somebody: the warehouse's only where the shop wants it."""
    if actor.person is None or actor.may(Right.ORDER_PRICES):
        return True
    return settings.value(actor.session, DELIVERY_PRICES)


def require(actor: Actor, view: OrderView, paper: OrderPaper) -> None:
    """Insist that somebody may have a paper. Raises NotFound: it is not theirs, or there is nothing on it."""
    if paper not in offered(actor, view):
        raise NotFound
