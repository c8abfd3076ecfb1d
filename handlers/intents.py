"""What people say when they neither search nor order: where is it, the same again, hello, thank you."""

import re
from enum import Enum

from handlers.choices import plain

#: Longer than this, a text says more than one of these.
_LONGEST = 60


class Intent(Enum):
    """What a text is after."""

    WHERE = "where"
    SAME_AGAIN = "same_again"
    HELLO = "hello"
    THANKS = "thanks"


_WHERE = re.compile(
    r"到哪|到了吗|到货了吗|到没|发货了|发货没|发了吗|发了没|(?:什么时候|何时|几时|几点|多久|啥时候?)(?:能|会|可以)?(?:到|发|送)|物流|"
    r"(?:查|看)(?:一?下)?(?:订单|单子|快递)|查单|我的货|货呢|货在哪|跟踪|"
    r"\btrack(?:ing)?\b|where(?:'s|\s+is|\s+are)?\b.*\b(?:order|goods|package|parcel|delivery|stuff|shipment|it)\b|"
    r"\b(?:order|delivery|shipping|shipment)\s+status\b|\bwhen\b.*\b(?:arriv\w*|come|deliver\w*|ship\w*|get\s+here)\b|"
    r"\b(?:shipped|arrived|delivered)\s+yet\b"
)
_SAME = re.compile(
    r"老样子|老规矩|照旧|照上次|(?:跟|和|同|按)?上(?:次|回|一?单)(?:的)?(?:一样|一摸一样|那样)|再来一单|一样的?再来(?:一[份单])?|"
    r"(?:the\s+)?same\s+(?:as|like)\s+(?:last\s+time|before|always)|same\s+again|(?:the\s+)?same\s+order|repeat\s+(?:my\s+)?(?:last\s+)?order"
)
_HELLO = re.compile(
    r"(?:你们?好|您好|哈[喽啰]|嗨|在吗|在不在|有人吗|早|早上好|上午好|中午好|下午好|晚上好|老板好?|hi|hello|hey|yo|"
    r"good\s+(?:morning|afternoon|evening)|start)(?:[\s,!~。啊呀吗]|there|老板)*"
)
_THANKS = re.compile(
    r"(?:好的|好滴|好|嗯+|行|可以|ok(?:ay)?|收到|知道了|明白)?[\s,!~。]*"
    r"(?:谢谢|多谢|感谢|谢了|谢啦|辛苦了?|thanks?|thank\s+you|thx|cheers|great|很好|不错)(?:[\s,!~。啊哦啦了你您]|老板|亲|a\s+lot|so\s+much|very\s+much)*|"
    r"好的|好滴|嗯+|行|ok(?:ay)?|收到|知道了|明白了?"
)
_PARTS = re.compile(r"[\n,，。;；?？!！]+")
_NUMBER = re.compile(r"(?i)d?\d{8}\s*[-_ ]?\s*\d{1,6}|(?<![\d.])\d{1,6}(?![\d.])")


def read(text: str) -> Intent | None:
    """The intent of a text, if it has one of these."""
    words = plain(text).removeprefix("/")
    if not words or len(words) > _LONGEST:
        return None
    if _SAME.fullmatch(words):
        return Intent.SAME_AGAIN
    if _HELLO.fullmatch(words):
        return Intent.HELLO
    if _THANKS.fullmatch(words):
        return Intent.THANKS
    return Intent.WHERE if _WHERE.search(words) else None


def without_where(text: str) -> str:
    """The parts of a text that do not ask where something is: ``可乐10箱，什么时候能到`` keeps the order."""
    return "\n".join(part for part in _PARTS.split(text) if part.strip() and not _WHERE.search(plain(part)))


def number_in(text: str) -> str | None:
    """The order number within a question about an order."""
    found = _NUMBER.search(plain(text))
    return found.group() if found else None
