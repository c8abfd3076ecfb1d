"""Finds what in a message is no goods: greetings, days, addresses, telephone numbers, prices, wishes."""

import re

from domain.language import units
from domain.language.words.lists import groups, pattern
from domain.order_text.phrases import plain_name


def _any(key: str) -> re.Pattern[str]:
    return re.compile(pattern("remarks", key))


#: Parts of a line that are never goods, and are kept as a note.
FRAGMENTS = _any("fragments")
#: Days, whatever stands behind them.
DAYS = _any("day")
_THESE = re.compile(rf"^(?:{pattern('remarks', 'these')})+$")
_WHOSE = _any("whose")
_REMARK = _any("remark")
_BARE_DAY = re.compile(r"^\s*\d{1,2}[./月-]\d{1,2}[日号]?\s*$")
_HEADING = re.compile(
    rf"^(?:[\u3400-\u9fffa-z0-9]{{0,12}}(?:{pattern('remarks', 'shops')}))?(?:{pattern('remarks', 'heading')})*$"
)
_GREETING = re.compile(rf"^(?:{pattern('remarks', 'greeting')})+$")
_TOTAL = re.compile(rf"^\s*=|^\s*(?:{pattern('remarks', 'total')})\s*[:是]?\s*[\d一二两三四五六七八九十百]")
_QUESTION = _any("question")
_ASKS_FOR = _any("asks_for")
_ASKING = re.compile(rf"一?[箱件瓶罐袋包盒个]?(?:{_QUESTION.pattern})|{pattern('remarks', 'asking')}")
_WISH = re.compile(rf"^(.{{2,12}}?)(?:{pattern('remarks', 'wish')})")
_UNITS = re.compile(
    rf"(?:(?:{pattern('remarks', 'unit_called')})\s*[:是为]?|{pattern('remarks', 'counted_in')})\s*"
    rf"(?P<unit>{units.pattern(())})(?:{pattern('remarks', 'unit_behind')})*\s*$"
)
_COMPLAINT = _any("complaint")
_DOUBTFUL, _EXCHANGE = _any("doubtful"), _any("exchange")
_SHORT, _RETURN = _any("short"), _any("return")
_OWED = _any("owed")
_AFRESH, _DETAIL, _NEW_ORDER = _any("afresh"), _any("detail"), _any("new_order")
_CARRIERS = "|".join(name for names in groups("carriers", "called").values() for name in names)
_HANDLING = re.compile(rf"[\s()]*(?:{pattern('remarks', 'handling', carrier=_CARRIERS)})[\s()]*")
_MONEY = re.compile(r"\s*(?:[¥￥$]\s*\d[\d,]*(?:\.\d+)?|\d[\d,]*(?:\.\d+)?\s*元)\s*")


def is_complaint(text: str) -> bool:
    """Whether a tidied text tells of goods that came back, broke, or are still there: nothing is ordered."""
    return bool(_COMPLAINT.search(text))


def may_come_back(text: str, *, begins: bool) -> bool:
    """Whether goods in a tidied text may come back rather than be ordered; ``begins``: nothing was said before."""
    return bool(_DOUBTFUL.search(text) or (begins and _EXCHANGE.search(text)))


def is_short(text: str) -> bool:
    """Whether a complaint is about goods that came short or broken: amounts beside it may be of those."""
    return bool(_SHORT.search(text))


def is_return(text: str) -> bool:
    """Whether a tidied text speaks of goods going back: whatever follows may be part of them."""
    return bool(_RETURN.search(text))


def is_remark(text: str) -> bool:
    """Whether a tidied text speaks of where, when, how or how paid."""
    return bool(_REMARK.search(text) or FRAGMENTS.search(text) or _BARE_DAY.match(text))


def without_remark(text: str) -> str:
    """A tidied text without the words for where, when, how: ``收腹带M码没货了`` names goods beside them."""
    return _REMARK.sub(" ", FRAGMENTS.sub(" ", text))


def is_handling(text: str) -> bool:
    """Whether a tidied text only says what to do with the goods before it, or which of them to pick: ``切片``."""
    return bool(_HANDLING.fullmatch(text))


def is_more_than_amount(text: str) -> bool:
    """Whether a tidied text is a remark, with nothing beside it that may be how many: ``if it's still 8 send 2``."""
    rest = plain_name(FRAGMENTS.sub(" ", text)) if FRAGMENTS.search(text) else ""
    return is_remark(text) and not rest.isdecimal()


def is_heading(text: str) -> bool:
    """Whether a tidied text only announces an order, or says whose it is."""
    return bool(_HEADING.match(text))


def is_these(text: str) -> bool:
    """Whether words stand for goods said before or after: ``下面的各来2箱``."""
    return bool(_THESE.match(text))


def says_whose(text: str) -> bool:
    """Whether words say whose order it is."""
    return bool(_WHOSE.search(text))


def is_greeting(text: str) -> bool:
    """Whether a tidied text is a kind word and no more."""
    return bool(_GREETING.match(text))


def is_money(text: str) -> bool:
    """Whether a tidied text is an amount of money and no more: what a line of ours costs, copied with it."""
    return bool(_MONEY.fullmatch(text))


def is_afresh(text: str) -> bool:
    """Whether a tidied text begins something new after a complaint."""
    return bool(_AFRESH.search(text))


def begins_afresh(text: str) -> bool:
    """Whether a tidied text begins with words for something new."""
    return bool(_AFRESH.match(text.lstrip()))


def is_owed(text: str) -> bool:
    """Whether a tidied text begins with what is still owed to whoever writes."""
    return bool(_OWED.match(text))


def is_new_order(text: str) -> bool:
    """Whether a tidied text is headed as a new order, so that no complaint before it is about it."""
    return bool(_NEW_ORDER.match(text.lstrip()))


def is_detail(text: str) -> bool:
    """Whether a tidied text tells of a part of what was said: ``其中2箱急用``."""
    return bool(_DETAIL.match(text.lstrip()))


def without_question(text: str) -> str:
    """A tidied question without the words that ask."""
    return _ASKING.sub(" ", FRAGMENTS.sub(" ", text))


def without_complaint(text: str) -> str:
    """A tidied complaint without its words."""
    return _COMPLAINT.sub(lambda found: " " * len(found.group()), text)


def without_doubt(text: str) -> str:
    """A tidied text without the words for goods that come back."""
    for pattern_ in (_DOUBTFUL, _EXCHANGE):
        text = pattern_.sub(lambda found: " " * len(found.group()), text)
    return text


def asks_for(text: str) -> bool:
    """Whether a tidied text asks whether there is any."""
    return bool(_ASKS_FOR.search(text))


def wished_for(text: str) -> str:
    """What a wish without a number is about: ``六个核桃要新日期的``; nothing where it is about none."""
    match = _WISH.match(text)
    return match.group(1) if match else ""


def is_total(text: str) -> bool:
    """Whether a tidied text adds the order up."""
    return bool(_TOTAL.match(text))


def is_question(text: str) -> bool:
    """Whether a tidied text asks for a price or what is in a pack."""
    return bool(_QUESTION.search(text)) and bool(_QUESTION.search(FRAGMENTS.sub(" ", text)))


def before_question(text: str) -> str:
    """What of a tidied text stands before the words that ask for a price or what is in a pack."""
    match = _QUESTION.search(text)
    return text[: match.start()] if match else text


def unit_for_all(text: str) -> tuple[int, str] | None:
    """Where a tidied text says that everything is counted in one unit: ``都是箱``, and the unit."""
    match = _UNITS.search(text)
    return (match.start(), match["unit"]) if match else None
