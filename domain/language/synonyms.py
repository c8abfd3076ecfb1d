"""Synonyms of goods: English for Chinese, and colloquial words for those on the package."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from domain.language.units import singular
from domain.language.words.lists import words

_LATIN = re.compile(r"[a-z\d&][a-z\d&'’\-]*")
#: No text is said in more other ways.
_MOST = 4
_LONGEST = 4


def other_words(text: str) -> tuple[str, ...]:
    """The ways a folded text may be said with other words; none where it holds no word that we know others for."""
    parts = list(_parts(text))
    ways = [ways for _, ways in parts if ways]
    if not ways:
        return ()
    found: list[str] = []
    for chosen in product(*(ways or (same,) for same, ways in parts)):
        found.append(" ".join("".join(chosen).split()))
        if len(found) == _MOST:
            break
    return tuple(found)


def is_only_colour(text: str) -> bool:
    """Whether all words in letters of a folded text are colours, so that it names nothing: 1 red."""
    found = [word for word in _LATIN.findall(text) if not word.isdigit()]
    return bool(found) and all(word in _colours() for word in found)


@cache
def _colours() -> frozenset[str]:
    return frozenset(each for line in words("synonyms", "colours") for each in line.partition(" = ")[0].split(" / "))


def _parts(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text in stretches, each with what may be said instead."""
    at = 0
    while at < len(text):
        end, ways = _at(text, at)
        if ways and text[at:end].isascii():
            yield text[at:end], tuple(f" {way} " for way in ways)
        else:
            yield text[at:end], ways
        at = end


def _at(text: str, at: int) -> tuple[int, tuple[str, ...]]:
    """How far a stretch that begins here goes, and what may be said instead."""
    for end in range(min(len(text), at + _HAN_LONGEST), at + 1, -1):
        if not text[at:end].isascii() and (ways := _table().get(text[at:end])):
            return end, ways
    word = _LATIN.match(text, at)
    if word is None:
        return at + 1, ()
    ends = [word.end()]
    while len(ends) < _LONGEST and (more := re.compile(r"\s+(?:&\s+)?[a-z\d][a-z\d'’\-]*").match(text, ends[-1])):
        ends.append(more.end())
    for end in reversed(ends):
        if ways := _table().get(_plain(text[at:end])):
            return end, ways
    return word.end(), ()


def _plain(words: str) -> str:
    """Words in letters, with one space between and the last in the singular."""
    *before, last = words.replace("’", "'").split()
    return " ".join((*before, singular(last)))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in (*words("synonyms", "colours"), *words("synonyms", "said")):
        said, _, called = line.partition(" = ")
        ways = tuple(way.strip() for way in called.split(" / "))
        for each in said.split(" / "):
            table[_plain(each) if each.isascii() else each] = ways
    return table


_HAN_LONGEST = max(len(said) for said in _table() if not said.isascii())
