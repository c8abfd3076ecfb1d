"""Sentences that say what a part of something shall be: ``KL330 规格改成 500ml``, ``Harbour Mart terms to 30``."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.language.words.lists import groups, pattern
from domain.language.words.notation import expression
from handlers.conversation.callback_data import StaleButton

PartT = TypeVar("PartT", bound=StrEnum)
_BECOMES = pattern("goods_entry", "becomes")


class NamedPart(NamedTuple):
    """What a sentence says: ``of`` whom or what, and the ``words`` that the part becomes."""

    of: str
    part: str
    words: str


def sentences(section: str, apart: str) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each part that a list of words names. ``apart``: what stands between its owner and the part."""
    return {
        name: re.compile(
            rf"(?:(?:set|change)\s+)?(?P<of>\S.*?)(?:{apart})(?:{'|'.join(map(expression, said))})"
            rf"\s*(?:{_BECOMES})\s*(?P<words>\S.*)",
            re.IGNORECASE,
        )
        for name, said in groups(section, "parts").items()
    }


def read(named: Mapping[str, re.Pattern[str]], text: str) -> NamedPart | None:
    """What a text says of a part; nothing where it says no such thing."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    for part, sentence in named.items():
        if found := sentence.fullmatch(plain):
            return NamedPart(of=found["of"], part=part, words=found["words"])
    return None


def part_of(kind: type[PartT], part: str) -> PartT:
    """The part that a question was about. Raises StaleButton: we never asked that."""
    if part not in set(kind):
        raise StaleButton
    return kind(part)
