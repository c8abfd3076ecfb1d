"""The frame over a list: head word, brand, size and colour go on to what follows and are overwritten slot by slot.

No list of colours or sizes is needed: a word is a value where siblings differ in it. ``2.5平方红蓝`` is two goods,
because one SKU bears 2.5平方 and 红, another 2.5平方 and 蓝, and none all of it; ``红`` behind ``2.5平方蓝`` is the
sibling that bears 红 and the most of what was said before.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from domain.language.canonical import canonical
from domain.language.letter_sizes import is_letter_size
from domain.language.quantities_in_text import tidy
from domain.order_text.candidate_set import OPTIONS
from domain.order_text.candidates import CandidateFinder
from domain.order_text.name_variants import size_before_style
from domain.order_text.value_ranges import spread_out
from domain.search.coverage import Word, bears_whole, borne, borne_by_name, ends_name, needed, words_of
from domain.search.entries import Entry

#: So many goods are held against a name, and so many where it may stand for a whole family.
_SOME, _FAMILY = 24, 64
#: More values than this nobody means.
_MOST = 60
#: What a number or a word in letters weighs against one Chinese character.
_HEAVY = 2
#: A style of letters and figures: c05.
_STYLE = re.compile(r"(?<![a-z\d])[a-z]{1,3}\d{2,}")
#: Shorter numbers and words in letters are no head.
_HEAD_FROM = 3


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the goods that a name means: what to look for, which they are, and what was carried on from before.

    ``options`` is empty where the values do not exist together; ``whole``: nothing in the name is left over.
    """

    name: str
    options: tuple[int, ...] = ()
    carried: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Fit:
    """A SKU, the words of the name that it bears, and those of what was said before."""

    sku_id: int
    mask: frozenset[int]
    kept: frozenset[int]


class Frame:
    """What the names so far leave for the next."""

    def __init__(self, finder: CandidateFinder) -> None:
        self._finder = finder
        self.said = ""
        self._open = False
        self._called: frozenset[str] = frozenset()
        self._last: Entry | None = None

    def remember(self, name: str, options: Sequence[int], *, is_open: bool = False) -> None:
        """Keep a name and what it was found to mean; nothing, where it means nothing.

        ``is_open``: a word was said that none of these bears. Then, or where they are of several families, nobody
        knows what a value behind it goes on from: it is asked about as well.
        """
        name = canonical(size_before_style(name))
        before, words = self.said, words_of(self.said)
        self.said = name if options else ""
        if len(options) == 1 and before and borne_by_name(words, entry := self._finder.entry(options[0])):
            again = {word.text for word in words_of(name)}
            kept = {at for at in borne(words, entry) if words[at].text not in again}
            self.said = f"{text_of(words, kept)} {name}".strip()
        self._last = self._finder.entry(options[0]) if len(options) == 1 else None
        self._called = frozenset(each for sku_id in options for each in self._finder.entry(sku_id).names[:1])
        self._open = is_open or not _is_one_family(self._called)

    def goes_on(self, name: str) -> Part | None:
        """A name that is only a value, with what is carried on to it; nothing where it is none."""
        name = canonical(name)
        words = words_of(name)
        need = needed(words)
        if not self.said or {words[at].text for at in need} <= {word.text for word in words_of(self.said)}:
            return None
        if self._last and bears_whole(words, self._last):
            return None  # it tells nothing apart from what was named last
        brand = tidy(" ".join(self._last.brands[:1])) if self._last else ""
        called = sorted(self._called) if len(self._called) == 1 else ()
        for texts in ((f"{self.said} {name}",), (f"{brand} {name}",), called):
            fits = [fit for fit in self._fits(words, self._pool(texts, _SOME), self.said) if need <= fit.mask]
            if any(ends_name(name, self._finder.entry(fit.sku_id)) for fit in fits):
                return None
            fits = [fit for fit in fits if ends_name(name, self._finder.entry(fit.sku_id), aliases=True)] or fits
            if fits:
                return self._part(words, need, fits, self.said, whole=not self._open)
        return None

    def apart(self, name: str, *, many: bool) -> list[Part]:
        """The goods in one name with several values of a kind; ``many``: it was said that there are several."""
        spread = spread_out(name)
        whole = canonical(size_before_style(spread.text))
        many = many or bool(spread.inner)
        for before in (self.said, "") if self.said and self._is_bare(whole) else ("",):
            parts = self._apart(whole, before, frozenset(map(canonical, spread.inner)), many=many)
            if parts:
                return parts
        return []

    def is_one_kind(self, options: Sequence[int], *, every_way: bool) -> bool:
        """Whether goods are of one family, and differ in one way only unless every way is meant.

        A number and a word that only go together, ``#01 red``, are one way.
        """
        entries = [self._finder.entry(sku_id) for sku_id in options]
        texts = [words_of(canonical(tidy(" ".join(entry.specs)))) for entry in entries]
        shared = set.intersection(*({word.text for word in text} for text in texts))
        ways = {_kind(word) for text in texts for word in text if word.text not in shared}
        told = [{tuple(word.text for word in text if _kind(word) == way) for text in texts} for way in ways]
        at_once = all(len(values) == len(texts) for values in told)
        return len({entry.names[:1] for entry in entries}) == 1 and (every_way or len(ways) == 1 or at_once)

    def _is_bare(self, name: str) -> bool:
        """Whether a name holds values and no head."""
        words = words_of(name)
        return not any(borne_by_name(words, self._finder.entry(sku_id)) for sku_id in self._pool((name,), _SOME))

    def every(self, name: str) -> tuple[int, ...]:
        """All the goods that bear every word of a name, or of a value with what is carried on to it."""
        name = canonical(name)
        for before in dict.fromkeys(("", self.said)):
            words = words_of(name)
            pool = self._pool(self._texts(name, before), _FAMILY)
            fits = [fit for fit in self._fits(words, pool, before) if needed(words) <= fit.mask]
            most = max((_weight(words_of(before), fit.kept) for fit in fits), default=0)
            best = tuple(fit.sku_id for fit in fits if _weight(words_of(before), fit.kept) == most)
            if best:
                return best
        return ()

    def _apart(self, name: str, before: str, inner: frozenset[str], *, many: bool) -> list[Part]:
        words = words_of(name)
        need = needed(words)
        if len(need) < 2:  # noqa: PLR2004 - one word is one value
            return []
        if not before and any(need <= fit.mask for fit in self._fits(words, self._pool((name,), _SOME), "")):
            return []
        fits = self._of_head(words, self._kin(name, before) if many else self._near(name, before), before, inner)
        if any(need <= fit.mask for fit in fits):
            return []
        if gaps := {at for at in need if words[at].text in inner and not any(at in fit.mask for fit in fits)}:
            return self._apart(text_of(words, set(range(len(words))) - gaps), before, inner, many=many)
        masks = _greatest(fit.mask for fit in fits)
        if not many and not (masks and frozenset.intersection(*masks)):
            return []
        values = _values(words, need, masks)
        if len(masks) < 2 or not values or len(masks) > _MOST:  # noqa: PLR2004 - two things at least
            return []
        shared = need - values
        slots = _slots(words, _joined(sorted(values), masks), masks)
        if turns := _turns(words, slots, masks):
            names = (text_of(words, shared.union(*turn)) for turn in turns)
            return [part for each in names for part in self._turn(each, before, inner, many=many)]
        masks = [mask for mask in masks if all(any(value <= mask for value in slot) for slot in slots)] or masks
        parts = [
            self._part(words, mask | shared, [fit for fit in fits if fit.mask == mask], before, whole=shared <= mask)
            for mask in masks
        ]
        parts += _missing(words, shared, masks, slots, inner)
        return parts if many or all(part.whole and part.options for part in parts) else []

    def _turn(self, name: str, before: str, inner: frozenset[str], *, many: bool) -> list[Part]:
        """The goods of the values of one turn: several, the one that bears them all, or none."""
        if parts := self._apart(name, before, inner, many=many):
            return parts
        words = words_of(name)
        fits = self._of_head(words, self._pool(self._texts(name, before), _FAMILY), before)
        fits = [fit for fit in fits if needed(words) <= fit.mask]
        return [self._part(words, needed(words), fits, before) if fits else Part(name=name)]

    def _of_head(
        self, words: Sequence[Word], pool: Iterable[int], before: str, inner: frozenset[str] = frozenset()
    ) -> list[_Fit]:
        """The goods whose names bear no less of the words than those of others: of 8822粉28 29 only the 8822.

        ``inner``: values of a range, which name nothing.
        """
        fits, said = self._fits(words, pool, before), tuple(words)
        need = frozenset(at for at in needed(words) if words[at].text not in inner)
        heads = [borne_by_name(said, self._finder.entry(fit.sku_id)) & need for fit in fits]
        return [fit for fit, head in zip(fits, heads, strict=True) if not any(head < other for other in heads)]

    def _like_last(self, fits: list[_Fit]) -> list[_Fit]:
        """Those most like the goods named last, where these leave no doubt."""
        if len(fits) < 2 or self._last is None:  # noqa: PLR2004 - one is like no other
            return fits
        words = words_of(canonical(tidy(" ".join((*self._last.names, *self._last.specs)))))
        entries = [self._finder.entry(fit.sku_id) for fit in fits]
        alike = [_weight(words, borne(words, each)) + (each.units == self._last.units) for each in entries]
        return [fit for fit, weight in zip(fits, alike, strict=True) if weight == max(alike)]

    def _fits(self, words: Sequence[Word], pool: Iterable[int], before: str) -> list[_Fit]:
        """The goods that bear something of a name, and something of the names of what was said before it."""
        said, words = words_of(before), tuple(words)
        fits = []
        for sku_id in pool:
            entry = self._finder.entry(sku_id)
            mask = borne(words, entry) & needed(words)
            names = before or not all(is_letter_size(words[at].text) for at in mask)
            if (
                mask
                and names
                and (not before or borne_by_name(said, entry) or self._called.intersection(entry.names[:1]))
            ):
                fits.append(_Fit(sku_id, mask, borne(said, entry) if before else frozenset()))
        return fits

    def _texts(self, name: str, before: str) -> Iterable[str]:
        """By what to look for the goods of a name with several values."""
        whole = f"{before} {name}".strip()
        return (whole, before, *_heads(before), *sorted(self._called)) if before else (whole, *_heads(whole))

    def _pool(self, texts: Iterable[str], limit: int) -> Iterable[int]:
        """The goods that texts may mean, each once."""
        return dict.fromkeys(
            hit.sku_id for text in dict.fromkeys(texts) if text.strip() for hit in self._finder.look(text, limit)
        )

    def _near(self, name: str, before: str) -> Iterable[int]:
        return self._pool(self._texts(name, before), _SOME)

    def _kin(self, name: str, before: str) -> Iterable[int]:
        """The goods that a name with several values may mean, with all that are called as the likeliest of them."""
        pool = dict.fromkeys(self._pool(self._texts(name, before), _FAMILY))
        names = (self._finder.entry(sku_id).names[0] for sku_id in list(pool)[:1])
        return dict.fromkeys((*pool, *self._pool(names, _FAMILY)))

    def _part(
        self, words: Sequence[Word], kept: frozenset[int], fits: Sequence[_Fit], before: str, *, whole: bool = True
    ) -> Part:
        """The goods of some words of a name, with the most that may be carried on to them."""
        said = words_of(before)
        most = max(_weight(said, fit.kept) for fit in fits)
        best = self._like_last([fit for fit in fits if _weight(said, fit.kept) == most])
        carried = text_of(said, best[0].kept)
        return Part(
            name=f"{carried} {text_of(words, kept)}".strip(),
            options=tuple(fit.sku_id for fit in best)[:OPTIONS],
            carried=carried,
            whole=whole,
        )


def _is_one_family(names: Iterable[str]) -> bool:
    """Whether goods are called alike: by a word in letters, or by the kind with which a name in Chinese ends."""
    called = [words_of(canonical(tidy(name))) for name in names]
    if len(called) < 2:  # noqa: PLR2004 - one is a family
        return True
    shared = set.intersection(*({word.text for word in words if not word.is_number} for words in called))
    ends = {next((word.text for word in reversed(words) if word.is_han), "") for words in called}
    return bool(shared) and (len(ends) == 1 or any(each.isascii() for each in shared))


def _greatest(masks: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The masks that are no part of another, as they stand in the text."""
    every = set(masks)
    return sorted((mask for mask in every if not any(mask < other for other in every)), key=sorted)


def _values(words: Sequence[Word], need: frozenset[int], masks: Sequence[frozenset[int]]) -> frozenset[int]:
    """The words by which the goods differ, with those beside them that nothing bears."""
    if not masks:
        return frozenset()
    differing = frozenset().union(*masks) - frozenset.intersection(*masks)
    nowhere = need - frozenset().union(*masks)
    return differing | {
        at
        for at in nowhere
        if any(_kind(words[at]) == _kind(words[other]) and abs(at - other) == 1 for other in differing)
    }


def _missing(
    words: Sequence[Word],
    shared: frozenset[int],
    masks: Sequence[frozenset[int]],
    slots: Sequence[Sequence[frozenset[int]]],
    inner: frozenset[str],
) -> Iterator[Part]:
    """The combinations of values that do not exist; not those within a range, which may have gaps."""
    for chosen in product(*slots):
        places = frozenset().union(*chosen)
        if any(places <= mask for mask in masks) or any(words[at].text in inner for at in places):
            continue
        yield Part(name=text_of(words, shared | places))


def _joined(values: Sequence[int], masks: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Neighbouring words that the same goods bear, as one value: 番茄."""
    found: list[set[int]] = []
    for at in values:
        if found and at - 1 in found[-1] and all((at in mask) == (at - 1 in mask) for mask in masks):
            found[-1].add(at)
        else:
            found.append({at})
    return [frozenset(value) for value in found]


def _slots(
    words: Sequence[Word], values: Sequence[frozenset[int]], masks: Sequence[frozenset[int]]
) -> list[list[frozenset[int]]]:
    """The values in groups of one kind: neighbours alike in form of which no goods bear two."""
    slots: list[list[frozenset[int]]] = []
    for value in values:
        if (
            slots
            and _kind(words[min(slots[-1][-1])]) == _kind(words[min(value)])
            and not any(value <= mask and other <= mask for mask in masks for other in slots[-1])
        ):
            slots[-1].append(value)
        else:
            slots.append([value])
    return slots


def _turns(
    words: Sequence[Word], slots: Sequence[Sequence[frozenset[int]]], masks: Sequence[frozenset[int]]
) -> list[list[frozenset[int]]]:
    """The values of each turn, where another value of the first slot begins the next: ``粉110 120 白120``."""
    first = slots[0]

    def begins(slot: Sequence[frozenset[int]]) -> bool:
        alike = _kind(words[min(slot[0])]) == _kind(words[min(first[0])])
        return alike and not any(one <= mask and other <= mask for mask in masks for one in first for other in slot)

    turns: list[list[frozenset[int]]] = []
    for slot in slots:
        if slot is first or begins(slot):
            turns.append([])
        turns[-1] += slot
    return turns if len(turns) > 1 else []


def _kind(word: Word) -> str:
    return "number" if word.is_number else "han" if word.is_han else "latin"


def _weight(words: Sequence[Word], places: Iterable[int]) -> int:
    return sum(1 if words[at].is_han else _HEAVY for at in places if words[at].says)


def _heads(text: str) -> Iterator[str]:
    """The words of a text that are long enough to be a head, together and each on its own."""
    words = words_of(text)
    han = {at for at, word in enumerate(words) if word.is_han}
    runs = {at for at in han if at - 1 in han or at + 1 in han}
    others = {at for at, word in enumerate(words) if not word.is_han and len(word.text) >= _HEAD_FROM}
    yield text_of(words, runs | {at for at in others if not words[at].is_number})
    yield text_of(words, runs)
    yield from (words[at].said for at in sorted(others))
    yield from _STYLE.findall(text)


def text_of(words: Sequence[Word], places: Iterable[int]) -> str:
    """Words of a text as they stood, each number with the measure behind it."""
    made, last = "", -1
    for at in sorted(places):
        gap = "" if made and words[at].start == last else " "
        made += gap + words[at].said
        last = words[at].end
    return made.strip()
