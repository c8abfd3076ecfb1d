"""Joins lines that a phone, a till or a copied table broke in two."""

import re
from collections.abc import Sequence

from domain.language.quantities_in_text import tidy
from domain.language.words.lists import pattern
from domain.order_text.aspects import is_aspect
from domain.order_text.candidate_set import CandidateSet
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import plain_name
from domain.order_text.splitting.quantity_filter import QuantityFilter, cut_out

#: What a form says before goods and before a number; neither is part of what is ordered.
_LABEL = re.compile(rf"^\s*(?:{pattern('sheets', 'label')})\s*[:：]\s*(?=\S)", re.IGNORECASE)
#: What a line of ours costs, copied with it.
_COST = re.compile(r"\s·(?:\s*¥[\d,.]+)?\s*$")
#: A line that ends like this is followed by something else.
_ENDS = re.compile(r"[,，;；。.!！?？:：、]\s*$")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def unwrapped(lines: Sequence[str], tally: QuantityFilter, finder: CandidateFinder) -> list[str]:
    """The lines without the labels of a form and the sums of ours, and those joined that only together name goods."""
    whole: list[str] = []
    for line in (_COST.sub("", _LABEL.sub("", each)) for each in lines):
        if whole and _goes_on(whole[-1], line, tally, finder):
            whole[-1] = _joined(whole[-1], line)
        else:
            whole.append(line)
    return whole


def _goes_on(before: str, line: str, tally: QuantityFilter, finder: CandidateFinder) -> bool:
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


def _are_halves(whole: CandidateSet, first: CandidateSet, rest: CandidateSet, *, aspect: bool) -> bool:
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
