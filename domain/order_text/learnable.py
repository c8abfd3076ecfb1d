"""Whether words can become a nickname: they must parse to the same SKU again, and be no other SKU's name."""

import re
from enum import Enum

from domain.language.quantities_in_text import tidy
from domain.language.units import KNOWN, singular
from domain.order_text.aspects import is_aspect
from domain.order_text.candidates import CandidateFinder, tells
from domain.order_text.nickname_keys import is_short, key_of
from domain.order_text.reader import OrderReader
from domain.order_text.remarks import is_greeting
from domain.order_text.result import TakenLine
from domain.search.index import Entry

#: Read behind the words to see whether they are found again.
_SOME = 2


_EACH = re.compile(r"各|每[样种个款]|都要|\b(?:each|both|all|every)\b", re.IGNORECASE)


class Unfit(Enum):
    """Why words cannot become a nickname."""

    KNOWN = "known"
    """They are a name of just these goods already."""
    TAKEN = "taken"
    """They are a name of other goods, and of no others."""
    VAGUE = "vague"
    """They would not be read as a name: a quantity, a size, a day, a wish."""


def unfit(reader: OrderReader, words: str, sku_id: int) -> Unfit | None:
    """What keeps words from becoming a nickname of a SKU that is sold; nothing where nothing does."""
    said = " ".join(tidy(words).split())
    entry = reader.index.entries.get(sku_id)
    if entry is None or is_aspect(said) or is_greeting(said) or _counts(said, entry):
        return Unfit.VAGUE
    named = CandidateFinder(reader.index).named(said)
    if named is not None:
        return Unfit.KNOWN if named == sku_id else Unfit.TAKEN
    return None if _is_read_again(reader, words, sku_id) else Unfit.VAGUE


def is_about_each(text: str) -> bool:
    """Whether words are about each of several goods: ``红蓝各3卷``, ``both``."""
    return _EACH.search(text) is not None


def learns(reader: OrderReader, name: str, sku_id: int) -> bool:
    """Whether a name that was in doubt is worth remembering once somebody said what it means.

    A word for a whole category is not: next time other goods of it may be meant. Nor are words about each of several.
    """
    if unfit(reader, name, sku_id) is not None or is_about_each(name):
        return False
    return tells(name) and tidy(name) not in map(tidy, reader.index.entries[sku_id].categories)


def _counts(words: str, entry: Entry) -> bool:
    """Whether words are what goods are counted in."""
    return singular(words) in KNOWN.union(map(singular, (*entry.units, *(unit for unit, _ in entry.packs))))


def _is_read_again(reader: OrderReader, words: str, sku_id: int) -> bool:
    """Whether an order with the words is read as these goods, and as nothing besides."""
    if not is_short(words):
        return False
    unit = next(iter(reader.index.entries[sku_id].units), "")
    intake = reader.read(f"{words} {_SOME}{unit}", nicknames={key_of(words): sku_id})
    lines = [line for line in intake.lines if isinstance(line, TakenLine) and line.by_memory and line.quantity == _SOME]
    return len(lines) == len(intake.lines) == 1 and not intake.note and not intake.again
