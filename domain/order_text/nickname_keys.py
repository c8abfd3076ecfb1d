"""The key of a nickname, equal for all its spellings, and the words as they were written."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from domain.language.quantities_in_text import tidy
from domain.order_text.phrases import plain_name

#: Longest nickname, in characters.
LONGEST = 30
#: Most nicknames of one account.
MOST = 200
#: An account that has none.
NO_NICKNAMES: Mapping[str, int] = MappingProxyType({})

#: What makes no difference: spaces and signs, but for a point within a number.
_SIGNS = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.]|_")


@lru_cache(maxsize=4096)
def key_of(words: str) -> str:
    """One form for all the ways of writing the same words; empty where they name nothing."""
    return _SIGNS.sub("", plain_name(tidy(words)))


def is_short(words: str) -> bool:
    """Whether words name something and are no longer than fits, in whatever form; a sign may stand for many letters."""
    return len(words) <= LONGEST and 0 < len(key_of(words)) <= LONGEST


def as_written(text: str, name: str) -> str:
    """A name that was read in a text, as it was written there: ``Red Can`` where ``red can`` was read."""
    folded, read = tidy(text), " ".join(name.split())
    start = folded.find(read)
    return text[start : start + len(read)] if start >= 0 and len(folded) == len(text) else read
