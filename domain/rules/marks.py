"""The marks by which SKUs and queries meet: pairs of characters and sounds, words, first letters, sizes, code ends."""

from collections.abc import Callable, Iterator

from domain.rules.faces import GAP, Face
from domain.rules.pinyin import Spelt, spelt
from domain.rules.query import CODE_FROM, Query, unmixed
from domain.rules.sizes import Size, marks
from domain.rules.spelling import HAN, sounds
from domain.rules.units import singular

#: What a mark weighs beside a pair of characters as written.
_PAIR, _ONE, _SOUND, _INITIALS, _WORD, _SIZE, _CODE = 1.0, 0.4, 0.7, 0.45, 2.0, 1.2, 3.0


def of_face(face: Face) -> set[str]:
    """Every mark a SKU bears."""
    found: set[str] = set()
    for text in (face.written, face.shelf):
        for run in HAN.findall(text):
            found.update(run)
            found.update(map("".join, zip(run, run[1:], strict=False)))
    for run in face.flat.split(GAP):
        found.update(map("~".__add__, _pairs(run)))
    for run in face.initials.split(GAP):
        found.update(map("'".__add__, _pairs(run)))
        found.update(map("'".__add__, _threes(run)))
    found.update(face.latin.split())
    found.update(face.joined.split())
    found.update(face.shelf_latin.split())
    found.update(map("=".__add__, face.sizes.split()))
    for code in filter(None, face.codes.split(GAP)):
        found.update((f"#{code}", f"#…{code[-CODE_FROM:]}"))
    return found


def of_query(query: Query, alike: Callable[[str], tuple[tuple[str, float], ...]]) -> dict[str, float]:
    """The marks to look for, each with its weight."""
    wanted: dict[str, float] = {}
    for mark, weight in _of_query(query, alike):
        wanted[mark] = max(weight, wanted.get(mark, 0.0))
    return wanted


def _of_query(query: Query, alike: Callable[[str], tuple[tuple[str, float], ...]]) -> Iterator[tuple[str, float]]:
    yield f"#{query.text}", 2 * _CODE
    for word in query.han:
        yield from ((each, _ONE) for each in word)
        yield from ((pair, _PAIR) for pair in _pairs(word))
        yield from ((f"~{pair}", _SOUND) for pair in _pairs(sounds(word)))
    for word in dict.fromkeys((*query.latin, "".join(query.latin))):
        if word:
            yield from _of_word(word, alike)
    for digits in query.digits:
        yield from ((digits, _WORD), (f"={digits}", _SIZE), (f"#…{digits[-CODE_FROM:]}", _CODE))
    for size in query.sizes:
        yield from _of_size(size)


def _of_word(word: str, alike: Callable[[str], tuple[tuple[str, float], ...]]) -> Iterator[tuple[str, float]]:
    yield from ((word, _WORD), (singular(word), _WORD))
    if len(word) >= CODE_FROM:
        yield f"#…{word[-CODE_FROM:]}", _CODE
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
    yield from ((f"'{each}", _INITIALS) for each in (*_pairs(way.initials), *_threes(way.initials)))
    yield from ((f"~{pair}", _SOUND) for pair in _pairs(way.flat))


def _of_size(size: Size) -> Iterator[tuple[str, float]]:
    return ((f"={mark}", _SIZE) for mark in marks(size))


def _pairs(text: str) -> Iterator[str]:
    return map("".join, zip(text, text[1:], strict=False))


def _threes(text: str) -> Iterator[str]:
    return map("".join, zip(text, text[1:], text[2:], strict=False))
