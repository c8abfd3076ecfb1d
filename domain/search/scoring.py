"""How well a SKU matches a query: each word is looked up in every field, by spelling and by sound."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from domain.language.containers import contained, is_vessel
from domain.language.overlap import GAP, covered, is_last, overlap_written, spread, spread_heard
from domain.language.pinyin import Spelt, spelt
from domain.language.sizes import Size, marks
from domain.language.spelling import letters, sounds
from domain.language.units import singular
from domain.search.coverage import PartKind, QueryPart
from domain.search.features import Features
from domain.search.query import CODE_FROM, CODE_PART_FROM, Query, code_of, unmixed
from domain.search.sku_texts import HEAD

#: Known words that a word may be the beginning or a slip of, with how alike they are from 0 to 1.
Alike = Callable[[str], tuple[tuple[str, float], ...]]

#: From here on a SKU is what was asked for; from there on it may be what was meant.
_FITS, _NEAR = 0.72, 0.5
#: Evidence, from 0 to 1, by how a word was found.
_SAME_SOUND, _CATEGORY, _START, _WITHIN, _CLEAR = 0.92, 0.85, 0.92, 0.8, 0.9
#: Two syllables alone sound like many things: without a character in common they are only a guess.
_SOUNDS_LEAST, _ONLY_SOUND = 3, 0.6
#: With one in common they are still a guess, unless they are a whole name.
_HALF_SOUND = 0.8
#: Several of something are no goods of which it only says the kind: olives are no olive oil.
_MODIFIER = 0.74
#: Neighbouring words in letters written as one.
_JOINED_FROM, _JOINED = 6, 0.97
#: Letters from here on are long enough to forgive a slip, when this alike.
_SLIP_FROM, _SLIP_ALIKE = 5, 80
#: However well the sizes fit, this much of the words must be found.
_WORDS_LEAST = 0.45
#: What a size and a Latin letter weigh against a Chinese character.
_SIZE_WEIGHT, _LETTER = 1.5, 0.35
#: What letters and a size count apart from one another.
_APART = 0.72
#: What a number without a unit counts for a size with one.
_NO_UNIT = 0.65
#: Of two that explain a word equally, the one that has it in one piece is nearer.
_ASUNDER = 0.1
#: The last word of a Chinese name says what it is: 纯牛奶 is milk, 牛奶糖 is not.
_NOT_LAST = 0.2
#: Begins what only says more of what stands before it.
_OF_WHAT = re.compile(r"(?:^|(?<= ))(?:in|with|for|from|on)(?= )")
#: A name that is not typed to its end is not quite that name.
_NEARLY = 0.99


@dataclass(frozen=True, slots=True)
class Match:
    """``explained``: how much of the query the SKU accounts for; ``tight``: how near the words are to a whole name.

    ``fits``: it is what was asked for, not only near it; ``exact``: the words are one of its names or codes.
    """

    explained: float
    tight: float
    fits: bool
    exact: bool


_BY_CODE = Match(explained=1.0, tight=1.0, fits=True, exact=True)


@dataclass(frozen=True, slots=True)
class _Han:
    """A run of Chinese that is looked for; ``inside``: the name in it, where it also says what the goods come in."""

    word: str
    sounds: str
    inside: "_Han | None" = None
    vessels: str = ""


@dataclass(frozen=True, slots=True)
class _Latin:
    """A word in letters that is looked for: as it is, as a slip, as pinyin, or (``apart``) with a size at its end.

    ``head``: it was said in the plural, and is found so where it says what goods are.
    """

    spaced: str
    single: str
    alike: tuple[tuple[str, float], ...]
    spelt: tuple[Spelt, ...]
    head: str
    others: frozenset[str]
    apart: "tuple[_Latin, tuple[tuple[str, ...], ...]] | None"

    @property
    def word(self) -> str:
        return self.spaced[1:-1]


class Term:
    """A query made ready to be held against many SKUs."""

    def __init__(self, query: Query, alike: Alike = lambda _: ()) -> None:
        self._words = query.words
        self._name = "".join((*(word for word in query.han if not is_vessel(word)), *query.latin)) or query.words
        self._code = f"{GAP}{code_of(query.text)}{GAP}"
        self._models = query.models
        self._han = [(float(len(word)), _wanted_han(word)) for word in query.han]
        several = {word: query.latin if word in query.plurals else () for word in query.latin}
        self._latin = [(max(1.0, len(word) * _LETTER), _wanted(word, alike, several[word])) for word in query.latin]
        self._latin_weight = sum(weight for weight, _ in self._latin)
        self._joined = _wanted("".join(query.latin), alike) if len(query.latin) > 1 else None
        self._sizes = _marks_of(query.sizes)
        self._digits = query.digits
        self._dimensions = query.dimensions
        self._weight = sum(weight for weight, _ in self._han) + self._latin_weight
        self._size_weight = _SIZE_WEIGHT * (len(self._sizes) + len(self._digits))
        self._spoken = _spoken(query.latin) if query.latin and not query.han else None

    def match(self, face: Features) -> Match | None:
        """Weigh every part of the query against one SKU; nothing, where it is not even near."""
        if self._code in face.codes:
            return _BY_CODE
        found, asunder = self._han_found(face) if self._han else (0.0, 0.0)
        found += self._latin_found(face) if self._latin else 0.0
        if found < _WORDS_LEAST * self._weight:
            return None
        sized, fits = self._sizes_found(face) if self._size_weight else (0.0, True)
        everything = self._weight + self._size_weight
        explained = (found + sized) / everything if everything else 0.0
        if explained < _NEAR:
            return None
        tight = self._tightness(face)
        exact = fits and tight >= 1
        return Match(
            explained=explained,
            tight=max(0.0, tight - asunder),
            fits=exact or (fits and explained >= _FITS),
            exact=exact,
        )

    @property
    def parts(self) -> tuple[QueryPart, ...]:
        """Every part of the query, in the order of its grades."""
        characters = (QueryPart(each, PartKind.CHARACTER) for _, whole in self._han for each in whole.word)
        words = (QueryPart(latin.word, PartKind.WORD) for _, latin in self._latin)
        sizes = (QueryPart(each[0].strip(), PartKind.SIZE) for each in self._sizes)
        others = (QueryPart(each, PartKind.SIZE) for each in (*self._digits, *self._dimensions))
        return (*characters, *words, *sizes, *others)

    def grades(self, face: Features) -> tuple[float, ...]:
        """How far one SKU accounts for each part of the query, from 0 to 1."""
        found = [grade for _, whole in self._han for grade in _spread(whole, face)]
        joined = _latin(self._joined, face) if self._joined else 0.0
        found += [max(joined, _latin(word, face) * _whole(word, face)) for _, word in self._latin]
        sizes = [_size_borne(face, wanted) for wanted in self._sizes]
        found += sizes
        found += [float(_is_number(digits, face)) for digits in self._digits]
        found += [1.0 if f" {each} " in face.sizes else _NO_UNIT * min(sizes, default=0) for each in self._dimensions]
        return tuple(found)

    def _han_found(self, face: Features) -> tuple[float, float]:
        """The weight of the Chinese that is found, and what it loses for standing in pieces."""
        found, most, last = 0.0, 1, True
        for weight, whole in self._han:
            han, evidence, pieces = _best_han(whole, face)
            found += weight * evidence
            most = max(most, pieces)
            last = last and is_last(han.word[-2:], face.written)
        return found, _ASUNDER * (1 - 1 / most) + (0.0 if last else _NOT_LAST)

    def _latin_found(self, face: Features) -> float:
        """The weight of the words in letters, each on its own or all as one: ``ke kou`` may be one name in pinyin."""
        found = 0.0
        for weight, word in self._latin:
            found += weight * _latin(word, face)
        if self._joined is None or found >= self._latin_weight:
            return found
        if any(model in face.written for model in self._models):
            return self._latin_weight
        return max(found, self._latin_weight * _latin(self._joined, face))

    def _sizes_found(self, face: Features) -> tuple[float, bool]:
        """The weight of the sizes that fit, and whether all do."""
        count = sum(_bears(face, wanted) for wanted in self._sizes)
        count += sum(_is_number(digits, face) for digits in self._digits)
        return _SIZE_WEIGHT * count, count == len(self._sizes) + len(self._digits)

    def _tightness(self, face: Features) -> float:
        names = face.names.split(GAP)
        if self._words in names or self._name in names:
            return 1.0
        best = max(fuzz.ratio(self._words, name) for name in names)
        if self._spoken:
            said, by_initials, is_whole = self._spoken
            sounds_ = (face.initials if by_initials else face.heard).split(GAP)
            spoken = max(fuzz.ratio(said, name) for name in sounds_)
            best = max(best, spoken if is_whole else _NEARLY * spoken)
        return best / 100


def _spoken(words: tuple[str, ...]) -> tuple[str, bool, bool] | None:
    """Words in letters as they would be heard, whether these are only first letters, and whether it is all of them."""
    apart = unmixed(words[-1])
    last = apart.latin[0] if apart and apart.sizes else words[-1]
    ways = spelt("".join((*words[:-1], last)))
    if not ways or ways[0].parts:
        return None
    by_initials = not ways[0].signs
    return (ways[0].initials if by_initials else ways[0].signs), by_initials, not ways[0].last


def _wanted(word: str, alike: Alike, several: Sequence[str] = ()) -> _Latin:
    query = unmixed(word)
    apart = None
    if query and query.sizes and query.latin and query.latin[0] != word:
        apart = (_wanted(query.latin[0], alike), _marks_of(query.sizes))
    single = singular(word)
    return _Latin(
        f" {word} ",
        f" {single} ",
        tuple((f" {known} ", like) for known, like in alike(word)),
        spelt(word),
        f" {word}{HEAD} " if several else "",
        frozenset(several),
        apart,
    )


def _wanted_han(word: str) -> _Han:
    inside = contained(word)
    if inside is None:
        return _Han(word, sounds(word))
    return _Han(word, sounds(word), _Han(inside.name, sounds(inside.name)), inside.vessels)


def _marks_of(sizes: Iterable[Size]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f" {mark} " for mark in marks(size)) for size in sizes)


def _bears(face: Features, wanted: tuple[str, ...]) -> bool:
    return any(mark in face.sizes for mark in wanted)


def _whole(word: _Latin, face: Features) -> float:
    """What a word counts that may be a model as a whole, or else letters and a size."""
    return 1.0 if word.apart is None or word.spaced in face.latin else _APART


def _size_borne(face: Features, wanted: tuple[str, ...]) -> float:
    """Whether a size is borne as it was said, or a number that may be it."""
    return 1.0 if wanted[0] in face.sizes else _NO_UNIT if _bears(face, wanted) else 0.0


def _is_number(digits: str, face: Features) -> bool:
    """The end of a code, a size, or a model that is all digits."""
    spaced = f" {digits} "
    part_of_code = digits in face.codes if len(digits) >= CODE_PART_FROM else f"{digits}{GAP}" in face.codes
    return part_of_code or spaced in face.latin or spaced in face.sizes


def _best_han(whole: _Han, face: Features) -> tuple[_Han, float, int]:
    """A run of Chinese as it stands, or as a name in a vessel that the SKU comes in."""
    evidence, pieces = _han(whole, face)
    if evidence < 1 and whole.inside and _is_in_vessel(whole, face):
        inside, inside_pieces = _han(whole.inside, face)
        if inside > evidence:
            return whole.inside, inside, inside_pieces
    return whole, evidence, pieces


def _spread(whole: _Han, face: Features) -> list[float]:
    """What each character of a run of Chinese counts: as written, as heard, or for what the SKU comes in."""
    written = spread(whole.word, face.written)
    if min(written) >= _CATEGORY:
        return written
    if whole.inside and _is_in_vessel(whole, face):
        written = [grade if each in whole.inside.word else 1.0 for grade, each in zip(written, whole.word, strict=True)]
    heard = spread_heard(whole.sounds, face.flat) if len(whole.sounds) == len(whole.word) else written
    of_kind = spread(whole.word, face.category) if face.category else written
    return [
        max(grade, _SAME_SOUND * alike, _CATEGORY * grouped)
        for grade, alike, grouped in zip(written, heard, of_kind, strict=True)
    ]


def _is_in_vessel(whole: _Han, face: Features) -> bool:
    return whole.inside is not None and any(each in face.category or each in face.written for each in whole.vessels)


def _han(han: _Han, face: Features) -> tuple[float, int]:
    """How well a run of Chinese is found, and in how many pieces."""
    strong, pieces = overlap_written(han.word, face.written)
    if strong >= 1:
        return strong, pieces
    heard, heard_pieces = covered(han.sounds, face.flat)
    alike = _SAME_SOUND
    if len(han.word) < _SOUNDS_LEAST and not (strong and f"{GAP}{han.sounds}{GAP}" in f"{face.flat}{GAP}"):
        alike = _HALF_SOUND if strong else _ONLY_SOUND
    if alike * heard > strong:
        strong, pieces = alike * heard, heard_pieces
    if alike == _SAME_SOUND and 0 < heard < 1 and strong < _CATEGORY:
        mixed = spread(han.word, face.written), spread_heard(han.sounds, face.flat)
        both = sum(max(one, _SAME_SOUND * other) for one, other in zip(*mixed, strict=False)) / len(han.word)
        strong = max(strong, both)
    if face.category and strong < _CATEGORY:
        everything, more = overlap_written(han.word, face.written + face.category)
        if _CATEGORY * everything > strong:
            return _CATEGORY * everything, more
    return strong, pieces


def _latin(wanted: _Latin, face: Features) -> float:
    if wanted.spaced in face.latin or wanted.single in face.latin:
        return 1.0 if wanted.head in face.latin or _is_head(wanted, face) else _MODIFIER
    word = wanted.word
    if len(word) >= _JOINED_FROM and word in face.latin.replace(" ", ""):
        return _JOINED
    if len(word) >= CODE_FROM and f"{word}{GAP}" in face.codes:
        return 1.0
    if wanted.single in face.category_latin:
        return _CATEGORY
    evidence = _heard(wanted.spelt, face) if wanted.spelt and face.heard else 0.0
    if evidence < _START and len(word) > 1 and wanted.spaced[:-1] in face.latin:
        evidence = _START
    for known, alike in wanted.alike:
        if alike * _SAME_SOUND > evidence and known in face.latin:
            evidence = alike * _SAME_SOUND
    return evidence or _apart(wanted, face) or _slip(word, face)


def _is_head(wanted: _Latin, face: Features) -> bool:
    """Whether all that stands behind a word in a name was said as well: red notebooks are a Notebook Red.

    Not what only says more of it: salmon pouches are a Pouch Salmon in Jelly.
    """
    behind = _OF_WHAT.split(face.latin.partition(wanted.spaced)[2].partition(HEAD)[0])[0].split()
    return bool(behind) and wanted.others.issuperset(behind)


def _heard(ways: tuple[Spelt, ...], face: Features) -> float:
    best = 0.0
    for way in ways:
        best = max(best, way.heard_in(face))
        if best >= _CLEAR:
            break
    return best


def _apart(wanted: _Latin, face: Features) -> float:
    """A word that ends in a size, such as ``fpkl500``."""
    if wanted.apart is None or not all(_bears(face, size) for size in wanted.apart[1]):
        return 0.0
    return _latin(wanted.apart[0], face)


def _begins_or_is_model(word: str, latin: str) -> Iterator[bool]:
    """Of each word with these letters in it, whether it begins so or has figures: salted is no part of unsalted."""
    return (
        each.startswith(word) or any(map(str.isdigit, each)) or word[-1].isdigit()
        for each in latin.split()
        if word in each
    )


def _slip(word: str, face: Features) -> float:
    """Letters glued to others, such as ``yamaha`` in ``yamahau3e``; or a slip in pinyin long enough to forgive one."""
    if len(word) >= CODE_FROM and word in face.latin and any(_begins_or_is_model(word, face.latin)):
        return _WITHIN
    if len(word) < _SLIP_FROM or not face.heard:
        return 0.0
    alike = fuzz.partial_ratio(word, letters(face.heard), score_cutoff=_SLIP_ALIKE)
    return alike / 100 * _SAME_SOUND
