"""Which news a chat brought, known by its headline in the texts themselves."""

import re
from collections.abc import Iterable, Mapping

from domain.tables.notices import NoticeKind
from locales import words_for

#: The news that a whole order brings to somebody, and the key of its headline.
KEYS: Mapping[NoticeKind, str] = {
    NoticeKind.ORDER_WAITING: "notices.waiting",
    NoticeKind.ORDER_APPROVED: "notices.approved",
    NoticeKind.ORDER_TO_PICK: "notices.to_pick",
    NoticeKind.ORDER_SHIPPED: "notices.shipped",
    NoticeKind.ORDER_RECEIVED: "notices.received",
    NoticeKind.ORDER_RATED: "notices.rated",
}
#: To the salesperson waiting, shipped, received, rated; to the dealer approved, shipped; to the warehouse one.
NEWS_A_STORY = 7

#: One kind of news about one order.
News = tuple[NoticeKind, str]

_SAY = words_for("zh-CN")
_PATTERNS = {
    kind: re.compile("^" + _SAY(key, number=r"(D\d+-\d+)", account=".+?", who=".+?", stars="⭐+"), flags=re.MULTILINE)
    for kind, key in KEYS.items()
}


def headline(kind: NoticeKind, number: str) -> re.Pattern[str]:
    """What news of this kind about this order begins with."""
    return re.compile(_PATTERNS[kind].pattern.replace(r"(D\d+-\d+)", re.escape(number)), flags=re.MULTILINE)


def news_in(texts: Iterable[str]) -> list[News]:
    """The news in these messages, in their order."""
    found: list[News] = []
    for text in texts:
        hits = [(hit.start(), kind, hit[1]) for kind, pattern in _PATTERNS.items() for hit in pattern.finditer(text)]
        found += [(kind, number) for _, kind, number in sorted(hits)]
    return found
