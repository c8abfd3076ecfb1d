"""Finds quantities in a text: ``10箱``, ``x10``, ``半箱``, ``3 cases``, ``half a dozen``, with their positions."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from domain.language.letter_sizes import LETTER_SIZES
from domain.language.numerals import ENGLISH, is_guess, read_numeral
from domain.language.sizes import IN_LETTERS, MEASURE_IN_CHINESE
from domain.language.spelling import fold
from domain.language.units import pattern
from domain.language.words import lists

_DIGITS = (
    r"(?<![\d.])(?:[13][/⁄][24](?!\d)|\d{1,3}(?:,\d{3}){1,3}(?![\d,])|\d{1,4}[百千万](?![一二三四五六七八九克])|"
    r"\d{1,12}(?:\.\d{1,4})?)"
)
_FIGURES = "零〇一二两三四五六七八九十百千万半俩仨廿"
#: A numeral in characters may stand right behind digits (330五箱), but does not go on from them (5百).
_HAN = rf"(?<![{_FIGURES}])(?:(?<!\d)|(?![百千万零〇]))[{_FIGURES}]{{1,12}}"
_WORDS = "|".join(sorted(ENGLISH, key=len, reverse=True))
_ENGLISH = (
    r"\b(?:half(?:\s+an?)?|(?:twen|thir|for|fif|six|seven|eigh|nine)ty-[a-z]{3,5}|"
    rf"(?:(?:{_WORDS})\s+)?hundred|{_WORDS})(?=\s)"
)
#: The lower end of a guess: five to six.
_LOW = rf"(?:(?P<low>{_DIGITS}|[一二两三四五六七八九十]{1, 3})\s*(?:[-~—–]|到|至|或)\s*)?"
_SOME = re.compile(
    r"(?<=[来要送拿上订整搞加])一?[点些](?=[\u3400-\u9fff]|\s*$)|\d{1,5}(?:元|块钱?)的?(?=[\u3400-\u9fff])"
)
_VAGUE = rf"(?P<vague>{lists.pattern('quantities', 'vague')})"
#: A number, perhaps with a sign that makes it less than nothing, perhaps after a sign for times.
_COUNT = (
    rf"(?P<minus>(?<!\S)[-−]|负)?(?:(?:×|(?<![a-z0-9])x)\s*)?{_LOW}"
    rf"(?P<count>{_DIGITS}|{_HAN}|{_ENGLISH})"
)
_ALONE = re.compile(_COUNT)
_FIGURE = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_FORMAL = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟]+(?=\s*[箱件瓶罐袋包盒桶提条板打支个杯])")
#: Characters picked instead of a unit of the same sound.
_MEANT = {
    each: alike[0]
    for alike in ("箱厢相香项像想", "瓶平评", "罐灌", "袋代带", "盒合", "桶捅", "件见")
    for each in alike[1:]
}
_MISWRITTEN = rf"(?<=\d)[{''.join(_MEANT)}](?=$|[\s,，.。;；、!])"
#: One of it, though no number says so: 来箱红牛.
_ONE = re.compile(
    r"(?<=[来要拿送加上搞整订定进补搬发配])(?P<unit>[箱件提打桶袋包盒条瓶罐听双套支顶])(?![装子前货庄])(?=\s*[^\s\d]|$)"
)
#: Behind a word for each a number needs no unit, and what says two or three pieces never does: 黑白各3, 大号俩.
_EACH = re.compile(rf"(?:(?<=各)\s*(?P<count>{_DIGITS}|{_HAN})|(?P<pieces>俩|仨))(?=\s|$|[,;，；。.!])")
#: A sign for times before a number; an x that ends a model is none: ``CF258X 1``.
BY = r"(?:×|(?<![a-z])(?!(?:(?<=[a-z]\d)|(?<=[a-z]\d\d)|(?<=[a-z]\d{3})|(?<=[a-z]\d{4}))x\s)x)"
#: Without a unit only digits count, apart from the name, and too short to be a code.
_BARE = (
    re.compile(rf"{BY}\s*(?P<count>\d{{1,7}})\s*$"),
    re.compile(r"(?<=\s)(?P<count>\d{1,4})\s*[x×]\s*$"),
    re.compile(r"(?<=[\s\u3400-\u9fff:])(?P<minus>(?<!\S)[-−])?(?P<count>\d{1,3}(?:,\d{3})+|\d{1,7})\s*$"),
    re.compile(rf"^\s*(?P<count>\d{{1,7}})(?:\s*×\s*|(?!\s*(?:{LETTER_SIZES})(?![a-z\d]))\s*x\s*|\s+)(?=\S)"),
    re.compile(r"^\s*(?P<count>\d{1,4})(?=[\u3400-\u9fff])"),
    re.compile(rf"^\s*(?P<count>{_WORDS})\s+(?=[a-z])"),
)
#: What measures goods rather than counts them: 3米.
_MEASURE = rf"(?:{MEASURE_IN_CHINESE})"
#: The same in letters, at least two of them: 30 inch.
_IN_LETTERS = rf"(?:\s?(?=[a-z]{{2}})(?:{IN_LETTERS})(?![a-z]))"
_PAIRED = re.compile(
    rf"(?<=[\u3400-\u9fff])(?P<glued>\d{{1,2}})(?!{_MEASURE})(?=[\u3400-\u9fff\s]|$)|"
    rf"(?<![a-z\d])(?:{LETTER_SIZES})(?P<sized>\d{{1,3}})(?![\d.×])|"
    rf"(?:(?<=\S)\s+|\s*(?P<times>{BY})\s*)(?P<count>\d{{1,4}})(?!{_MEASURE}|{_IN_LETTERS})(?:\s*[x×])?(?=\s|$|[\u3400-\u9fff])"
)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """So many of something; ``unit`` is empty where none was said. ``start``, ``end``: where in the text it stands.

    ``vague``: only a guess was said, such as ``几箱`` or ``五六箱``; ``rough``: about so many, such as ``十来箱``.
    """

    count: Decimal
    unit: str
    start: int
    end: int
    vague: bool = False
    rough: bool = False

    def moved(self, by: int) -> "Amount":
        """The same, so much further on in the text."""
        return replace(self, start=self.start + by, end=self.end + by)


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Folded text, as long as that, with one sign for times and plain figures for 壹贰叁."""
    folded = re.sub(r"[✕✖*]", "×", fold(text))
    folded = _FORMAL.sub(lambda found: found.group().translate(_FIGURE), folded)
    return re.sub(r"(?<=\d)o(?=\d|[箱件瓶罐袋包盒桶提])", "0", folded)


def counted(text: str, units: Iterable[str]) -> list[Amount]:
    """Every number with a counting word behind it in a tidied text, first to last."""
    found = [amount for amount in map(_amount, _with_unit(frozenset(units)).finditer(text)) if amount]
    ones = [
        Amount(count=Decimal(1), unit=match["unit"], start=match.start(), end=match.end())
        for match in _ONE.finditer(text)
        if not any(amount.start <= match.start() < amount.end for amount in found)
    ]
    found += [
        amount
        for amount in map(_amount, _EACH.finditer(text))
        if amount and not any(other.start <= amount.start < other.end for other in found)
    ]
    some = [
        Amount(count=Decimal(1), unit="", start=match.start(), end=match.end(), vague=True)
        for match in _SOME.finditer(text)
    ]
    return sorted((*found, *ones, *some), key=lambda amount: amount.start)


def leading(text: str, units: Iterable[str]) -> Amount | None:
    """The quantity that a tidied text begins with; a number without a unit only where nothing follows."""
    match = _with_unit(frozenset(units)).match(text) or _ALONE.fullmatch(text)
    amount = _amount(match) if match else None
    return None if amount is None or amount.vague else amount


def bares(text: str) -> list[Amount]:
    """Every number without a unit at an end of a tidied text, likeliest first: ``cola 10``, ``10 cola``."""
    found = (_amount(match) for match in (each.search(text) for each in _BARE) if match)
    return list({amount.start: amount for amount in found if amount}.values())


def paired(text: str, is_name: Callable[[Amount], bool] = lambda _: False) -> list[Amount]:
    """Numbers without units behind names, where there are several: ``cola 5 soda 3``, ``41×3 42×5``, ``M2 L3``.

    ``is_name``: whether a number is a part of a name, and counts nothing: ``F12 110粉2紫2``.
    """
    found = [(match, amount) for match in _PAIRED.finditer(text) if not is_name(amount := _paired(match))]
    amounts = [amount for _, amount in found]
    ends = [0, *(amount.end for amount in amounts)]
    names = [text[end : amount.start] for end, amount in zip(ends, amounts, strict=False)]
    named = all(
        re.search(r"[^\W_]" if match["times"] else r"[^\W\d_]", name)
        for (match, _), name in zip(found, names, strict=True)
    )
    whole = (len(amounts) > 1 or any(match["sized"] for match, _ in found)) and not text[ends[-1] :].strip() and named
    return amounts if whole else []


def _paired(match: re.Match[str]) -> Amount:
    group = next(each for each in ("glued", "sized", "count") if match[each])
    start = match.start() if group == "count" else match.start(group)
    return Amount(count=Decimal(match[group]), unit="", start=start, end=match.end())


def _amount(match: re.Match[str]) -> Amount | None:
    said = match.groupdict()
    start = match.start()
    if said.get("vague"):
        return Amount(count=Decimal(1), unit=said.get("unit") or "", start=start, end=match.end(), vague=True)
    number = said["count"] or said["pieces"]
    guess = is_guess(number)
    count = Decimal(1) if guess else _number(number)
    if count is None:
        return None
    low = _number(said["low"]) if said.get("low") else None
    if said.get("low") and (low is None or low >= count):
        start, low = match.start("count"), None
    count += Decimal("0.5") if said.get("half") else 0
    return Amount(
        count=-count if said.get("minus") else count,
        unit=_meant(said.get("unit") or ""),
        start=start,
        end=match.end(),
        vague=guess or low is not None,
        rough=bool(said.get("rough")),
    )


def _meant(unit: str) -> str:
    """The unit itself, where another character of its sound was picked: ``5香``."""
    return _MEANT.get(unit, unit)


def _number(word: str) -> Decimal | None:
    if word.startswith("half"):
        return Decimal("0.5")
    return read_numeral(word.replace(",", ""))


@lru_cache(maxsize=512)
def _with_unit(units: frozenset[str]) -> re.Pattern[str]:
    unit = rf"(?:{pattern(units)}|{_MISWRITTEN})"
    more = r"(?:(?:more|extra|additional|of\s+the)\s+)?"
    return re.compile(
        rf"(?:{_VAGUE}|{_COUNT}(?P<rough>(?<=[十百\d])来)?)\s*{more}(?P<unit>{unit})(?P<half>半(?!\s*{unit})|\s+and\s+a\s+half\b)?"
    )
