"""Amounts of money: rounded half up to the currency's smallest unit, per line and nowhere else."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

#: Decimals of currencies that do not have two.
_PLACES = {"JPY": 0, "KRW": 0, "VND": 0, "IDR": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3}
#: Unit prices have up to this many decimals.
PRICE_PLACES = 4
#: No unit price reaches this: with the most that can be ordered the amount is still kept exactly.
PRICE_MOST = Decimal(10) ** 8


def smallest_unit(currency: str) -> Decimal:
    """One cent of the currency."""
    return Decimal(1).scaleb(-_PLACES.get(currency, 2))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """An amount in whole cents, half up."""
    return amount.quantize(smallest_unit(currency), ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """What the lines cost together."""
    return sum(amounts, Decimal(0))


def is_price(price: Decimal) -> bool:
    """Whether a number can be a unit price."""
    return price.is_finite() and 0 <= price < PRICE_MOST and price == round(price, PRICE_PLACES)
