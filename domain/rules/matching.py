"""How well a SKU answers a query: each word is looked for in every field, as written and as spoken."""

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.rules.covering import covered
from domain.rules.faces import GAP, Face
from domain.rules.pinyin import Spelt, spelt
from domain.rules.query import CODE_FROM, Query, unmixed
from domain.rules.sizes import Size, marks
from domain.rules.spelling import letters, sounds
from domain.rules.units import singular

#: Evidence, from 0 to 1, by how a word was found.
_SAME_SOUND, _SHELF, _START, _WITHIN, _CLEAR = 0.92, 0.85, 0.92, 0.8, 0.9
#: Letters from here on are long enough to forgive a slip, when this alike.
_SLIP_FROM, _SLIP_ALIKE = 5, 80
#: However well the sizes fit, this much of the words must be found.
_WORDS_LEAST = 0.45
#: What a single loose character, an unexplained size and a Latin letter weigh against a Chinese character.
_LOOSE, _SIZE_WEIGHT, _LETTER = 0.5, 1.5, 0.35
#: Two syllables alone sound like many things: without a character in common they are only a guess.
_SOUNDS_LEAST, _ONLY_SOUND = 3, 0.6
#: Of two that explain a word equally, the one that has it in one piece is nearer.
_ASUNDER = 0.1


@dataclass(frozen=True, kw_only=True)
class Match:
    """``explained``: how much of the query the SKU accounts for; ``tight``: how near the words are to a whole name."""

    explained: float
    tight: float
    sized: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class _Han:
    """A run of Chinese that is looked for."""

    word: str
    sounds: str


@dataclass(frozen=True, slots=True)
class _Latin:
    """A word in letters that is looked for: as it is, as a slip of known words, as pinyin, or with a size at its end."""

    word: str
    single: str
    alike: tuple[tuple[str, float], ...]
    spelt: tuple[Spelt, ...]
    apart: Query | None


class Wanted:
    """A query made ready to be held against many SKUs.

    ``alike``: known words that a word in letters may be a slip of, with how alike they are.
    """

    def __init__(self, query: Query, alike: Callable[[str], tuple[tuple[str, float], ...]] = lambda _: ()) -> None:
        self.query = query
        self._words = query.words
        self._han = [(float(len(word)), _Han(word, sounds(word))) for word in query.han]
        self._latin = [(max(1.0, len(word) * _LETTER), _wanted(word, alike)) for word in query.latin]
        self._joined = _wanted("".join(query.latin), alike) if len(query.latin) > 1 else None
        self._sizes = [_marks(size) for size in query.sizes]
        self._digits = query.digits
        self._spelt = spelt(self._words) if not query.han else ()

    def match(self, face: Face) -> Match:
        """Weigh every part of the query against one SKU."""
        sized = [any(mark in face.sizes for mark in wanted) for wanted in self._sizes]
        sized += [_is_number(digits, face) for digits in self._digits]
        words, run = self._found(face)
        weight = sum(weight for weight, _ in words)
        evidence = sum(weight * found for weight, found in words)
        sizes = _SIZE_WEIGHT * len(sized)
        explained = 0.0
        if (words or sized) and (not words or evidence >= _WORDS_LEAST * weight):
            explained = (evidence + _SIZE_WEIGHT * sum(sized)) / (weight + sizes)
        fits = all(sized)
        tight = self._tightness(face)
        return Match(explained=explained, tight=tight - _ASUNDER * (1 - run), sized=fits, exact=fits and tight >= 1.0)

    def _found(self, face: Face) -> tuple[list[tuple[float, float]], float]:
        """Each word's weight and evidence, and how much of the Chinese stands in one run."""
        words: list[tuple[float, float]] = []
        run = 1.0
        for weight, han in self._han:
            found, pieces = _han(han, face)
            words.append((weight, found))
            run = min(run, 1 / pieces)
        return words + self._latin_run(face), run

    def _latin_run(self, face: Face) -> list[tuple[float, float]]:
        """Words in Latin letters, each on its own or all as one: ``ke kou`` may be one name in pinyin."""
        parts = [(weight, _latin(wanted, face)) for weight, wanted in self._latin]
        if self._joined is None:
            return parts
        weight = sum(weight for weight, _ in parts)
        if any(model in face.written for model in self.query.models):
            return [(weight, 1.0)]
        if sum(weight * found for weight, found in parts) >= weight:
            return parts
        joined = _latin(self._joined, face)
        return [(weight, joined)] if joined * weight > sum(weight * found for weight, found in parts) else parts

    def _tightness(self, face: Face) -> float:
        if f"{GAP}{self.query.text}{GAP}" in face.codes:
            return 1.0
        best = max((fuzz.ratio(self._words, name) for name in face.names.split(GAP)), default=0.0)
        if self._spelt and best < 100:
            spoken = face.heard.split(GAP)
            best = max(best, *(fuzz.ratio(self._words, letters(name)) for name in spoken))
        return best / 100


def _wanted(word: str, alike: Callable[[str], tuple[tuple[str, float], ...]]) -> _Latin:
    return _Latin(word, singular(word), alike(word), spelt(word), unmixed(word))


def _marks(size: Size) -> tuple[str, ...]:
    return tuple(f" {mark} " for mark in marks(size))


def _is_number(digits: str, face: Face) -> bool:
    """The end of a code, a size, or a model that is all digits."""
    return f"{digits}{GAP}" in face.codes or f" {digits} " in face.latin or f" {digits} " in face.sizes


def _han(han: _Han, face: Face) -> tuple[float, int]:
    """How well a run of Chinese is found, and in how many pieces."""
    if han.word in face.written:
        return 1.0, 1
    strong, pieces = covered(han.word, face.written, _LOOSE)
    if strong >= 1:
        return strong, pieces
    heard, heard_pieces = covered(han.sounds, face.flat)
    alike = _SAME_SOUND if len(han.word) >= _SOUNDS_LEAST or strong else _ONLY_SOUND
    if alike * heard > strong:
        strong, pieces = alike * heard, heard_pieces
    if face.shelf and strong < _SHELF:
        everything, more = covered(han.word, f"{face.written}{GAP}{face.shelf}", _LOOSE)
        if _SHELF * everything > strong:
            return _SHELF * everything, more
    return strong, pieces


def _latin(wanted: _Latin, face: Face) -> float:
    word = wanted.word
    spaced = f" {word} "
    if spaced in face.latin or f" {wanted.single} " in face.latin or _is_code(word, face):
        return 1.0
    if f" {wanted.single} " in face.shelf_latin:
        return _SHELF
    evidence = _heard(wanted.spelt, face)
    if evidence < _START and len(word) > 1 and f" {word}" in face.latin:
        evidence = _START
    return (
        max(
            evidence,
            max((alike * _SAME_SOUND for known, alike in wanted.alike if f" {known} " in face.latin), default=0.0),
        )
        or _apart(wanted, face)
        or _within(word, face)
        or _slip(word, face)
    )


def _heard(ways: tuple[Spelt, ...], face: Face) -> float:
    best = 0.0
    for way in ways:
        best = max(best, way.heard_in(face.flat, face.initials))
        if best >= _CLEAR:
            break
    return best


def _is_code(text: str, face: Face) -> bool:
    return len(text) >= CODE_FROM and f"{text}{GAP}" in face.codes


def _apart(wanted: _Latin, face: Face) -> float:
    """A word that ends in a size, such as ``fpkl500``."""
    query = wanted.apart
    if query is None or not query.sizes:
        return 0.0
    if not all(any(mark in face.sizes for mark in _marks(each)) for each in query.sizes):
        return 0.0
    return _latin(_wanted(query.latin[0], lambda _: ()), face)


def _within(word: str, face: Face) -> float:
    """Letters glued to others: ``yamaha`` in ``yamahau3e``."""
    return _WITHIN if len(word) >= CODE_FROM and word in face.latin else 0.0


def _slip(word: str, face: Face) -> float:
    """A typing slip in pinyin long enough to forgive one."""
    if len(word) < _SLIP_FROM or not face.heard:
        return 0.0
    alike = fuzz.partial_ratio(word, letters(face.heard), score_cutoff=_SLIP_ALIKE)
    return alike / 100 * _SAME_SOUND
