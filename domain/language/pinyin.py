"""Pinyin as it is typed: whole syllables, beginnings of syllables, initials, and any mix of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from domain.language.overlap import GAP, covered
from domain.language.spelling import flat, known_syllables, sign

#: Longer than this is no name in pinyin; first letters of a name are fewer.
_LONGEST, _INITIALS_LONGEST = 40, 14
#: What a whole syllable and the mere beginning of one cost when letters are cut into syllables.
_WHOLE, _BEGUN = 1.0, 1.7
_SYLLABLE_LONGEST = 6
#: No syllable begins with i, u or v.
_FIRST = frozenset("abcdefghjklmnopqrstwxyz")
_WAYS = 2
#: So many whole syllables are no accident.
_CLEARLY = 4
#: Evidence of whole syllables, of first letters only, and of a mix.
_BY_SYLLABLES, _BY_INITIALS, _BY_BOTH = 0.97, 0.86, 0.84
#: What each further piece takes away, where the letters are heard in pieces: brand here, kind there.
_PIECE = 0.03
#: A syllable cut off counts so much where it goes on from what was heard before, and so much elsewhere.
_GOES_ON, _ELSEWHERE = 0.95, 0.7
#: What sounds alike only in the south counts a little less.
_SOUTHERN = 0.95


class SyllableMatch(Protocol):
    """What is heard of a SKU: exactly, as the south says it, and its first letters."""

    @property
    def heard(self) -> str:
        """A sign for each syllable."""

    @property
    def flat(self) -> str:
        """The same as the south says it."""

    @property
    def initials(self) -> str:
        """The first letters."""


@dataclass(frozen=True, kw_only=True)
class Spelt:
    """One way to cut letters into syllables.

    ``signs``: the whole syllables; ``flat``: the same as the south says them; ``last``: what a syllable cut off at the
    end may become; ``initials``: the first letters of all; ``parts``: all, where whole and begun ones are mixed.
    """

    signs: str
    flat: str
    last: frozenset[str]
    initials: str
    parts: tuple[frozenset[str], ...] = ()

    def heard_in(self, face: SyllableMatch) -> float:
        """The evidence that these letters are heard: in a row, or in a few pieces."""
        if self.parts:
            return self._mixed(face.flat, face.initials)
        if not self.signs:
            return self._by_initials(face.initials)
        best = self._by_syllables(self.signs, face.heard)
        if best < _BY_SYLLABLES:
            best = max(best, _SOUTHERN * self._by_syllables(self.flat, face.flat))
        return best

    def _by_syllables(self, signs: str, heard: str) -> float:
        found, pieces = covered(signs, heard)
        if self.last:
            found = (found * len(signs) + self._end(signs[-1], heard)) / (len(signs) + 1)
        return max(0.0, _BY_SYLLABLES * found - _PIECE * (pieces - 1))

    def _by_initials(self, initials: str) -> float:
        found, pieces = covered(self.initials, initials)
        if found < 1 or (pieces > 1 and not any(map(self._is_enough, initials.split(GAP)))):
            return 0.0
        return max(0.0, _BY_INITIALS - _PIECE * (pieces - 1))

    def _is_enough(self, name: str) -> bool:
        """Whether a name has each letter as often as it was typed."""
        return all(name.count(each) >= self.initials.count(each) for each in self.initials)

    def _end(self, before: str, heard: str) -> float:
        """What the syllable cut off at the end counts."""
        at = heard.find(before)
        while at >= 0:
            if heard[at + 1 : at + 2] in self.last:
                return _GOES_ON
            at = heard.find(before, at + 1)
        return _ELSEWHERE if any(each in self.last for each in heard) else 0.0

    def _mixed(self, flat: str, initials: str) -> float:
        start, pieces = 0, 0
        while start < len(self.parts):
            length = self._longest(start, flat, initials)
            if not length:
                return 0.0
            start, pieces = start + length, pieces + 1
        return max(0.0, _BY_BOTH - _PIECE * (pieces - 1)) if pieces < len(self.parts) else 0.0

    def _longest(self, start: int, flat: str, initials: str) -> int:
        """How many parts from here on are heard in a row somewhere."""
        best, end = 0, len(self.parts)
        at = initials.find(self.initials[start])
        while at >= 0 and start + best < end:
            length = 0
            for each, part in zip(flat[at:], self.parts[start:], strict=False):
                if each not in part:
                    break
                length += 1
            best = max(best, length)
            at = initials.find(self.initials[start : start + best + 1], at + 1)
        return best


@lru_cache(maxsize=2048)
def spelt(word: str) -> tuple[Spelt, ...]:
    """The likeliest ways to hear a word typed in letters, best first."""
    if not 1 < len(word) <= _LONGEST or not word.isalpha() or not word.isascii():
        return ()
    ways = [way for parts in _cut(word) for way in _spelt(parts)]
    if len(word) <= _INITIALS_LONGEST and set(word) <= _FIRST and not any(len(way.signs) > 1 for way in ways):
        ways.append(_way(word))
    return tuple(dict.fromkeys(ways))


def is_spoken(word: str) -> bool:
    """Whether a word is so clearly pinyin that it is no slip of something else."""
    ways = spelt(word)
    return bool(ways) and len(ways[0].signs) >= _CLEARLY and not ways[0].last


def _cut(word: str) -> list[tuple[str, ...]]:
    """The cheapest ways to cut a word into syllables and beginnings of syllables."""
    ways: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())], *([] for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _SYLLABLE_LONGEST), end):
            part = word[start:end]
            if part in _beginnings():
                price = _WHOLE if _is_whole(part) else _BEGUN
                ways[end].extend((cost + price, (*parts, part)) for cost, parts in ways[start])
        ways[end] = sorted(ways[end])[:_WAYS]
    return [parts for _, parts in ways[-1]]


def _spelt(parts: tuple[str, ...]) -> Iterator[Spelt]:
    initials = "".join(part[0] for part in parts)
    whole = [_is_whole(part) for part in parts]
    if not any(whole):
        yield _way(initials)
    elif not all(whole[:-1]):
        yield _way(initials, every=tuple(_said(part) for part in parts))
    else:
        if whole[-1]:
            yield _way(initials, parts)
        if len(parts) > 1:
            yield _way(initials, parts[:-1], _begins(parts[-1]))


def _way(
    initials: str,
    whole: tuple[str, ...] = (),
    last: frozenset[str] = frozenset(),
    every: tuple[frozenset[str], ...] = (),
) -> Spelt:
    signs = "".join(map(sign, whole))
    return Spelt(signs=signs, flat=flat(signs), last=last, initials=initials, parts=every)


def _is_whole(part: str) -> bool:
    """A single letter is rather the first of a syllable than a syllable."""
    return len(part) > 1 and part in known_syllables()


def _said(part: str) -> frozenset[str]:
    return frozenset(flat(sign(part))) if _is_whole(part) else _begins(part)


@lru_cache(maxsize=1024)
def _begins(part: str) -> frozenset[str]:
    """The signs of all syllables that begin so, as they are and as the south says them."""
    begun = "".join(sign(syllable) for syllable in sorted(known_syllables()) if syllable.startswith(part))
    return frozenset(begun + flat(begun))


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(each[:end] for each in known_syllables() for end in range(1, len(each) + 1))
