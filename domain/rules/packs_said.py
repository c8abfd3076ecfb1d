"""What a line says about how goods are packed, which is no quantity: ``500ml*24``, ``24罐/箱``, ``2粒装``."""

import re
from collections.abc import Sequence

from domain.rules.counting import Amount

_IN = r"瓶|罐|听|袋|包|支|盒|杯|片|卷|条|枚|粒|只|个|张|抽|块|bottles?|cans?|bags?|pcs|p"
_OUT = r"箱|件|提|盒|包|case|ctn|carton|box"
_PER = re.compile(
    rf"[(（]?(?<!\d)\d{{1,7}}\s*(?:{_IN})\s*(?:/|每|(?<=\S)一|\s+(?:per|a|in\s+a)\s+)\s*(?:{_OUT})\s*[)）]?"
)
_ONE_BY = re.compile(r"(?<![\d.])1\s*[×x]\s*\d{1,3}(?![\d.])(?!\s*(?:箱|件))")
_BY = re.compile(
    rf"(?P<size>\d(?:ml|l|g|kg|毫升|升|克|千克|公斤|斤|抽)|\d{{3,4}})(?P<by>[×x]\s*\d{{1,3}}(?![\d.])\s*(?:{_IN})?(?P<pack>[装入]|\s*/\s*(?:{_OUT}))?)(?!\s*(?:箱|件|提|cases?\b|ctns?\b))"
)
#: Behind the name and size of goods in a table: ``*24``, ``1*24``, ``(24罐/箱)``, ``×12瓶/箱``.
_BEHIND = re.compile(
    rf"\s*[(（]?(?:(?<=[\s(])1\s*)?(?:[×x]\s*\d{{1,3}}\s*(?:{_IN})?|(?<![\d.])\d{{1,3}}\s*(?:{_IN}))"
    rf"\s*(?:[/每装入]\s*(?:{_OUT})?)?\s*[)）]?\s*$"
)
#: Numbers that say what one of the goods holds.
HOLDING = re.compile(
    rf"(?<!\d)\d{{1,7}}\s*(?:{_IN}|连|联)\s*(?:装|入|连包)(?!\s*[\d一二两三四五六七八九十])|(?<!\d)\d{{1,7}}\s*(?:{_IN}|连|联)\s*装"
)


def without_packs(text: str, amounts: Sequence[Amount]) -> str:
    """A tidied text with what it says about packing blanked; its length stays."""
    for found in (*_PER.finditer(text), *_ONE_BY.finditer(text)):
        text = _blank(text, found.start(), found.end())
    for found in list(_BY.finditer(text)):
        if found["pack"] or any(amount.start >= found.end() for amount in amounts):
            text = _blank(text, found.start("by"), found.end("by"))
    return text


def in_pack(name: str) -> str:
    """A tidied name out of a table, without how it is packed at its end."""
    match = _BEHIND.search(name)
    packed = match is not None and (set(match.group()) & set("×x/每装入"))
    return name[: match.start()].rstrip() if match and packed and match.start() else name


def ends_in_pack(text: str) -> bool:
    """Whether the only number could as well be how many a pack holds: ``500ml*24瓶``."""
    return any(not text[found.end() :].strip() for found in _BY.finditer(text))


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
