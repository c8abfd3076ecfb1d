"""Whether a cart is worth enough to be delivered."""

from dataclasses import dataclass
from decimal import Decimal

from domain.actor import Actor
from domain.catalogue.own_limits import minimum_order
from domain.rules.rights import Right


@dataclass(frozen=True, kw_only=True)
class MinimumShortfall:
    """An order worth less than the smallest of its account. ``may_pass``: somebody of the staff may place it so."""

    minimum: Decimal
    missing: Decimal
    may_pass: bool


def below_minimum(actor: Actor, account_id: int, total: Decimal) -> MinimumShortfall | None:
    """How far goods of this worth, after discounts, are below the smallest order; nothing where they are not."""
    minimum = minimum_order(actor.session, account_id)
    if total >= minimum:
        return None
    return MinimumShortfall(minimum=minimum, missing=minimum - total, may_pass=actor.may(Right.ACCOUNT_SERVE))
