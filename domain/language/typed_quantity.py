"""Parses the answer to "how many?": ``10``, ``10箱``, ``半箱``, ``3 cases``, ``2箱6瓶``, in base units of a SKU."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.language.quantities_in_text import leading, tidy
from domain.language.units import per_unit
from domain.language.words.lists import pattern

_ASKING = re.compile(rf"^(?:{pattern('answers', 'typed_asking')}|[:=\s])+")
_BETWEEN = re.compile(r"(?:[\s,;.零加又和+&]|and\b)*")


def read_amount(
    text: str, base: Sequence[str], packs: Sequence[tuple[str, int]], *, bare: Decimal = Decimal(1)
) -> Decimal | None:
    """The base units that an answer means for a SKU; a number without a unit counts so many base units: ``bare``.

    ``base``: the names of its base unit; ``packs``: its packs as (name, base units). Nothing where the text is no
    quantity, or is in a unit that the SKU has not.
    """
    rest = _ASKING.sub("", tidy(text)).strip(" .。,!吧哦啊")
    units = (*base, *(name for name, _ in packs))
    total: Decimal | None = None
    while rest:
        amount = leading(rest, units)
        if amount is None:
            return None
        size = per_unit(amount.unit, base, packs) if amount.unit else bare
        if size is None:
            return None
        total = (total or 0) + amount.count * size
        rest = _BETWEEN.sub("", rest[amount.end :], count=1)
    return total
