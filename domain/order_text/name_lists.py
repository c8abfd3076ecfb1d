"""Splits a list of names: joined by 和 and the like, side by side, or run together."""

import re
from collections.abc import Iterator, Sequence

from domain.language.quantities_in_text import tidy
from domain.language.spelling import fold
from domain.language.synonyms import other_words
from domain.language.words.lists import pattern
from domain.order_text.aspects import is_aspect
from domain.order_text.candidate_set import SURE
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.remarks import is_remark
from domain.order_text.result import Act, AskedLine, Line, TakenLine
from domain.search.query import read_query

#: What joins names.
AND = re.compile(r"和|跟|与|以及|及|还有|、|,|，|(?<!\d)/|/(?!\d)|\+|&|\band\b|\bof\b")
#: The larger and the smaller: 大小洗衣袋.
_BOTH_SIZES = re.compile(r"(?P<how>大小)(?:号的?|的)?(?=[\u3400-\u9fff]{2})")
_SIZE = re.compile(r"(?<!\d)\d{1,7}(?:\.\d{1,3})?\s*(?:ml|l|g|kg|毫升|升|克|公斤|千克|斤)")
#: Names run together are told apart up to so many characters.
_RUN_LONGEST = 14
#: So few words may name goods; more are a sentence.
_NAME_LONGEST = 8
_NAME_SHORTEST = 2
#: An amount that is told by another.
_RELATIVE = re.compile(pattern("quantities", "relative"))
#: More words in letters are a sentence.
_WORDS_MOST = 4


class Names:
    """Tells names apart by what the catalogue holds."""

    def __init__(self, finder: CandidateFinder) -> None:
        self._finder = finder

    def apart(self, text: str) -> list[str]:
        """The names in a stretch of words."""
        if not AND.search(text) and self._finder.find(text).sure:
            return [text]
        if run := self._of_both_sizes(text) or self._of_brands(text):
            return run
        found: list[str] = []
        for part in filter(None, map(plain_name, AND.split(text))):
            found += [part] if self._is_one(part) else self._side_by_side(part)
        return found

    def _is_one(self, name: str) -> bool:
        """Whether goods answer to a name as it stands; in letters also where it is not clear which."""
        whole = self._finder.find(name)
        return whole.sure or (name.isascii() and not whole.near and whole.explained >= SURE)

    def _of_both_sizes(self, text: str) -> list[str]:
        """``大小洗衣袋`` are the larger and the smaller; nothing where there are not just two."""
        match = _BOTH_SIZES.match(text)
        names = [f"{text[match.end() :]}{how}" for how in match["how"]] if match else []
        return names if all(self._finder.find(name).sure for name in names) else []

    def _of_brands(self, text: str) -> list[str]:
        """``伊利蒙牛三元纯奶`` is the same of three brands; nothing where it is no such run."""
        brands, rest = [], text
        while brand := self._brand_before(rest):
            brands.append(brand)
            rest = rest[len(brand) :]
        names = [f"{brand}{rest}" for brand in brands] if len(brands) > 1 and rest else []
        return names if all(not self._finder.find(name).near for name in names) else []

    def _brand_before(self, text: str) -> str:
        """The brand that a text begins with, if more follows."""
        for end in (4, 3, 2):
            brand = text[:end]
            if len(brand) == end and end < len(text):
                hits = self._finder.look(brand, 3)
                if any(brand in map(tidy, self._finder.entry(hit.sku_id).brands) for hit in hits if not hit.near):
                    return brand
        return ""

    def of_one_size(self, names: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Names, each with its words as said; with the size said last where only that leaves no doubt."""
        size = _size_in(names[-1][1]) if names else ""
        for said, name in names:
            sized = f"{name} {size}" if size and not _size_in(name) else name
            clear = sized != name and not self._finder.find(name).sure and self._finder.find(sized).sure
            yield said, sized if clear else name

    def joins_tail(self, piece: Piece) -> bool:
        """Whether what stands behind the amount is needed to understand the name."""
        tail, name = plain_name(piece.tail), plain_name(piece.name)
        if piece.tail_act in (Act.DROP, Act.SET):
            return False
        if not says_something(tail):
            return False
        if is_aspect(tail):
            alone, joined = self._finder.find(name), self._finder.find(f"{name} {tail}")
            return not alone.sure or alone.options == joined.options
        return not self._finder.find(name).sure and self._finder.find(f"{name} {tail}").sure

    def means(self, name: str, line: Line) -> bool:
        """Whether a name is of the goods that a line takes or asks about."""
        ids = (line.sku_id,) if isinstance(line, TakenLine) else line.options if isinstance(line, AskedLine) else ()
        found = self._finder.find(name)
        if found.sure:
            return found.options[0] in ids
        return not found.near and bool(set(ids) & set(self._finder.find(name, among=ids).options))

    def is_own(self, name: str) -> bool:
        """Whether these are a name or code just as we write it: 1664; or a nickname."""
        if self._finder.recall(name) is not None:
            return True
        entries = [self._finder.entry(hit.sku_id) for hit in self._finder.look(name, 3)]
        return any(name in map(tidy, (*entry.names, *entry.aliases, entry.code)) for entry in entries)

    def is_brand(self, name: str) -> bool:
        """Whether a name alone on its line is a brand, as a heading over its goods."""
        return any(self._is_brand(each) for each in (tidy(name), *other_words(fold(name).strip())))

    def brand_of(self, name: str) -> str:
        """The brand that a name is, as we write it."""
        return next(
            (each for each in (tidy(name), *other_words(fold(name).strip())) if self._is_brand(each)), tidy(name)
        )

    def _is_brand(self, folded: str) -> bool:
        name = folded
        brands = [self._finder.entry(hit.sku_id).brands for hit in self._finder.look(name, 8) if not hit.near]
        return len(brands) > 1 and all(folded in map(tidy, each) for each in brands)

    def is_whole(self, name: str) -> bool:
        """Whether goods account for all of a name."""
        hits = self._finder.look(name, 1)
        return bool(hits) and (hits[0].exact or hits[0].explained >= SURE)

    def has_goods(self, piece: Piece) -> bool:
        """Whether a few words in letters tell an amount by another one, and one of them names goods."""
        words = plain_name(piece.name).split()
        if not piece.name.isascii() or len(words) > _WORDS_MOST or not _RELATIVE.search(piece.name):
            return False
        return any(not self._finder.find(word).near for word in words)

    def _side_by_side(self, text: str) -> list[str]:
        """Names with spaces between or none."""
        words: list[str] = []
        for word in text.split():
            if words and self._belongs(words[-1], word):
                words[-1] = f"{words[-1]} {word}"
            else:
                words.append(word)
        if len(words) == 1:
            return (self._run(text) if len(text) <= _RUN_LONGEST else None) or [text]
        known = all(is_aspect(word) or not self._finder.find(word).near for word in words)
        return words if known else [text]

    def _belongs(self, name: str, word: str) -> bool:
        """Whether a word goes on with the name before it."""
        if name.endswith("味") and word.endswith("味"):
            return False
        if is_aspect(word) or not says_something(plain_name(word)):
            return True
        apart = self._finder.find(name).sure and not self._finder.find(word).near
        return not apart and self._finder.find(f"{name} {word}").sure

    def _run(self, text: str) -> list[str] | None:
        """Names written as one word; nothing where it is not made of names."""
        if not text:
            return []
        for end in range(len(text), 1, -1):
            if self.is_own(text[:end]) and (rest := self._run(text[end:])) is not None:
                return [text[:end], *rest]
        return None


def says_something(name: str) -> bool:
    """Whether a name is more than nothing."""
    query = read_query(name)
    return bool(query.words or query.digits or query.sizes)


def _size_in(name: str) -> str:
    """The size said in a name."""
    match = _SIZE.search(name)
    return match.group() if match else ""


def may_be_goods(piece: Piece) -> bool:
    """Whether words that found nothing are as long as a name, and speak of nothing else."""
    least = 1 if piece.row else _NAME_SHORTEST
    return least <= len(read_query(piece.name).words) <= _NAME_LONGEST and not is_remark(tidy(piece.said))
