"""Which words of a name goods bear, the one place that says so.

``borne`` holds a text against one SKU, word by word as it is written: it tells several goods in one name apart, and
whether a word is left over. ``Weighed`` holds the parts of a query against many, by spelling and by sound, from 0 to 1,
and says which goods no other beats.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import dropwhile

from domain.language.canonical import canonical
from domain.language.quantities_in_text import tidy
from domain.language.sizes import MEASURE_IN_CHINESE, in_letters
from domain.language.units import singular
from domain.search.entries import Entry
from domain.search.why import Why

_HAN = r"\u3400-\u9fff"
#: A number with one letter that is no measure is one value: 75B, 80D.
_LETTERED = r"\d{2,3}[a-f](?![a-z\d])"
_WORD = re.compile(
    rf"(?P<lettered>(?<![a-z\d.]){_LETTERED})|(?P<number>\d+(?:\.\d+)?)|(?P<latin>[a-zà-ÿ]+)|(?P<han>[{_HAN}])"
)
_RUN = re.compile(rf"[{_HAN}]+")
#: What in a code may be a style number.
_STYLE = re.compile(r"(?<![A-Za-z\d])\d{3,}(?![A-Za-z\d])")
#: A number with what is right behind it.
_MEASURED = re.compile(rf"\d([{_HAN}]{{1,2}}|[a-z]{{1,3}}(?![a-z]))")
#: In which way a number measures: 30长的.
_ACROSS = re.compile(r"[长宽高厚](?=的|$|\s)")
_MEASURE = re.compile(MEASURE_IN_CHINESE)
_IN_CHINESE = re.compile(rf"(?<=\d)(?:{MEASURE_IN_CHINESE})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTERED_IN = re.compile(rf"(?<![a-z\d.]){_LETTERED}")
_LATIN = re.compile(r"[a-zà-ÿ]+")
#: What stands between the values of a list, or only goes with one: 和, 的, 色, and 子 of 袜子.
_BETWEEN = frozenset("和与跟及各的色款子要都")
_AND = frozenset({"and", "of", "the", "n"})
#: One is better at a part from here on, and as good within this.
_BETTER, _EVEN = 0.26, 0.15
#: From here on a part is accounted for.
_FOUND = 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A number, a word in letters, or one Chinese character of a canonical text, and where it stands.

    ``said``: as it stands there, a number with the measure behind it where others have the same: ``8寸10寸``.
    """

    text: str
    start: int
    end: int
    said: str

    @property
    def says(self) -> bool:
        """Whether it is more than what stands between values."""
        return self.text not in _BETWEEN and self.text not in _AND

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return self.text[0].isdecimal()

    @property
    def is_han(self) -> bool:
        """Whether it is a Chinese character."""
        return bool(_RUN.match(self.text))


@dataclass(frozen=True, slots=True)
class _Borne:
    """What a text of a SKU says: Chinese in runs, words in letters, numbers, these as written, and with a letter."""

    runs: tuple[str, ...]
    latin: frozenset[str]
    numbers: frozenset[Decimal]
    figures: frozenset[str]
    lettered: frozenset[str]


@lru_cache(maxsize=1024)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a canonical text."""
    repeated = _repeated(text)
    found: list[Word] = []
    at = 0
    while match := _WORD.search(text, at):
        measure = next((each for each in repeated if match["number"] and text.startswith(each, match.end())), "")
        if match["number"] and (way := _ACROSS.match(text, match.end())):
            measure = way.group()
        at = match.end() + len(measure)
        found.append(Word(match.group(), match.start(), at, text[match.start() : at]))
        if match["number"] and not measure and (unit := _MEASURE.match(text, at)):
            found.append(Word(in_letters(unit.group()), at, unit.end(), unit.group()))
            at = unit.end()
    return tuple(found)


def _repeated(text: str) -> tuple[str, ...]:
    """What stands behind several numbers of a text, the longest first."""
    behind = [match.group(1) for match in _MEASURED.finditer(text)]
    every = Counter(each for one in behind for each in ({one[:1], one} if _RUN.match(one) else {one}))
    return tuple(sorted((each for each, count in every.items() if each and count > 1), key=len, reverse=True))


def borne(words: tuple[Word, ...], entry: Entry) -> frozenset[int]:
    """The places of those words that a SKU bears in any of its texts."""
    return _borne(words, (*entry.names, *entry.brands, *entry.specs, *entry.aliases, *_STYLE.findall(entry.code)))


def needed(words: Iterable[Word]) -> frozenset[int]:
    """The places of the words that say something."""
    return frozenset(at for at, word in enumerate(words) if word.says)


def bears_all(words: tuple[Word, ...], entry: Entry) -> bool:
    """Whether a SKU bears every word that says something: one that it does not bear may be what tells it apart."""
    return needed(words) <= borne(words, entry)


def bears_whole(words: tuple[Word, ...], entry: Entry) -> bool:
    """Whether a SKU bears all the words, and the Chinese ones stand in one of its texts, not in several in pieces."""
    if not bears_all(words, entry):
        return False
    han = {at for at in needed(words) if words[at].is_han}
    texts = (*entry.names, *entry.brands, *entry.specs, *entry.aliases)
    return not han or any(han <= _borne(words, (text,)) for text in texts)


def borne_by_name(words: tuple[Word, ...], entry: Entry) -> frozenset[int]:
    """The places of those words that a SKU is called by, its brand and spec apart."""
    return _borne(words, (*entry.names, *entry.aliases))


def ends_name(text: str, entry: Entry, *, aliases: bool = False) -> bool:
    """Whether a text says what kind of goods a SKU is: a name in Chinese ends with the kind."""
    run = "".join(word.said for word in words_of(text) if word.is_han)
    return len(run) > 1 and any(
        each.endswith(run) for name in (entry.aliases if aliases else entry.names) for each in _RUN.findall(tidy(name))
    )


def is_called(digits: str, entry: Entry) -> bool:
    """Whether a number is a part of what a SKU is called or coded, and no size."""
    codes = map(_read, (*entry.names, *entry.aliases, *_STYLE.findall(entry.code)))
    return any(Decimal(digits.rstrip("abcdef")) in text.numbers for text in codes)


def is_style(digits: str, entry: Entry) -> bool:
    """Whether a number stands in the code of a SKU, as that of a style does."""
    return digits in _STYLE.findall(entry.code)


def _borne(words: tuple[Word, ...], texts: Iterable[str]) -> frozenset[int]:
    every = [_read(text) for text in texts]
    found = {at for at, word in enumerate(words) if not word.is_han and any(_bears(text, word) for text in every)}
    runs = [run for text in every for run in text.runs]
    for first, run in _runs(words):
        found.update(first + at for at in _covered(run, runs))
    return frozenset(found)


def _bears(text: _Borne, word: Word) -> bool:
    if word.is_number and word.text[-1].isalpha():
        number = word.text[:-1]
        told = any(each[:-1] == number for each in text.lettered)
        return word.text in text.lettered if told else Decimal(number) in text.numbers
    if word.is_number and word.text.startswith("0") and word.text.isdecimal():
        return word.text in text.figures
    if word.is_number:
        return Decimal(word.text) in text.numbers
    return word.text in text.latin or singular(word.text) in text.latin


def _runs(words: tuple[Word, ...]) -> Iterable[tuple[int, str]]:
    """The Chinese in one piece, each with the place of its first character."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].is_han and (end == at or words[end].start == words[end - 1].end):
            end += 1
        if end > at:
            yield at, "".join(word.text for word in words[at:end])
        at = max(end, at + 1)


def _covered(run: str, texts: list[str]) -> set[int]:
    """The places in a run of Chinese that the texts hold: as pairs or more, or as the first or last of one of them."""
    found: set[int] = set()
    at = 0
    while at < len(run):
        end = at
        while end < len(run) and any(run[at : end + 1] in text for text in texts):
            end += 1
        if end - at > 1 or (end > at and any(text[0] == run[at] or text[-1] == run[at] for text in texts)):
            found.update(range(at, end))
        at = max(end, at + 1)
    return found


@lru_cache(maxsize=4096)
def _read(text: str) -> _Borne:
    folded = canonical(tidy(text))
    latin, figures = _LATIN.findall(folded), _NUMBER.findall(folded)
    latin += map(in_letters, _IN_CHINESE.findall(folded))
    return _Borne(
        runs=tuple(dict.fromkeys(run for each in _RUN.findall(folded) for run in (each, each.rstrip("味色")) if run)),
        latin=frozenset((*latin, *map(singular, latin))),
        numbers=frozenset(map(Decimal, figures)),
        figures=frozenset(figures),
        lettered=frozenset(_LETTERED_IN.findall(folded)),
    )


#: So many characters before the rest of a name may be a brand that goods have not.
_NAME_LONGEST = 3


class PartKind(Enum):
    """What a part of a query is."""

    CHARACTER = "character"
    WORD = "word"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A part of a query that goods have or have not: a Chinese character, a word in letters, a size."""

    text: str
    kind: PartKind


@dataclass(frozen=True, slots=True)
class Weighed:
    """Goods held against each part of a query: ``grades`` from 0 to 1 by SKU."""

    parts: tuple[QueryPart, ...]
    grades: Mapping[int, tuple[float, ...]]

    def foremost(self, sku_ids: Sequence[int], *, sizes: bool = True) -> list[int]:
        """Those of which no other has all the same parts and one more; ``sizes``: also by their sizes."""
        kept = [at for at, part in enumerate(self.parts) if sizes or part.kind is not PartKind.SIZE]
        rows = {sku_id: tuple(self.grades[sku_id][at] for at in kept) for sku_id in sku_ids}
        different = dict.fromkeys(rows.values())
        best = {row for row in different if not any(_beats(other, row) for other in different if other is not row)}
        return [sku_id for sku_id in sku_ids if rows[sku_id] in best]

    def whole(self, sku_id: int, *, sizes: bool = True) -> bool:
        """Whether goods account for every part."""
        return all(
            grade >= _FOUND
            for grade, part in zip(self.grades[sku_id], self.parts, strict=True)
            if sizes or part.kind is not PartKind.SIZE
        )

    def is_another_kind(self, sku_id: int) -> bool:
        """Whether a word in letters is wholly missing, or only what stands before the rest of a Chinese name is."""
        grades = self.grades[sku_id]
        words = [grade for grade, part in zip(grades, self.parts, strict=True) if part.kind is PartKind.WORD]
        if 0 in words:
            return True
        characters = [grade for grade, part in zip(grades, self.parts, strict=True) if part.kind is PartKind.CHARACTER]
        rest = list(dropwhile(lambda grade: not grade, characters))
        is_named = 0 < len(characters) - len(rest) <= _NAME_LONGEST
        return len(rest) > 1 and not words and is_named and min(rest) == 1

    def why(self, chosen: Sequence[int], ruled_out: Sequence[int]) -> Why:
        """What decided for the chosen ones."""
        decided, left = [], []
        for at, part in enumerate(self.parts):
            here = max((self.grades[sku_id][at] for sku_id in chosen), default=0.0)
            if here < _FOUND:
                left.append(part.text)
            elif any(self.grades[sku_id][at] <= here - _BETTER for sku_id in ruled_out):
                decided.append(part.text)
        return Why(decided=tuple(decided), left=tuple(left), others=len(ruled_out))


def _beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether one is as good in everything, and better in something."""
    better = False
    for mine, its in zip(one, other, strict=True):
        if mine < its - _EVEN:
            return False
        better = better or mine >= its + _BETTER
    return better
