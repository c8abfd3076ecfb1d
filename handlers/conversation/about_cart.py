"""Service sentences about the cart."""

from collections.abc import Mapping

from domain import carts
from domain.rules.rights import Right
from handlers import cart as cart_screens
from handlers import checkout as checkout_screens
from handlers import delivery
from handlers.press import press_of
from handlers.turn import Turn
from handlers.verbs import Verb
from handlers.visit import Visit

Blanks = Mapping[str, str]


def show(visit: Visit, blanks: Blanks) -> Turn | None:
    """What is in it."""
    return cart_screens.show(visit, press_of(Verb.CART)) if _has_one(visit) else None


def clear(visit: Visit, blanks: Blanks) -> Turn | None:
    """Empty it, with a way back."""
    if not _has_one(visit):
        return None
    return cart_screens.clear(visit, press_of(Verb.CLEAR, carts.view(visit.by).cart.revision))


def checkout(visit: Visit, blanks: Blanks) -> Turn | None:
    """The summary; nothing is submitted before a tap."""
    return checkout_screens.show(visit, press_of(Verb.CHECKOUT)) if _has_one(visit) else None


def address(visit: Visit, blanks: Blanks) -> Turn | None:
    """The addresses to choose from."""
    return delivery.addresses(visit, press_of(Verb.ADDRESSES)) if _has_one(visit) else None


def same_again(visit: Visit, blanks: Blanks) -> Turn | None:
    """What was ordered last, into the cart."""
    return cart_screens.same_again(visit, press_of(Verb.SAME_AGAIN)) if _has_one(visit) else None


def _has_one(visit: Visit) -> bool:
    return visit.by.may(Right.CART_CHANGE) and visit.by.account_id is not None
