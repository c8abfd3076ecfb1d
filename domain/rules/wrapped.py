"""Lines that are one: a phone, a till or a copied table broke them where the paper ended, or put the number below."""

import re
from collections.abc import Sequence

from domain.rules.candidates import Finder, Found, is_aspect
from domain.rules.counting import tidy
from domain.rules.phrases import plain_name
from domain.rules.tallying import Tally, cut_out

#: What a form says before goods and before a number; neither is part of what is ordered.
_LABEL = re.compile(
    r"^\s*(?:商品(?:名称?)?|品名|货品|名称|(?:订货|订购|采购)?数量|件数|箱数|item|product|description|qty|quantity)\s*[:：]\s*"
    r"(?=\S)",
    re.IGNORECASE,
)
#: What a line of ours costs, copied with it.
_COST = re.compile(r"\s·(?:\s*¥[\d,.]+)?\s*$")
#: A line that ends like this is followed by something else.
_ENDS = re.compile(r"[,，;；。.!！?？:：、]\s*$")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def unwrapped(lines: Sequence[str], tally: Tally, finder: Finder) -> list[str]:
    """The lines without the labels of a form and the sums of ours, and those joined that only together name goods."""
    whole: list[str] = []
    for line in (_COST.sub("", _LABEL.sub("", each)) for each in lines):
        if whole and _goes_on(whole[-1], line, tally, finder):
            whole[-1] = _joined(whole[-1], line)
        else:
            whole.append(line)
    return whole


def _goes_on(before: str, line: str, tally: Tally, finder: Finder) -> bool:
    """Whether a line is the rest of the one before: the number is below, and only together they name one thing."""
    if _ENDS.search(before) or tally.spoken(tidy(before)):
        return False
    text, name = tidy(line), plain_name(tidy(before))
    amounts = tally.spoken(text)
    rest = plain_name(cut_out(text, amounts)) if amounts else ""
    if not rest or name in rest:
        return False
    whole = finder.find(plain_name(tidy(_joined(before, rest))))
    return whole.sure and _are_halves(whole, finder.find(name), finder.find(rest), aspect=is_aspect(rest))


def _are_halves(whole: Found, first: Found, rest: Found, *, aspect: bool) -> bool:
    """Whether two names are one: a size or vessel goes with what is before; else neither is goods of another kind."""
    if aspect:
        return not first.sure or first.options == whole.options
    if rest.sure:
        return rest.options == whole.options and not first.near and set(whole.options) <= set(first.options)
    return not first.sure


def _joined(before: str, line: str) -> str:
    """Chinese goes on without a gap."""
    before, line = before.rstrip(), line.lstrip()
    gap = "" if _CHINESE.match(before[-1:]) or _CHINESE.match(line) else " "
    return f"{before}{gap}{line}"
