"""The words people count goods in, and what one of them means for a SKU."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

#: Words that mean the same thing on a shop floor; a SKU's own words always come first.
_ALIKE: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "箱 件 case carton ctn cs box xiang jian",
        "瓶 樽 支 bottle btl ping",
        "罐 听 can tin guan",
        "袋 包 bag pack packet pkt sack pouch bao dai",
        "盒 box carton",
        "桶 tub jug bucket barrel drum pail tong",
        "提 multipack",
        "板 pallet tray card",
        "条 strip bar cable",
        "卷 roll",
        "杯 cup",
        "块 bar piece",
        "个 只 枚 pc pcs piece",
    )
)
_GRAMS = {
    unit: Decimal(grams)
    for grams, units in (
        ("1", "克 g gram"),
        ("50", "两"),
        ("500", "斤 市斤 jin"),
        ("1000", "公斤 千克 kg kilo kilogram"),
        ("1000000", "吨 ton tonne"),
    )
    for unit in units.split()
}
#: What is always the larger of two; what English says for any pack, and for any single thing.
_OUTERMOST = frozenset({"件", "case", "ctn", "cs", "jian"})
_ANY_PACK, _ANY_PIECE = frozenset({"pack", "packet"}), frozenset({"pc", "pcs", "piece"})
_DOZEN = frozenset({"打", "dozen"})
_MORE = frozenset(
    {
        "组",
        "排",
        "捆",
        "把",
        "套",
        "卡",
        "枝",
        "粒",
        "颗",
        "片",
        "双",
        "张",
        "本",
        "扎",
        "串",
        "筐",
        "set",
        "row",
        "bundle",
        "pair",
    }
)

#: Before a counting word, or alone: single ones, whatever the SKU calls them.
LOOSE = "散"
#: The largest packs, whatever the SKU calls them.
WHOLE = "整件"

#: What a character that also counts must not go on with: 只要, 打电话, 提前.
_NOT_BEFORE = {
    "两": r"(?!\s*[箱件打瓶罐袋包盒桶提条板个])",
    "只": "(?![要来订拿送需剩])",
    "打": "(?!电话|款|折|包|欠|烊)",
    "提": "(?!前|货|醒)",
    "个": "(?![月人半])",
    "把": "(?![它这那])",
    "支": "(?![付持])",
    "条": "(?!件)",
    "块": "(?![钱五])",
    "包": "(?![装邮好])",
    "件": "(?!事)",
    "组": "(?!合)",
    "双": "(?!汇|喜|沟)",
    "片": "(?!装)",
    "本": "(?!次|店|周|月)",
}

#: Every counting word we know by ourselves.
KNOWN = frozenset().union(*_ALIKE, _GRAMS, _DOZEN, _MORE)


def singular(word: str) -> str:
    """``boxes`` → ``box``, ``cases`` → ``case``; Chinese words stay as they are."""
    word = word.strip().casefold().rstrip(".")
    for ending, instead in (("ches", "ch"), ("xes", "x"), ("sses", "ss"), ("s", "")):
        if word.isascii() and word.endswith(ending) and len(word) > len(ending) + 1 and word not in {"cs", "pcs"}:
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
    return _by_weight(wanted, base) or (Decimal(12) if wanted in _DOZEN and not _weighed(base) else None)


def pattern(words: Iterable[str]) -> str:
    """A pattern for any of these counting words and those we know, longest first, in singular or plural."""
    every = KNOWN | {singular(word) for word in words if word}
    ordered = sorted(every, key=lambda word: (-len(word), word))
    latin = [re.escape(word) + r"(?:e?s)?" for word in ordered if word.isascii()]
    han = [re.escape(word) + _NOT_BEFORE.get(word, "") for word in ordered if not word.isascii()]
    return rf"(?:{'|'.join(han)}|(?:{'|'.join(latin)})(?![a-z]))"


def is_weight(word: str) -> bool:
    """Whether a word weighs rather than counts."""
    return singular(word) in _GRAMS


def _same_as(word: str) -> frozenset[str]:
    return frozenset().union(*(group for group in _ALIKE if word in group))


def _by_weight(word: str, base: Sequence[str]) -> Decimal | None:
    own = next((_GRAMS[singular(name)] for name in base if singular(name) in _GRAMS), None)
    return _GRAMS[word] / own if own and word in _GRAMS else None


def _single(base: Sequence[str]) -> Decimal | None:
    return None if _weighed(base) else Decimal(1)


def _weighed(base: Sequence[str]) -> bool:
    return any(is_weight(name) for name in base)
