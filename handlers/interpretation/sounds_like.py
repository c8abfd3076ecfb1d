"""Words typical of a reason, a rating, a defect or a place, which are in no name.

A text about something else has none of these words: an answer without them is confirmed.
"""

import re

from domain.language.words.lists import pattern, words
from handlers.administration.goods import is_price_like


def _any(key: str) -> re.Pattern[str]:
    return re.compile(pattern("talk", key), re.IGNORECASE)


_TALK, _ASKING, _REASON, _NOT_WANTED = _any("talk"), _any("asking"), _any("reason"), _any("not_wanted")
_JUDGEMENT, _PRAISE, _MISSED, _PLACE = _any("judgement"), _any("praise"), _any("missed"), _any("place")
_NO_NAME = _any("no_name")
#: A name has no more characters, or no more words.
_NAME_CHARACTERS, _NAME_WORDS = 10, 3
_SURNAME = f"[{''.join(words('talk', 'surnames'))}]"
_DRIVER = re.compile(
    rf"(?:司机|师傅)?[:：\s]*(?:[小老阿]{_SURNAME}|{_SURNAME}\w{{0,2}}(?:{pattern('talk', 'driver_behind')}))"
    rf"\s*(?:1[3-9]\d{{9}})?|(?:{pattern('talk', 'driver')})[:：\s]*\w{{2,12}}"
)


def is_reason(text: str) -> bool:
    """Whether it says why an order is called off or turned down."""
    return is_not_wanted(text) or (_REASON.search(text) is not None and not is_talk(text))


def is_not_wanted(text: str) -> bool:
    """Whether it says no more than that the goods are not wanted."""
    return _NOT_WANTED.fullmatch(text.strip()) is not None


def is_judgement(text: str) -> bool:
    """Whether it says how a delivery was."""
    return _JUDGEMENT.search(text) is not None and not is_talk(text)


def is_praise(text: str) -> bool:
    """Whether it praises what a delivery is praised for."""
    return _PRAISE.search(text) is not None


def is_fault(text: str) -> bool:
    """Whether it says that goods are missing or broken."""
    return _MISSED.search(text) is not None


def is_place(text: str) -> bool:
    """Whether it says where something is."""
    return _PLACE.search(text) is not None and not _ASKING.search(text)


def is_talk(text: str) -> bool:
    """Whether it is a question, or about the conversation itself."""
    return _TALK.search(text.strip()) is not None or _ASKING.search(text) is not None


def is_name(text: str) -> bool:
    """Whether it is as short as a name and holds no words of a sentence."""
    name = text.strip()
    if is_price_like(name) or len(name.split()) > _NAME_WORDS or (not name.isascii() and len(name) > _NAME_CHARACTERS):
        return False
    return not is_talk(name) and _NO_NAME.search(name) is None


def is_driver(text: str) -> bool:
    """Whether it can only be a driver's name: ``王师傅``, ``老李 13800000000``."""
    return _DRIVER.fullmatch(text.strip()) is not None and not is_talk(text) and not is_judgement(text)
