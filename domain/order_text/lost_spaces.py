"""Amounts that a size of the goods may have run into: ``M10×1002盒`` for M10×100 and 2盒."""

import re

from domain.language.quantities_in_text import Amount, tidy
from domain.search.index import Entry

#: Where a size may end.
_NUMBER = re.compile(r"\d+")
#: Shorter than this, an amount begins like a size too easily.
_SHORTEST = 3


def runs_on(said: str, name: str, amount: Amount, entry: Entry) -> bool:
    """Whether the digits of an amount begin with the end of a size of the goods, which the name does not hold."""
    digits, said, name = str(amount.count), tidy(said), tidy(name)
    for spec in entry.specs:
        printed = tidy(spec)
        for number in _NUMBER.finditer(printed):
            size, head = printed[: number.end()].split()[-1], printed[: number.start()].split(" ")[-1]
            glued = digits.startswith(number.group()) and len(digits) > len(number.group())
            if glued and len(size) >= _SHORTEST and size not in name and f"{head}{digits}" in said:
                return True
    return False
