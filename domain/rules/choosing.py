"""Which of several candidates comes before the others: what explains most, the plain kind, the larger one."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from domain.rules.covering import GAP, is_last
from domain.rules.query import read_query
from domain.rules.search import Entry, Hit
from domain.rules.spelling import HAN, fold
from domain.rules.texts import read_text

#: Where one explains so much of the words, those that explain less than this are not meant.
_WHOLLY, _PARTLY = 0.97, 0.85
#: Kinds that nobody means without saying so: who wants cola without sugar says it.
_VARIANTS = tuple(
    "零度 无糖 低糖 零卡 零糖 0糖 0卡 0度 健怡 低脂 脱脂 减盐 薄盐 淡盐 迷你 儿童 中老年 樱桃 香草 "  # noqa: SIM905
    "zero diet light mini".split()
)
#: Two sizes tell the larger from the smaller; of three nobody knows which is meant.
_TWO = 2
_KIN = 3


def foremost(hits: Sequence[Hit], name: str, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """Those that explain the words best, by name rather than brand; of these the plain one, where no other was said."""
    if len(hits) <= 1:
        return list(hits)
    most = max(hit.explained for hit in hits)
    said = fold(name).strip()
    is_shelf = any(said in map(fold, entry_of(hit.sku_id).categories) for hit in hits)
    kept = [hit for hit in hits if most < _WHOLLY or is_shelf or hit.explained >= _PARTLY]
    named = [hit for hit in kept if _is_named(entry_of(hit.sku_id), said)] if not is_shelf else kept
    kept = named or kept
    plain = [hit for hit in kept if not _varies(entry_of(hit.sku_id), said)] if len(kept) > 1 else []
    return plain if len(plain) == 1 else [*plain, *(hit for hit in kept if hit not in plain)]


def by_size(hits: Sequence[Hit], larger: int, entry_of: Callable[[int], Entry]) -> list[Hit]:
    """The larger, or the smaller, of two sizes; all, where there are more or fewer."""
    sizes = {hit.sku_id: _amount(entry_of(hit.sku_id)) for hit in hits}
    amounts = sorted(set(sizes.values()))
    if len(amounts) != _TWO:
        return list(hits)
    wanted = amounts[-1] if larger > 0 else amounts[0]
    return [hit for hit in hits if sizes[hit.sku_id] == wanted]


def is_kind(name: str, entry: Entry) -> bool:
    """Whether the goods are of the kind that a short name says: 盐 for 加碘精制盐."""
    words = read_query(name).words
    return bool(words) and is_last(words, GAP.join(map(fold, (*entry.names, *entry.aliases))) + GAP)


def are_kin(one: Entry, other: Entry) -> bool:
    """Whether two goods are of one brand and one kind: their names, without the brand, share three characters."""
    if not set(one.brands) & set(other.brands):
        return False
    names = [_without_brand(entry) for entry in (one, other)]
    return any(
        names[0][at : at + _KIN] in names[1] for at in range(len(names[0]) - _KIN + 1) if HAN.match(names[0], at)
    )


def _without_brand(entry: Entry) -> str:
    name = entry.names[0] if entry.names else ""
    for brand in entry.brands:
        name = name.replace(brand, "")
    return name


def _is_named(entry: Entry, said: str) -> bool:
    """Whether what it is called holds something of the Chinese words, and not only its brand does."""
    own = fold(" ".join((*entry.names, *entry.aliases)))
    return all(any(each in own for each in word) for word in read_query(said).han)


def _varies(entry: Entry, said: str) -> bool:
    own = fold(" ".join((*entry.names, *entry.specs)))
    return any(word in own and word not in said for word in _VARIANTS)


def _amount(entry: Entry) -> Decimal:
    """How much is in one, as far as its spec or name says so."""
    sizes = (size for text in (*entry.specs, *entry.names) for size in read_text(text).sizes)
    return max((size.amount for size in sizes if size.kind in {"ml", "g"}), default=Decimal(0))
