# ruff: noqa: SIM905 - a list of words reads best as a line
"""Searches with their truth: what a dealer may type for goods, by kind of corruption."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from benchmarks.goods import SEED, Family, Goods, amount, barcode, code
from domain.language.spelling import HAN, syllables

#: Names of things no generated shop has, and letters that mean nothing.
NOTHING = (
    "茅台 asdfgh 飞机票 摩托车 qwerty 显卡 羽毛球拍 zzzz 水泥 钢筋 护照 qazwsx 手机壳 轮胎 xkcdq 打印机 吉他 "
    "猫砂盆 门锁 vvvvv 电风扇 望远镜 自行车 9999999 lkjhgf"
).split()


@dataclass(frozen=True, kw_only=True)
class Search:
    """``truth``: every SKU that the words equally fit; none, where nothing does."""

    kind: str
    text: str
    truth: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """``keys``: what a SKU must be to fit: a view of its name, and a size unless that was not said."""

    kind: str
    text: str
    keys: frozenset[tuple[str, str, str]]


#: What is typed; what a SKU that fits is called, seen in some way; and whether its size must fit too.
_Drawn = tuple[str, set[tuple[str, str]], bool]
_Draw = Callable[[random.Random, Family, str], _Drawn]
_NONE: _Drawn = ("", set(), False)
_FOUND: dict[str, _Draw] = {}


def searches(goods: Goods, each: int) -> list[Search]:
    """A number of searches of each kind."""
    chance = random.Random(SEED + goods.count)
    drafts: list[_Draft] = []
    for kind, draw in _FOUND.items():
        done: set[str] = set()
        for _ in range(each * 50):
            family = chance.choice(goods.families)
            size = chance.choice(family.sizes)
            text, views, sized = draw(chance, family, size)
            if text and text not in done:
                done.add(text)
                keys = frozenset((view, said, _amount(size) if sized else "") for view, said in views)
                drafts.append(_Draft(kind=kind, text=text, keys=keys))
            if len(done) == each:
                break
    return [*_with_truth(goods, drafts), *(Search(kind="nothing", text=text, truth=frozenset()) for text in NOTHING)]


def _with_truth(goods: Goods, drafts: list[_Draft]) -> Iterator[Search]:
    """The truth of every draft, in one walk over the goods."""
    wanted = {key for draft in drafts for key in draft.keys}
    names = {(view, said) for view, said, _ in wanted}
    found: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for family in goods.families:
        for view, said in _views(family, names):
            for number, size in enumerate(family.sizes, family.first):
                for key in ((view, said, ""), (view, said, _amount(size))):
                    if key in wanted:
                        found[key].add(number)
        for number in range(family.first, family.first + len(family.sizes)):
            for key in _code_keys(number):
                if key in wanted:
                    found[key].add(number)
    for draft in drafts:
        truth = frozenset(number for key in draft.keys for number in found[key])
        yield Search(kind=draft.kind, text=draft.text, truth=truth)


def _views(family: Family, names: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Under what names, seen in what way, a family is wanted."""
    brand, flavour, kind = family.brand, family.flavour, family.kind
    written = {brand + kind, brand + flavour + kind, brand + flavour, flavour + kind}
    views = {("written", each) for each in written}
    if family.also:
        views.add(("written", family.alias))
    for each in written:
        said = _said(each)
        views |= {("pinyin", "".join(said)), ("initials", "".join(part[0] for part in said))}
        views |= {("missing", each[:at] + each[at + 1 :]) for at in range(len(each))}
        whole = "".join(said)
        views |= {("begun", whole[:end]) for end in range(len(said[0]) + 1, len(whole))}
    views.add(("english", f"{family.brand_en} {family.kind_en}".lower()))
    views.add(("english", family.name_en.lower()))
    return [view for view in views if view in names]


def _code_keys(number: int) -> Iterator[tuple[str, str, str]]:
    whole = barcode(number)
    yield from (("code", text, "") for text in (code(number).lower(), whole[-5:], whole[-6:]))
    yield from (("code", text, "") for text in (code(number)[-5:], code(number)[-6:]))


@cache
def _said(text: str) -> tuple[str, ...]:
    return syllables(text)


def _amount(size: str) -> str:
    number, unit = amount(size)
    large = {"L": "ml", "kg": "g"}.get(unit)
    return f"{(number * 1000 if large else number).normalize():f}{large or unit}"


def kind(name: str) -> Callable[[_Draw], _Draw]:
    """Name a kind of search."""

    def keep(draw: _Draw) -> _Draw:
        _FOUND[name] = draw
        return draw

    return keep


def _name(chance: random.Random, family: Family) -> str:
    return family.name if chance.random() < 0.6 else family.brand + family.kind


@kind("exact part")
def _exact(chance: random.Random, family: Family, size: str) -> _Drawn:
    name = _name(chance, family)
    sized = chance.random() < 0.4
    return (f"{name}{chance.choice(('', ' '))}{size}" if sized else name), {("written", name)}, sized


@kind("dropped character")
def _dropped(chance: random.Random, family: Family, _size: str) -> _Drawn:
    name = _name(chance, family)
    at = chance.randrange(len(name))
    text = name[:at] + name[at + 1 :]
    return text, {("missing", text), ("written", text), ("written", name)}, False


@kind("swapped characters")
def _swapped(chance: random.Random, family: Family, _size: str) -> _Drawn:
    name = _name(chance, family)
    text = _swap(name, chance.randrange(len(name) - 1))
    origins = {("written", _swap(text, at)) for at in range(len(text) - 1)}
    return (text, {*origins, ("written", text)}, False) if text != name else _NONE


@kind("wrong character, same sound")
def _homophone(chance: random.Random, family: Family, _size: str) -> _Drawn:
    name = _name(chance, family)
    at = chance.randrange(len(name))
    others = [each for each in _alike().get(_said(name[at])[0], ()) if each != name[at]]
    if not others:
        return _NONE
    text = name[:at] + chance.choice(others) + name[at + 1 :]
    return text, {("pinyin", "".join(_said(text))), ("written", name)}, False


@kind("pinyin in full")
def _pinyin(chance: random.Random, family: Family, _size: str) -> _Drawn:
    said = _said(_name(chance, family))
    return chance.choice(("", " ")).join(said), {("pinyin", "".join(said))}, False


@kind("pinyin in part")
def _begun(chance: random.Random, family: Family, _size: str) -> _Drawn:
    said = _said(_name(chance, family))
    whole = "".join(said)
    end = chance.randint(len(said[0] + said[1]) + 1, len(whole) - 1)
    return whole[:end], {("begun", whole[:end]), ("pinyin", whole[:end])}, False


@kind("initials")
def _initials(chance: random.Random, family: Family, _size: str) -> _Drawn:
    text = "".join(part[0] for part in _said(_name(chance, family)))
    return text, {("initials", text), ("pinyin", text)}, False


@kind("mixed")
def _mixed(chance: random.Random, family: Family, size: str) -> _Drawn:
    number = f"{amount(size)[0]}"
    name = _name(chance, family)
    said = _said(name)
    english = f"{family.brand_en} {family.kind_en}".lower()
    way = chance.randrange(4)
    if way == 0:
        return f"{name}{number}", {("written", name)}, True
    if way == 1:
        return f"{''.join(said)} {number}", {("pinyin", "".join(said))}, True
    if way == 2:
        letters = "".join(part[0] for part in said)
        return f"{letters}{number}", {("initials", letters)}, True
    return f"{english} {number}", {("english", english)}, True


@kind("English typo")
def _typo(chance: random.Random, family: Family, _size: str) -> _Drawn:
    english = f"{family.brand_en} {family.kind_en}".lower()
    words = english.split()
    at = chance.choice([number for number, word in enumerate(words) if len(word) > 3])
    words[at] = _slip(chance, words[at])
    return " ".join(words), {("english", english), ("english", " ".join(words))}, False


@kind("full width")
def _wide(chance: random.Random, family: Family, size: str) -> _Drawn:
    if chance.random() < 0.5:
        name = _name(chance, family)
        return f"{name}　{_widened(size)}", {("written", name)}, True
    english = f"{family.brand_en} {family.kind_en}"
    return _widened(english), {("english", english.lower())}, False


@kind("size another way")
def _resized(chance: random.Random, family: Family, size: str) -> _Drawn:
    name = _name(chance, family)
    other = chance.choice(_other_sizes(size) or [""])
    return (f"{name} {other}", {("written", name)}, True) if other else _NONE


@kind("traditional script")
def _traditional(chance: random.Random, family: Family, _size: str) -> _Drawn:
    name = _name(chance, family)
    text = _complex().convert(name)
    return (text, {("written", name)}, False) if text != name else _NONE


@kind("alias")
def _alias(chance: random.Random, family: Family, size: str) -> _Drawn:
    if not family.alias:
        return _NONE
    sized = chance.random() < 0.4
    return (f"{family.alias} {size}" if sized else family.alias), {("written", family.alias)}, sized


@kind("barcode tail")
def _tail(chance: random.Random, family: Family, size: str) -> _Drawn:
    text = barcode(family.first + family.sizes.index(size))[-chance.choice((5, 6)) :]
    return text, {("code", text)}, False


@kind("SKU code")
def _code(chance: random.Random, family: Family, size: str) -> _Drawn:
    text = code(family.first + family.sizes.index(size))
    return chance.choice((text, text.lower())), {("code", text.lower())}, False


def _swap(text: str, at: int) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _slip(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + other + word[at + 1 :], _swap(word, at), word[:at] + other + word[at:])
    )


def _widened(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def _other_sizes(size: str) -> list[str]:
    number, unit = amount(size)
    thousands = f"{(number * 1000).normalize():f}"
    part = f"{(number / 1000).normalize():f}"
    ways = {
        "ml": [f"{number}毫升", f"{part}L", f"{part}升", f"{number} ML"],
        "L": [f"{number}升", f"{thousands}ml", f"{thousands}毫升", f"{number}公升"],
        "g": [f"{number}克", f"{part}kg", f"{part}公斤"],
        "kg": [f"{number}公斤", f"{number}千克", f"{thousands}g", f"{(number * 2).normalize():f}斤"],
    }
    return ways.get(unit, [])


@cache
def _alike() -> dict[str, list[str]]:
    """Common characters by their sound."""
    heard: dict[str, list[str]] = defaultdict(list)
    for code_ in range(0x4E00, 0x9FA6):
        character = chr(code_)
        if HAN.match(character) and len(character.encode("gb2312", "ignore")) == 2 and code_ < 0x9FA6:
            heard[_said(character)[0]].append(character)
    return heard


@cache
def _complex() -> OpenCC:
    return OpenCC("s2t")
