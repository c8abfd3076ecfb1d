"""Where a part of a message is two: something is dropped, asked or complained of, and the other half orders."""

import re
from collections.abc import Sequence

from domain.language.quantities_in_text import Amount
from domain.language.words.lists import pattern
from domain.order_text import remarks
from domain.order_text.candidates import CandidateFinder
from domain.order_text.corrections import after_drop
from domain.order_text.phrases import plain_name
from domain.order_text.splitting.quantity_filter import QuantityFilter, cut_out, is_measured
from domain.order_text.splitting.segments import at_colon

#: In a line longer than this nobody orders and asks apart; looking at each of its gaps would take seconds.
_ONE_BREATH = 200
#: Words without a number at the end of a text that take something out.
_LAST_DROPPED = re.compile(rf"(?<=\s)[^\s\d]+(?:{pattern('corrections', 'dropped')})\s*$")
#: How a question in Chinese ends that names no amount: 今天能发吗.
_ASKED = re.compile(r"[吗么呢吧]$")
#: What may begin a sum.
_SUM = re.compile(rf"(?:{pattern('remarks', 'total')})")
#: A number right behind a name, and what joins another thing to it where words stand apart.
_BARE_BEHIND = re.compile(r"(?:[\u3400-\u9fff]\s*|(?P<apart>[a-z]\s+))×?\s*\d{1,4}$")
#: A number that stands alone, as a size does.
_VALUE_AHEAD = re.compile(r"\d+\s|\d*各")
_JOINS = re.compile(r"(?:and|plus|&)\s")


def gap_in(text: str, tally: QuantityFilter, finder: CandidateFinder) -> int | None:
    """Where the second half of a tidied text begins; nothing where it is one."""
    cut = after_drop(text)
    if cut is not None or len(text) > _ONE_BREATH:
        return cut
    last = _LAST_DROPPED.search(text)
    if last and last.start() and tally.counts(text[: last.start()]):
        return last.start()
    if (total := _total_in(text, tally)) is not None:
        return total
    gaps = (match.span() for match in re.finditer(r"\s+", text))
    return next((end for start, end in gaps if _is_two(text[:start], text[end:], tally, finder)), None)


def _total_in(text: str, tally: QuantityFilter) -> int | None:
    """Where the sum of an order begins, right behind its last amount: ``8822紫29一双一共两双``."""
    starts = (match.start() for match in _SUM.finditer(text) if _is_sum(text[match.start() :]))
    return next((at for at in starts if _ends_in_amount(text[:at], tally)), None)


def _is_sum(text: str) -> bool:
    """Whether a text that begins with a word for a sum says it, or asks for it: ``一共多少钱``."""
    return remarks.is_total(text) or (remarks.is_question(text) and not re.search(r"\d", text))


def _ends_in_amount(text: str, tally: QuantityFilter) -> bool:
    return any(amount.end == len(text.rstrip()) for amount in tally.spoken(text.rstrip()))


def _is_two(before: str, after: str, tally: QuantityFilter, finder: CandidateFinder) -> bool:
    """Whether one side of a gap only asks, or complains, of goods, and the other orders.

    Or whether there is a number without a unit before it, and one with its unit behind it.
    """
    if remarks.is_owed(after) or (remarks.is_complaint(before) and remarks.begins_afresh(after)):
        return True
    amounts, others = tally.spoken(before), tally.spoken(after)
    bare = _BARE_BEHIND.search(before)
    alone = bare and not (_VALUE_AHEAD.match(after) or at_colon(before) or (bare["apart"] and not _JOINS.match(after)))
    if alone and others and not amounts:
        return bool(tally.counts(before)) and bool(plain_name(cut_out(after, others)))
    if not (amounts or others):
        return False
    if _ASKED.search(before) and not amounts:
        return True
    if remarks.is_question(after) and _ends_in_amount(before, tally) and all(map(is_measured, others)):
        return _names(after, finder)
    if after.isascii() and _only_speaks(before) and not (_begins(after, others) or remarks.begins_afresh(after)):
        return False
    return any(
        _only_speaks(one) and not counts and not _only_speaks(other) and _names(one, finder)
        for one, other, counts in ((before, after, amounts), (after, before, others))
    )


def _begins(text: str, amounts: Sequence[Amount]) -> bool:
    """Whether a text begins with its first amount."""
    return bool(amounts) and not plain_name(text[: amounts[0].start])


def _names(text: str, finder: CandidateFinder) -> bool:
    """Whether a question or complaint names goods."""
    name = plain_name(remarks.without_complaint(remarks.without_question(text)))
    return bool(name) and not finder.find(name).near


def _only_speaks(text: str) -> bool:
    """Whether a tidied text asks or complains."""
    return remarks.is_question(text) or remarks.asks_for(text) or remarks.is_complaint(text)
