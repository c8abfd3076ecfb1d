"""Pack specifications in a line, which are no quantities: ``500ml*24``, ``24罐/箱``, ``2粒装``."""

import re
from collections.abc import Sequence
from functools import lru_cache

from domain.language.quantities_in_text import BY, Amount
from domain.language.sizes import IN_LETTERS
from domain.language.units import pattern

_IN = r"瓶|罐|听|袋|包|支|盒|杯|片|卷|条|枚|粒|只|个|张|抽|块|bottles?|cans?|bags?|pcs|p"
_OUT = r"箱|件|提|盒|包|case|ctn|carton|box"
_PER = re.compile(
    rf"[(（]?(?<!\d)\d{{1,7}}\s*(?:{_IN})\s*(?:/|每|(?<=\S)一|\s+(?:per|a|in\s+a)\s+)\s*(?:{_OUT})\s*[)）]?"
)
_ONE_BY = re.compile(rf"(?<![\d.])1\s*[×x]\s*\d{{1,3}}(?![\d.])(?!\s*(?:箱|件|{IN_LETTERS}))")
_BY = re.compile(
    rf"(?P<size>\d(?:ml|l|g|kg|毫升|升|克|千克|公斤|斤|抽)|\d{{3,4}})(?P<by>{BY}\s*\d{{1,3}}(?![\d.])\s*(?:{_IN})?(?P<pack>[装入]|\s*/\s*(?:{_OUT}))?)(?!\s*(?:箱|件|提|cases?\b|ctns?\b))"
)
#: A pack, and how many of it: 24罐/箱 ×10.
_TIMES_PACK = re.compile(
    rf"[(（]?(?<![\d.])\d{{1,4}}\s*(?:{_IN})\s*[/每]\s*(?P<out>{_OUT})\s*[)）]?\s*[,，]?\s*[×x]\s*(?P<count>\d{{1,5}})(?=\s*$)"
)
_MONEY = r"(?:元|块钱?|rmb|yuan|usd|dollars?)"
#: Behind the name and size of goods in a table: ``*24``, ``1*24``, ``(24罐/箱)``, ``×12瓶/箱``.
_BEHIND = re.compile(
    rf"\s*[(（]?(?:(?<=[\s(])1\s*)?(?:[×x]\s*\d{{1,3}}\s*(?:{_IN})?|(?<![\d.])\d{{1,3}}\s*(?:{_IN}))"
    rf"\s*(?:[/每装入]\s*(?:{_OUT})?)?\s*[)）]?\s*$"
)
#: Numbers that say what one of the goods holds.
HOLDING = re.compile(
    rf"(?<!\d)\d{{1,7}}\s*(?:{_IN}|连|联)\s*(?:装|入|连包)(?!\s*[\d一二两三四五六七八九十])|(?<!\d)\d{{1,7}}\s*(?:{_IN}|连|联)\s*装"
)


def with_pack_units(text: str) -> str:
    """A tidied text in which a number of packs has its unit: ``24罐/箱 ×10`` says 10箱."""
    return _TIMES_PACK.sub(r" \g<count>\g<out>", text)


@lru_cache(maxsize=64)
def unit_prices(units: frozenset[str]) -> re.Pattern[str]:
    """A pattern for what one of something costs: ``48元/箱``, ``1.6一双``, ``$2.50/lb``."""
    unit = pattern(units)
    per, one = rf"\s*(?:/|每|\bper\b|\ba\b)\s*{unit}", rf"\s*一\s*{unit}"
    number, behind = r"(?<![\d.×x])\d[\d,]*(?:\.\d+)?", r"(?=[\s,，的我给要来拿订就]*\d)"
    return re.compile(
        rf"(?:@\s*)?(?:(?:[¥￥$]\s*{number}|{number}\s*{_MONEY})(?:{per}|{one})"
        rf"|(?<![\d.×x])\d+\.\d{{1,2}}{per}|{number}{per}{behind}|(?<![\d.×x])\d+\.\d{{1,2}}{one}{behind}"
        rf"|{number}\s*一\s*(?P<unit>{unit})(?=[\s,，的我给要来拿订就]*\d+(?:\.\d+)?\s*(?P=unit)))"
    )


def without_packs(text: str, amounts: Sequence[Amount]) -> str:
    """A tidied text with what it says about packing blanked; its length stays."""
    for found in (*_PER.finditer(text), *_ONE_BY.finditer(text)):
        text = _blank(text, found.start(), found.end())
    for found in list(_BY.finditer(text)):
        counts = any(amount.start == found.start("by") and not amount.unit for amount in amounts)
        if found["pack"] or (not counts and any(amount.start >= found.end() for amount in amounts)):
            text = _blank(text, found.start("by"), found.end("by"))
    return text


def in_pack(name: str) -> str:
    """A tidied name out of a table, without how it is packed at its end."""
    match = _BEHIND.search(name)
    packed = match is not None and (set(match.group()) & set("×x/每装入"))
    return name[: match.start()].rstrip() if match and packed and match.start() else name


def pack_at_end(text: str) -> int | None:
    """Where a number begins that ends a tidied text and could be how many a pack holds: ``500ml*24瓶``."""
    return next((found.start("by") for found in _BY.finditer(text) if not text[found.end() :].strip()), None)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
