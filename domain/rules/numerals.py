"""Numbers as people write them: 10, 1.5, 十, 两百五, 半, half a dozen spelt in words."""

import re
from decimal import Decimal

from cn2an import cn2an

_ENGLISH = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OWN = {
    "半": Decimal("0.5"),
    "俩": Decimal(2),
    "仨": Decimal(3),
    "廿": Decimal(20),
    "a": Decimal(1),
    "an": Decimal(1),
    "half": Decimal("0.5"),
    "twenty": Decimal(20),
    **{word: Decimal(number) for number, word in enumerate(_ENGLISH, start=1)},
}
_LONGEST = 12


def read_numeral(text: str) -> Decimal | None:
    """The number that a text is, or nothing where it is none. Give it a numeral already cut out."""
    word = text.strip()
    if word in _OWN:
        return _OWN[word]
    if len(word) > _LONGEST or not word:
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?", word, re.ASCII):
        return Decimal(word)
    return _chinese(word)


def _chinese(word: str) -> Decimal | None:
    if not re.fullmatch(r"[零〇一二两三四五六七八九十百千万]+", word):
        return None
    try:
        return Decimal(str(cn2an(word.replace("〇", "零") if word[0] not in "百千万" else f"一{word}", "smart")))
    except ValueError:
        return None
