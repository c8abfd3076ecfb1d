"""The order of candidates: the best explained first, then the plain variety, then the larger size."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import prod

from domain.language.overlap import GAP, is_last
from domain.language.spelling import fold
from domain.search.index import Entry, Hit
from domain.search.query import read_query
from domain.search.sku_texts import read_text

#: Where one explains so much of the words, those that explain less than this are not meant.
_WHOLLY, _PARTLY = 0.97, 0.85
#: Kinds that nobody means without saying so: who wants cola without sugar says it.
_VARIANTS = tuple(
    "零度 无糖 低糖 零卡 零糖 0糖 0卡 0度 健怡 低脂 脱脂 减盐 薄盐 淡盐 迷你 儿童 中老年 樱桃 香草 "  # noqa: SIM905
    "zero diet light mini".split()
)
#: A name that others may add words to has so many characters at least.
_SHORTEST_NAME = 2
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
#: Fewer letters are short for too many words.
_SHORT_FOR = 4
#: Two sizes tell the larger from the smaller; of three nobody knows which is meant.
_TWO = 2


def foremost(hits: Sequence[Hit], name: str, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """Those that explain the words best, by name rather than brand; of these the plain one, where no other was said."""
    if len(hits) <= 1:
        return list(hits)
    most = max(hit.explained for hit in hits)
    said = fold(name).strip()
    is_category = any(said in map(fold, entry_of(hit.sku_id).categories) for hit in hits)
    kept = [hit for hit in hits if most < _WHOLLY or is_category or hit.explained >= _PARTLY]
    named = [] if is_category else [hit for hit in kept if _is_named(entry_of(hit.sku_id), said)]
    kept = named or kept
    if not (named or is_category):
        return kept  # a colour with a size says nothing of what it is a colour of
    plain = [hit for hit in kept if not _varies(entry_of(hit.sku_id), said)] if len(kept) > 1 else []
    if len(plain) == 1 and _is_counterpart(entry_of(plain[0].sku_id), [entry_of(hit.sku_id) for hit in kept]):
        return kept
    return plain if len(plain) == 1 else [*plain, *(hit for hit in kept if hit not in plain)]


def plainest(hits: Sequence[Hit], name: str, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """Those that all words in letters are of one name of, then the one whose texts hold nothing that others do not.

    Who wants the ultra fine marker, or window envelopes, says so; but not who says hardly anything.
    """
    said = frozenset(read_query(name).latin)
    if len(hits) <= 1 or not said:
        return list(hits)
    of_one = [hit for hit in hits if _in_one_name(said, entry_of(hit.sku_id))]
    kept = of_one or list(hits)
    texts = {hit.sku_id: _words(entry_of(hit.sku_id)) for hit in kept}
    plain = [hit for hit in kept if all(texts[hit.sku_id][0] <= words for words, _ in texts.values())]
    plain = [hit for hit in plain if _is_mostly_said(said, entry_of(hit.sku_id))]
    if len(plain) != 1:
        return kept
    others = {texts[hit.sku_id][1] for hit in kept if hit is not plain[0]}
    alike = texts[plain[0].sku_id][1] in others or _is_wholly_said(said, entry_of(plain[0].sku_id))
    return plain if alike else kept


def without_extras(hits: Sequence[Hit], name: str, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """Those whose name is not that of another with words added that nobody said: 洗手液 is no 洗手液补充装."""
    said = set(fold(name))
    entries = {hit.sku_id: entry_of(hit.sku_id) for hit in hits}
    names = {(entry.brands, entry.specs, fold(entry.names[0])) for entry in entries.values() if entry.names}

    def has_extra(entry: Entry) -> bool:
        own = fold(entry.names[0]) if entry.names else ""
        shorter = (own[:end] for end in range(_SHORTEST_NAME, len(own)))
        return any(
            (entry.brands, entry.specs, plain) in names and not said.intersection(own[len(plain) :]) - set(plain)
            for plain in shorter
        )

    return [hit for hit in hits if not has_extra(entries[hit.sku_id])]


def plain_of_spec(hits: Sequence[Hit], name: str, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """The only one whose spec has nothing that those of the others have not, where a number in it was said.

    Who wants the Mate 60 Pro does not say Mate 60.
    """
    entries = [entry_of(hit.sku_id) for hit in hits]
    if len(hits) <= 1 or len({(entry.names, entry.brands, entry.units) for entry in entries}) > 1:
        return list(hits)
    specs = [_parts(entry.specs) for entry in entries]
    numbers = {Decimal(each) for each in _NUMBER.findall(fold(name))}
    plain = [
        hit
        for hit, own in zip(hits, specs, strict=True)
        if all(own <= other for other in specs) and numbers & {part for part in own if isinstance(part, Decimal)}
    ]
    return plain if len(plain) == 1 else list(hits)


def _parts(specs: Sequence[str]) -> frozenset[str | Decimal]:
    """The words and numbers of specs."""
    texts = [read_query(each) for each in specs]
    words = {word for text in texts for word in (*text.han, *text.latin, *text.digits)}
    return frozenset(words | {size.number for text in texts for size in text.sizes})


def by_size(hits: Sequence[Hit], larger: int, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """The larger, or the smaller, of two sizes; all, where there are more or fewer."""
    sizes = {hit.sku_id: _amount(entry_of(hit.sku_id)) for hit in hits}
    if len(set(sizes.values())) == 1:  # 2g×100 and 2g×25
        sizes = {hit.sku_id: _product(entry_of(hit.sku_id)) for hit in hits}
    amounts = sorted(set(sizes.values()))
    if len(amounts) != _TWO:
        return list(hits)
    wanted = amounts[-1] if larger > 0 else amounts[0]
    return [hit for hit in hits if sizes[hit.sku_id] == wanted]


def is_kind(name: str, entry: Entry) -> bool:
    """Whether the goods are of the kind that a short name says: 盐 for 加碘精制盐."""
    words = read_query(name).words
    return bool(words) and is_last(words, GAP.join(map(fold, (*entry.names, *entry.aliases))) + GAP)


def _in_one_name(said: frozenset[str], entry: Entry) -> bool:
    """Whether one of the names has all the words, with what stands beside it: names are said one at a time."""
    beside = {word for text in (*entry.brands, *entry.specs, *entry.categories) for word in read_text(text).latin}
    every = (beside.union(read_text(each).latin) for each in (*entry.names, *entry.aliases))
    return any(all(word in words or _begins(word, words) for word in said) for words in every)


def _begins(word: str, words: Iterable[str]) -> bool:
    """Whether a word is the beginning of another, long enough to be short for it: choc for chocolate."""
    return len(word) >= _SHORT_FOR and any(each.startswith(word) for each in words)


def _is_mostly_said(said: frozenset[str], entry: Entry) -> bool:
    """Whether half of the words of a name were said, or just the brand: who only says markers has chosen none."""
    names = [frozenset(read_text(each).latin) for each in (*entry.names, *entry.aliases)]
    brands = [frozenset(read_text(each).latin) for each in entry.brands]
    return said in brands or any(name and 2 * len(name & said) >= len(name) for name in names)


def _is_wholly_said(said: frozenset[str], entry: Entry) -> bool:
    """Whether all the words of a name were said, in whatever order: canary legal pad."""
    return any(frozenset(read_text(each).latin) == said for each in (*entry.names, *entry.aliases))


def _words(entry: Entry) -> tuple[frozenset[str], tuple[object, ...]]:
    """All words in letters that name, brand and spec hold, and all their sizes."""
    texts = [read_text(each) for each in (*entry.names[:1], *entry.brands, *entry.specs)]
    sizes = tuple(size for text in texts for size in (*text.sizes, *text.dimensions))
    return frozenset(word for text in texts for word in text.latin), sizes


def _is_named(entry: Entry, said: str) -> bool:
    """Whether what it is called holds something of the Chinese words, and not only its brand does."""
    own = fold(" ".join((*entry.names, *entry.aliases)))
    return all(any(each in own for each in word) for word in read_query(said).han)


def _varies(entry: Entry, said: str) -> bool:
    own = fold(" ".join((*entry.names, *entry.specs)))
    return any(word in own and word not in said for word in _VARIANTS)


def _is_counterpart(entry: Entry, others: Sequence[Entry]) -> bool:
    """Whether goods have another word where a variety has its own: dark rye flour is no plainer than light."""
    own = fold(entry.names[0]).split()
    return len(own) > 1 and any(
        len(own) == len(words) and sum(one != other for one, other in zip(own, words, strict=True)) == 1
        for words in (fold(other.names[0]).split() for other in others if other.sku_id != entry.sku_id)
    )


def _product(entry: Entry) -> Decimal:
    """All the numbers of its specs, one times the other."""
    return prod(map(Decimal, _NUMBER.findall(" ".join(entry.specs))), start=Decimal(1))


def _amount(entry: Entry) -> Decimal:
    """How much is in one, else how large it is, as far as its spec or name says so."""
    texts = [read_text(each) for each in (*entry.specs, *entry.names)]
    sizes = [size for text in texts for size in text.sizes]
    amount = max((size.amount for size in sizes if size.kind in {"ml", "g"}), default=Decimal(0))
    sides = next((text.dimensions[0].split("×") for text in texts if text.dimensions), [])
    return amount or prod(map(Decimal, sides), start=Decimal(bool(sides)))
