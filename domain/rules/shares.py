"""A discount divided over lines, exactly to the cent."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from domain.rules.money import rounded

_NONE = Decimal(0)


def share_out(amount: Decimal, weights: Sequence[Decimal], cent: Decimal) -> tuple[Decimal, ...]:
    """Divide money over lines by their amounts, exactly; the cents that are left go to the largest.

    No line gets more than its own amount where all of them together reach.
    """
    whole = sum(weights, _NONE)
    if not whole:
        return tuple(_NONE for _ in weights)
    shares = [(amount * weight / whole).quantize(cent, ROUND_FLOOR) for weight in weights]
    rest = amount - sum(shares, _NONE)
    for at in sorted(range(len(weights)), key=lambda at: (-weights[at], at)):
        more = min(rest, max(weights[at] - shares[at], _NONE))
        shares[at] += more
        rest -= more
    return tuple(shares)


def kept_share(share: Decimal, quantity: Decimal, kept: Decimal, currency: str) -> Decimal:
    """What of a line's discount stays where the supplier cut its quantity: the kept part of it."""
    if not quantity:
        return _NONE
    return rounded(share * kept / quantity, currency)
