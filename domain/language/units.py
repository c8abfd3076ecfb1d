"""Unit words, and how many base units of a SKU one of them means."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from domain.language.words.lists import data, groups, languages, words
from domain.language.words.notation import expression

#: Synonyms of units; a SKU's own words always come first.
_ALIKE = tuple(frozenset(alike) for alike in groups("units", "alike").values())
_GRAMS = {
    word: Decimal(grams)
    for name, grams in (("gram", 1), ("liang", 50), ("jin", 500), ("kilogram", 1000), ("tonne", 1_000_000))
    for word in groups("units", "weights")[name]
}
#: What is always the larger of two; what English says for any pack, and for any single thing.
_OUTERMOST = frozenset(words("units", "outermost"))
_ANY_PACK, _ANY_PIECE = frozenset(words("units", "any_pack")), frozenset(words("units", "any_piece"))
_OUTER = frozenset(word for name in ("case", "multipack", "pallet") for word in groups("units", "alike")[name])
_INNER = frozenset(word for name in ("box", "bag") for word in groups("units", "alike")[name])
_ONE_BY_ONE = frozenset(words("units", "one_by_one"))
_DOZEN = frozenset(words("units", "dozen"))
_HOLDERS, _NEVER_MEANT = frozenset(words("units", "holders")), frozenset(words("units", "never_meant"))

#: Before a counting word, or alone: single ones, whatever the SKU calls them.
LOOSE = "散"
#: The largest packs, whatever the SKU calls them.
WHOLE = "整件"

#: What a character that also counts must not go on with: 只要, 打电话, 提前.
_NOT_BEFORE = {phrase[0]: expression(phrase[1:]) for phrase in words("units", "other_sense")}

#: Every counting word we know by ourselves.
KNOWN = frozenset().union(*_ALIKE, _GRAMS, _DOZEN, words("units", "more"))


_IRREGULAR = dict(line.split() for line in words("units", "irregular"))
_ENDINGS = (("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss"), ("ies", "y"), ("oes", "o"), ("s", ""))
#: What ends in s without being a plural.
_NO_PLURAL = ("ss", "us", "is", "cs")
_SHORTEST = 3


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """``boxes`` → ``box``, ``loaves`` → ``loaf``, ``berries`` → ``berry``; Chinese words stay as they are."""
    word = word.strip().casefold().rstrip(".")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.isascii() or len(word) < _SHORTEST or word.endswith(_NO_PLURAL):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    return word


def per_unit(word: str, base: Sequence[str], packs: Sequence[tuple[str, int]]) -> Decimal | None:
    """How many base units a counting word means for a SKU, or nothing where the SKU has no such unit.

    ``base``: the names of its base unit; ``packs``: its packs as (name, base units).
    """
    if word == WHOLE:
        return Decimal(max(size for _, size in packs)) if packs else _single(base)
    if word.startswith(LOOSE):
        return (per_unit(word[1:], base, packs) if word[1:] else None) or _single(base)
    wanted = singular(word)
    if any(singular(name) == wanted for name in base):
        return Decimal(1)
    alike = _same_as(wanted)
    is_base = any(singular(name) in alike for name in base)
    for same in (frozenset({wanted}), alike):
        sizes = {size for name, size in packs if singular(name) in same}
        if sizes and same is alike and is_base and wanted not in _OUTERMOST:
            return None  # a box is a unit of some goods and a pack of others: of these, nobody knows which
        if sizes:
            return Decimal(sizes.pop()) if len(sizes) == 1 else None
    return Decimal(1) if is_base else _loosely(wanted, base, packs)


def _loosely(wanted: str, base: Sequence[str], packs: Sequence[tuple[str, int]]) -> Decimal | None:
    """What a word means that names no unit of the SKU: any pack, any piece, a weight, a dozen."""
    sizes = {size for _, size in packs}
    if wanted in _ANY_PACK and len(sizes) == 1:
        return Decimal(sizes.pop())
    if wanted in _ANY_PIECE and not _weighed(base):
        return Decimal(1)
    single = not _weighed(base) and not any(singular(name) in _HOLDERS for name in base)
    return _by_weight(wanted, base) or (Decimal(12) if wanted in _DOZEN and single else None)


def pattern(own: Iterable[str]) -> str:
    """A pattern for any of these counting words and those we know, longest first, in singular or plural."""
    every = KNOWN | {singular(word) for word in own if word}
    ordered = sorted(every, key=lambda word: (-len(word), word))
    plurals = {one: many for many, one in _IRREGULAR.items()}
    latin = [
        f"(?:{re.escape(plurals[word])}|{re.escape(word)})" if word in plurals else re.escape(word) + r"(?:e?s)?"
        for word in ordered
        if word.isascii()
    ]
    han = [re.escape(word) + _NOT_BEFORE.get(word, "") for word in ordered if not word.isascii()]
    return rf"(?:{'|'.join(han)}|(?:{'|'.join(latin)})(?![a-z]))"


def is_outer(word: str) -> bool:
    """Whether a word is for a large pack, such as people call any: a case, a carton, 提."""
    return word in _OUTER


def is_inner(word: str) -> bool:
    """Whether a word is for a small pack, such as a shop sells whole: a box, a bag."""
    return word in _INNER


def may_be_meant(word: str) -> bool:
    """Whether people who say no unit may mean this pack: nobody means a pallet without saying so."""
    return singular(word) not in _NEVER_MEANT


def is_one_by_one(word: str) -> bool:
    """Whether people who say no unit mean this one, even where there are packs: pairs of shoes."""
    return singular(word) in _ONE_BY_ONE


def is_weight(word: str) -> bool:
    """Whether a word weighs rather than counts."""
    return singular(word) in _GRAMS


def in_english(word: str) -> str:
    """The usual English word for a Chinese unit; nothing where there is none, or it is English already."""
    if word.isascii():
        return ""
    chinese, english = data("units")[0], data("units")[languages().index("en")]
    for table in ("alike", "weights"):
        for name, said in chinese[table].items():
            if word in said and english[table][name]:
                return str(english[table][name][0])
    return ""


def counted_alike(units: Iterable[str]) -> frozenset[str]:
    """All the words that may count goods which have these units."""
    own = {singular(unit) for unit in units}
    alike = (group for group in _ALIKE if own & group)
    return frozenset(own).union(*alike, _OUTERMOST, _ANY_PACK, _ANY_PIECE, _DOZEN)


def _same_as(word: str) -> frozenset[str]:
    return frozenset().union(*(group for group in _ALIKE if word in group))


def _by_weight(word: str, base: Sequence[str]) -> Decimal | None:
    own = next((_GRAMS[singular(name)] for name in base if singular(name) in _GRAMS), None)
    return _GRAMS[word] / own if own and word in _GRAMS else None


def _single(base: Sequence[str]) -> Decimal | None:
    return None if _weighed(base) else Decimal(1)


def _weighed(base: Sequence[str]) -> bool:
    return any(is_weight(name) for name in base)
