"""How well a SKU answers a query: each word is looked for in every field, as written and as spoken."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from domain.rules.numerals import read_numeral
from domain.rules.query import CODE_FROM, Query, read_query, unmixed
from domain.rules.sizes import Size, size
from domain.rules.spelling import fold, sounds, syllables
from domain.rules.units import singular

_GAP = "\0"
#: Evidence, from 0 to 1, by how a word was found.
_SAME_SOUND, _SHELF, _START, _INITIALS, _PART_INITIALS, _HALF_SPOKEN = 0.92, 0.85, 0.92, 0.9, 0.82, 0.88
#: Letters from here on are long enough to forgive a slip, when this alike.
_SLIP_FROM, _SLIP_ALIKE = 4, 75
#: However well the sizes fit, this much of the words must be found.
_WORDS_LEAST = 0.45
#: What a single loose character, an unexplained size and a Latin letter weigh against a Chinese character.
_LOOSE, _SIZE_WEIGHT, _LETTER = 0.5, 1.5, 0.35


@dataclass(frozen=True, kw_only=True)
class Face:
    """One SKU as the matcher sees it: folded and spoken forms, computed once."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    written: str
    shelf: str
    heard: str
    heard_shelf: str
    latin: frozenset[str]
    latin_shelf: frozenset[str]
    letters: tuple[str, ...]
    spoken: tuple[tuple[str, frozenset[int], str], ...]
    sizes: tuple[Size, ...]


@dataclass(frozen=True, kw_only=True)
class Match:
    """``explained``: how much of the query the SKU accounts for; ``tight``: how near the words are to a whole name."""

    explained: float
    tight: float
    sized: bool
    exact: bool


def face(
    *, codes: Iterable[str], names: Iterable[str], brands: Iterable[str], specs: Iterable[str], shelf: Iterable[str]
) -> Face:
    """The face of a SKU, from its texts."""
    names_ = tuple(dict.fromkeys(filter(None, map(fold, names))))
    whole = [f"{name} {spec}" for name in names_ for spec in map(fold, specs)]
    strong = (*names_, *map(fold, brands), *map(fold, specs))
    weak = tuple(map(fold, shelf))
    queries = [read_query(text) for text in strong]
    latin = frozenset(word for query in queries for word in (*query.latin, "".join(query.latin)) if word)
    spoken = tuple(dict.fromkeys(_spoken(text) for text in strong if syllables(text)))
    return Face(
        names=tuple(dict.fromkeys(read_query(name).words for name in (*names_, *whole))),
        codes=tuple(fold(code) for code in codes if code),
        written=_GAP.join(strong),
        shelf=_GAP.join(weak),
        heard=_GAP.join(filter(None, map(sounds, strong))),
        heard_shelf=_GAP.join(filter(None, map(sounds, weak))),
        latin=latin,
        latin_shelf=frozenset(singular(word) for text in weak for word in read_query(text).latin),
        letters=(*sorted(latin), *(word for word, _, _ in spoken)),
        spoken=spoken,
        sizes=tuple(size for query in queries for size in query.sizes),
    )


def match(query: Query, face: Face) -> Match:
    """Weigh every part of the query against one SKU."""
    sized = [any(size.fits(own) for own in face.sizes) for size in query.sizes]
    sized += [_is_code(digits, face) or _is_size(digits, face) for digits in query.digits]
    words = [(float(len(word)), _han(word, face)) for word in query.han] + _latin_run(query.latin, face)
    parts = words + [(_SIZE_WEIGHT, float(fits)) for fits in sized]
    weight = sum(weight for weight, _ in parts)
    explained = sum(weight * evidence for weight, evidence in parts) / weight if weight else 0.0
    if words and sum(each * evidence for each, evidence in words) < _WORDS_LEAST * sum(each for each, _ in words):
        explained = 0.0
    return Match(
        explained=explained,
        tight=_tightness(query, face),
        sized=all(sized),
        exact=all(sized) and _is_name(query, face),
    )


def _is_code(text: str, face: Face) -> bool:
    return len(text) >= CODE_FROM and any(code.endswith(text) for code in face.codes)


def _is_size(digits: str, face: Face) -> bool:
    number = read_numeral(digits)
    return number is not None and not digits.startswith("0") and any(size(number).fits(own) for own in face.sizes)


def _is_name(query: Query, face: Face) -> bool:
    words = query.words
    if query.text in face.codes or words in face.names:
        return True
    return not query.han and any(words == spoken for spoken, _, _ in face.spoken)


def _tightness(query: Query, face: Face) -> float:
    words = query.words
    if query.text in face.codes:
        return 1.0
    names = face.names if query.han else (*face.names, *(spoken for spoken, _, _ in face.spoken))
    return max((fuzz.ratio(words, name) for name in names), default=0.0) / 100


def _han(word: str, face: Face) -> float:
    strong = max(_covered(word, face.written), _SAME_SOUND * _covered(sounds(word), face.heard, loose=0))
    if strong >= 1 or not face.shelf:
        return strong
    everything = _covered(word, f"{face.written}{_GAP}{face.shelf}")
    heard = _covered(sounds(word), f"{face.heard}{_GAP}{face.heard_shelf}", loose=0)
    return max(strong, _SHELF * everything, _SHELF * _SAME_SOUND * heard)


def _covered(word: str, text: str, loose: float = _LOOSE) -> float:
    """How much of a word is made of pieces of a text; the pieces may stand in any order.

    ``loose``: what a single character counts; a single sound says nothing.
    """
    if word in text:
        return 1.0
    found, start = 0.0, 0
    while start < len(word):
        end = next((end for end in range(len(word), start, -1) if word[start:end] in text), start)
        found += end - start if end - start > 1 else loose * (end - start)
        start = max(end, start + 1)
    return found / len(word)


def _latin_run(words: tuple[str, ...], face: Face) -> list[tuple[float, float]]:
    """Words in Latin letters, each on its own or all as one: ``ke kou`` may be one name in pinyin."""
    parts = [(max(1.0, len(word) * _LETTER), _latin(word, face)) for word in words]
    if len(words) > 1:
        joined = _latin("".join(words), face)
        weight = sum(weight for weight, _ in parts)
        if joined * weight > sum(weight * evidence for weight, evidence in parts):
            return [(weight, joined)]
    return parts


def _latin(word: str, face: Face) -> float:
    if word in face.latin or singular(word) in face.latin or word in face.codes or _is_code(word, face):
        return 1.0
    if singular(word) in face.latin_shelf:
        return _SHELF
    evidence = max((_pinyin(word, *spoken) for spoken in face.spoken), default=0.0)
    if evidence < _START and len(word) > 1 and any(known.startswith(word) for known in face.latin):
        evidence = _START
    return evidence or _apart(word, face) or _slip(word, face)


def _apart(word: str, face: Face) -> float:
    """A word that ends in a size, such as ``fpkl500``."""
    query = unmixed(word)
    if query is None or not query.sizes or not all(any(each.fits(own) for own in face.sizes) for each in query.sizes):
        return 0.0
    return _latin(query.latin[0], face)


def _pinyin(word: str, spoken: str, starts: frozenset[int], initials: str) -> float:
    """How a word in letters is heard in a Chinese field: whole, from a syllable on, or by its initials."""
    if word == spoken:
        return 1.0
    place = spoken.find(word)
    while place >= 0:
        if place in starts:
            return 0.97 if place + len(word) in starts else _HALF_SPOKEN
        place = spoken.find(word, place + 1)
    if len(word) > 1 and word in initials:
        return _INITIALS if word == initials else _PART_INITIALS
    return 0.0


def _slip(word: str, face: Face) -> float:
    """A typing slip in a long enough word."""
    if len(word) < _SLIP_FROM:
        return 0.0
    best = process.extractOne(word, face.letters, scorer=fuzz.ratio, score_cutoff=_SLIP_ALIKE)
    return best[1] / 100 * _SAME_SOUND if best else 0.0


def _spoken(text: str) -> tuple[str, frozenset[int], str]:
    """Pinyin in one word, where its syllables begin (and the end), and its initials."""
    parts = syllables(text)
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return "".join(parts), frozenset(starts), "".join(part[0] for part in parts)
