"""Typed text that stands for a button: its label, its number, or a word that works everywhere."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from domain.language.words.lists import groups, pattern, words
from handlers.conversation.callback_data import data_of
from handlers.conversation.turn import Button, Reply
from handlers.conversation.verbs import Verb

#: How many buttons of pushed cards are remembered.
PUSHED_MOST = 60

#: Words that work in every state, in every language we ship, with or without a slash.
ANYWHERE = {word: Verb[verb.upper()] for verb, said in groups("buttons", "anywhere").items() for word in said}
_FIRST = "|".join(words("buttons", "places"))
_ORDINAL = re.compile(
    r"^第\s*([0-9一二两三四五六七八九十]{1,3})\s*[个项条款种行单号家]?$|^([0-9]{1,2})\s*号$|"
    rf"^(?:the\s+)?({_FIRST})(?:\s+one)?$"
)
_PLACED = re.compile(
    rf"(?P<place>第\s*[0-9一二两三四五六七八九十]{{1,3}}\s*[个项条款种行号]|[0-9]{{1,2}}\s*号|(?:the\s+)?(?:{_FIRST})(?:\s+one)?)"
    rf"[\s,:：]*(?:{pattern('buttons', 'takes')}|x|×)?\s*(?P<rest>\S.*)"
)
_QUANTITY = re.compile(r"[0-9]+(?![0-9-])")
_MORE = re.compile(rf"^[▶️\s]*(?:{pattern('buttons', 'more')})\s*(?:\((\d{{1,3}})/\d{{1,3}}\))?$")
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ENGLISH = {word: at for at, word in enumerate(words("buttons", "places"), start=1)}


def plain(text: str) -> str:
    """Text without differences of width and case, emoji, and punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    kept = "".join(c for c in folded if unicodedata.category(c) not in {"So", "Sk", "Mn", "Cf", "Cs"})
    return " ".join(kept.split()).strip(" .。!！,，")


#: The same of labels: they are few, and come again with every screen.
_plain_label = lru_cache(maxsize=1024)(plain)


def command(text: str) -> str | None:
    """The data of a word that works everywhere, or nothing."""
    word = plain(text).removeprefix("/").partition("@")[0]
    verb = ANYWHERE.get(word)
    return data_of(verb) if verb else None


#: Number (0 where numbers are not choices), label, what a link would say, data.
Choice = list[str | int]


def more(text: str, part: int) -> str | None:
    """The data of "show more" where a link's words or a person ask for it; ``part`` is what is shown now."""
    if match := _MORE.match(plain(text)):
        return data_of(Verb.MORE, int(match.group(1)) - 1 if match.group(1) else part + 1)
    return None


def is_more(text: str) -> bool:
    """Whether a text asks for what follows on the screen."""
    return _MORE.match(plain(text)) is not None


def begins_with_number(text: str) -> bool:
    """Whether a text may be a quantity: not an order's number, nor words that begin with a button's sign."""
    return _QUANTITY.match(unicodedata.normalize("NFKC", text).casefold().strip()) is not None


def is_number(text: str) -> bool:
    """Whether a text is nothing but the place of a choice in a list: ``2``, ``第二个``."""
    return _number(plain(text)) is not None


def remember(replies: Iterable[Reply]) -> list[Choice]:
    """The choices of what is now shown: number (0 where numbers are not choices), words, data."""
    kept: list[Choice] = []
    number = 0
    for reply in replies:
        for button in reply.choices():
            number += reply.numbered
            kept.append([number if reply.numbered else 0, *_words(button), button.data])
    return kept


def remember_pushed(before: Sequence[Choice], reply: Reply) -> list[Choice]:
    """The choices of pushed cards: by their words only, the newest first."""
    fresh: list[Choice] = [[0, *_words(button), button.data] for button in reply.choices()]
    return [*fresh, *before][:PUSHED_MOST]


def placed(text: str, choices: Sequence[Choice]) -> tuple[str, str] | None:
    """The choice whose place a text begins with, and what follows it: ``第二个要3箱``, ``2号 3箱``."""
    match = _PLACED.match(plain(text))
    if match is None:
        return None
    number = _number(match["place"].strip())
    data = next((str(data) for n, _, _, data in choices if number and n == number), None)
    return (data, match["rest"]) if data else None


class MatchedBy(Enum):
    """How a text names a choice."""

    WORDS = "words"
    """By the words that its link sends: as good as a tap."""
    LABEL = "label"
    """By what is written on the button, which may not say which order is meant."""
    NUMBER = "number"
    """By its place in the list shown last."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A choice that a text names: the button's data, what its link would say, and how it was named."""

    data: str
    matched_by: MatchedBy
    words: str = ""


def chosen(text: str, choices: Sequence[Choice], *, numbers: bool) -> Chosen | None:
    """The choice that a text names; nothing where it names several."""
    word = plain(text)
    if not word:
        return None
    if found := _named(word, choices):
        return found if len({str(data) for _, label, say, data in choices if word in (label, say)}) == 1 else None
    number = _number(word) if numbers else None
    at = next(((say, data) for n, _, say, data in choices if number and n == number), None)
    return Chosen(data=str(at[1]), matched_by=MatchedBy.NUMBER, words=str(at[0])) if at else None


def _named(word: str, choices: Sequence[Choice]) -> Chosen | None:
    """The choice whose words or label these are. A label that is but a number, such as ⭐2, names nothing."""
    if _number(word) is not None:
        return None
    for _, label, say, data in choices:
        if word == say and say != label:
            return Chosen(data=str(data), matched_by=MatchedBy.WORDS, words=str(say))
    return next(
        (
            Chosen(data=str(data), matched_by=MatchedBy.LABEL, words=str(say))
            for _, label, say, data in choices
            if word in (label, say)
        ),
        None,
    )


def _words(button: Button) -> tuple[str, str]:
    return _plain_label(button.label), _plain_label(button.say or button.label)


def _number(word: str) -> int | None:
    if match := _ORDINAL.fullmatch(word):
        given = next(filter(None, match.groups()))
        return int(given) if given.isdecimal() else _CHINESE.get(given) or _ENGLISH.get(given)
    return int(word) if re.fullmatch(r"[0-9]{1,3}", word) else None
