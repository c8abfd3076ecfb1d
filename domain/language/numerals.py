"""Numbers as people write them: 10, 1.5, 十, 两百五, 半, half a dozen spelt in words."""

import re
from decimal import Decimal

from domain.language.words.lists import words

_OWN = {word: Decimal(number) for word, number in map(str.split, words("numerals", "values"))}
#: The words a number begins with in English.
ENGLISH = (*(word for word in _OWN if word.isascii()), "hundred")
_MANY = {"百": 100, "千": 1_000, "万": 10_000}
_LONGEST = 12
_TEN = 10
#: Two figures side by side are a guess (五六箱: five or six), or a row of figures; neither is a number.
_FIGURES = re.compile(r"[一二两三四五六七八九]{2}")


def read_numeral(text: str) -> Decimal | None:
    """The number that a text is, or nothing where it is none. Give it a numeral already cut out."""
    word = text.strip()
    if word in _OWN:
        return _OWN[word]
    if word.endswith(" hundred") or word == "hundred":
        return 100 * _OWN.get(word.removesuffix("hundred").strip() or "a", Decimal(1))
    if match := re.fullmatch(r"([a-z]+ty)[-\s]([a-z]+)", word):
        tens, ones = _OWN.get(match[1]), _OWN.get(match[2])
        return tens + ones if tens and ones and ones < _TEN else None
    if len(word) > _LONGEST or not word:
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?", word, re.ASCII):
        return Decimal(word)
    if match := re.fullmatch(r"(\d{1,4})([百千万])", word, re.ASCII):
        return Decimal(match[1]) * _MANY[match[2]]
    if re.fullmatch(r"\d[/⁄]\d", word, re.ASCII) or "⁄" in word:
        over, under = re.split(r"[/⁄]", word)[:2]
        return Decimal(over) / Decimal(under) if over.isdecimal() and under.isdecimal() and int(under) else None
    return _chinese(word)


def is_guess(text: str) -> bool:
    """Whether a Chinese numeral says five or six: ``五六``, ``十五六``."""
    return bool(_FIGURES.search(text))


def _chinese(word: str) -> Decimal | None:
    if not re.fullmatch(r"[零〇一二两三四五六七八九十百千万]+", word) or is_guess(word):
        return None
    from cn2an import cn2an  # noqa: PLC0415 - slow to load, and most commands read no words

    try:
        return Decimal(str(cn2an(word.replace("〇", "零") if word[0] not in "百千万" else f"一{word}", "smart")))
    except (ValueError, KeyError):  # the library raises the latter for a numeral that ends twice: 三百三百
        return None
