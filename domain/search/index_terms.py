"""The index terms of SKUs and queries: pairs of characters and sounds, words, initials, sizes, code endings."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from domain.language.pinyin import Spelt, spelt
from domain.language.sizes import Size, marks, shown
from domain.language.spelling import HAN, flat, fold, initials, sounds
from domain.language.units import singular
from domain.search.postings import key
from domain.search.query import CODE_FROM, CODE_PART_FROM, Query, code_of, unmixed
from domain.search.scoring import Alike
from domain.search.sku_texts import Text

#: What a mark weighs beside a pair of characters as written.
_PAIR, _ONE, _TURNED, _SOUND, _INITIALS, _ENDS = 1.0, 0.4, 0.5, 0.7, 0.45, 0.6
_ROW = 6
_WORD, _SIZE, _CODE, _LABEL, _CATEGORY = 2.0, 1.2, 3.0, 0.5, 10.0


def of_texts(texts: Iterable[Text], codes: Iterable[str]) -> set[int]:
    """The keys of every mark a SKU bears."""
    found: set[int] = set()
    found.update(*map(_of_text, texts))
    for code in map(code_of, filter(None, map(fold, codes))):
        found.update((key(f"#{code}"), *map(key, _tails(code)), *map(key, _inner(code, 3))))
    return found


@lru_cache(maxsize=4096)
def _of_text(text: Text) -> tuple[int, ...]:
    return tuple(map(key, set(_marks_of_label(text) if text.is_label else _marks_of(text))))


def _marks_of_label(text: Text) -> Iterator[str]:
    yield f"%={text.folded}"
    for run in HAN.findall(text.folded):
        yield from map("%".__add__, _pairs(run))
    yield from map("%".__add__, text.latin)


def _marks_of(text: Text) -> Iterator[str]:
    for run in HAN.findall(text.folded):
        yield from run
        yield from _pairs(run)
    yield from map("~".__add__, _pairs(flat(text.heard)))
    yield from _of_initials(initials(text.heard))
    yield from text.latin
    yield from text.joined
    yield from map("=".__add__, shown(text.sizes).split())


def of_query(query: Query, alike: Alike, *, slips: bool = False) -> dict[int, float]:
    """The keys of the marks to look for, each with its weight.

    ``slips``: also where characters were turned or lost, and no codes.
    """
    wanted: dict[int, float] = {}
    for mark, weight in chain(_of_query(query, alike), _of_slips(query) if slips else ()):
        if slips and mark[0] == "#":
            continue
        place = key(mark)
        wanted[place] = max(weight, wanted.get(place, 0.0))
    return wanted


def _of_query(query: Query, alike: Alike) -> Iterator[tuple[str, float]]:
    yield f"#{code_of(query.text)}", 2 * _CODE
    yield f"%={query.text}", _CATEGORY
    for word in query.han:
        yield from ((each, _ONE) for each in word)
        yield from ((pair, _PAIR) for pair in _pairs(word))
        yield from ((f"%{pair}", _LABEL) for pair in _pairs(word))
        yield from ((f"~{pair}", _SOUND) for pair in _pairs(sounds(word)))
    for word in dict.fromkeys((*query.latin, "".join(query.latin))):
        if word:
            yield from _of_word(word, alike)
    for digits in query.digits:
        yield from ((digits, _WORD), (f"={digits}", _SIZE), *((tail, _CODE) for tail in _tails(digits)))
        yield from ((part, _SIZE) for part in _inner(digits, 1))
    for size in query.sizes:
        yield from _of_size(size)


def _of_slips(query: Query) -> Iterator[tuple[str, float]]:
    for word in query.han:
        yield from ((second + first, _TURNED) for first, second in pairwise(word))
        yield from ((first + third, _TURNED) for first, third in zip(word, word[2:], strict=False))


def _of_word(word: str, alike: Alike) -> Iterator[tuple[str, float]]:
    if not word.isalpha():
        yield from ((tail, _CODE) for tail in _tails(word))
    yield from ((word, _WORD), (singular(word), _WORD), (f"%{singular(word)}", _LABEL))
    for known, likeness in alike(word):
        yield known, _WORD * likeness
    for way in spelt(word):
        yield from _of_spelt(way)
    apart = unmixed(word)
    if apart and apart.sizes:
        yield from _of_word(apart.latin[0], alike)
        for size in apart.sizes:
            yield from _of_size(size)


def _of_spelt(way: Spelt) -> Iterator[tuple[str, float]]:
    yield from ((each, _ENDS if each[1] in "^$" else _INITIALS) for each in _of_initials(way.initials))
    yield from ((f"~{pair}", _SOUND) for pair in _pairs(way.flat))


def _of_initials(letters: str) -> Iterator[str]:
    """Two and three in a row; by the first two, a brand, and the last two, a kind, names are told apart best."""
    if len(letters) > 1:
        yield from (f"'^{letters[:2]}", f"'${letters[-2:]}")
        yield from map("'".__add__, _pairs(letters))
        yield from map("'".__add__, _threes(letters))


def _of_size(size: Size) -> Iterator[tuple[str, float]]:
    return ((f"={mark}", _SIZE) for mark in marks(size))


def _tails(code: str) -> Iterator[str]:
    """The ends of a code, by which people read it out."""
    return (f"#…{code[-length:]}" for length in (CODE_FROM, CODE_FROM + 1) if len(code) >= length)


def _inner(code: str, step: int) -> Iterator[str]:
    """Six figures in a row of a barcode, from every third place: any eight hold one of them."""
    if len(code) >= CODE_PART_FROM and code.isdigit():
        yield from (f"#.{code[at : at + _ROW]}" for at in range(0, len(code) - _ROW + 1, step))


def _pairs(text: str) -> Iterator[str]:
    return map("".join, pairwise(text))


def _threes(text: str) -> Iterator[str]:
    return map("".join, zip(text, text[1:], text[2:], strict=False))
