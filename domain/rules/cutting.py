"""What is left of a line's price when less of it is sold than was ordered."""

from dataclasses import dataclass
from decimal import Decimal

from domain.rules.money import rounded
from domain.rules.shares import kept_share

_NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class LineAmounts:
    """A line's frozen price. ``packs`` cost ``pack_price`` each, ``loose`` base units ``price`` each.

    ``amount`` is rounded once and before ``discount``; ``rebate``: what of the rest rebates pay.
    """

    packs: Decimal
    pack_price: Decimal | None
    loose: Decimal
    price: Decimal
    amount: Decimal
    discount: Decimal
    rebate: Decimal = _NONE


def cut(before: LineAmounts, agreed: Decimal, left: Decimal, currency: str) -> LineAmounts:
    """The same line when ``left`` of ``agreed`` base units are sold, at the prices it was frozen at.

    As many whole packs as are left cost their price, the rest is loose. It keeps its share of discount and rebate.
    """
    size = (agreed - before.loose) / before.packs if before.packs else None
    packs = left // size if size else _NONE
    loose = left - packs * (size or _NONE)
    amount = rounded(packs * (before.pack_price or _NONE) + loose * before.price, currency)
    discount = min(kept_share(before.discount, agreed, left, currency), amount)
    return LineAmounts(
        packs=packs,
        pack_price=before.pack_price if packs else None,
        loose=loose,
        price=before.price,
        amount=amount,
        discount=discount,
        rebate=min(kept_share(before.rebate, agreed, left, currency), amount - discount),
    )
