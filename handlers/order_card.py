"""An order as a card: number and stage, lines, what happened, and the buttons this person may press now."""

from domain.order_view import OrderView
from handlers.turn import Reply, Turn
from handlers.visit import Visit


def head(visit: Visit, view: OrderView) -> str:
    """Number and stage in one line."""
    raise NotImplementedError


def lines(visit: Visit, view: OrderView) -> tuple[str, ...]:
    """Each line with its quantity, its amount for those who see prices, and how far it has come."""
    raise NotImplementedError


def show(visit: Visit, order_id: int) -> Reply:
    """The order's card for this person's role, with the buttons they may press; ``card`` is ``order:<id>``."""
    raise NotImplementedError


def moved(visit: Visit, order_id: int) -> Turn:
    """A press came too late: what happened meanwhile and by whom, with the card as it is now."""
    raise NotImplementedError
