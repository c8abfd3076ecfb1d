"""Finds the intent of a sentence, by the phrases of each language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby

from domain.language.words.lists import data
from domain.language.words.notation import expression

#: Longer than this, a text says more than one of these.
LONGEST = 60


def _part(name: str) -> str:
    """Any of the parts of phrases that have this name, in every language."""
    return "|".join(expression(phrase) for each in data("intents") for phrase in each["parts"][name])


#: What may stand in a blank of a phrase. Each is resolved by the handler of the intent, which may refuse it.
_BLANKS: Mapping[str, str] = {
    "order": rf"(?:(?:{_part('order_called')}|#)\s*)*"
    r"(?:d\s*\d{8}\s*[-_ ]?\s*\d{1,6}|\d{8}[-_]\d{1,6}|\d{4}[-_]\d{1,6}|(?<![\d.])\d{1,6}(?![\d.]))"
    rf"\s*(?:{_part('order_behind')})?",
    "goods": r".{1,40}?",
    "account": r".{1,30}?",
    "person": r".{1,20}?",
    "words": r".{1,60}?",
    "amount": r"(?:(?:\d[\d.,]*|[半一二两三四五六七八九十百]+)\s*[^\d\s]{1,6}?|(?<=\s)\d[\d.,]*)",
    "price": rf"[¥$]?\s*\d{{1,9}}(?:\.\d{{1,4}})?\s*(?:{_part('price_behind')})?",
    "unit_price": rf"[¥$]?\s*\d{{1,9}}(?:\.\d{{1,4}})?\s*(?:{_part('price_behind')})?"
    r"(?:\s*(?:/|每|\bper\s)\s*[^\s\d/]{1,12})?",
    "number": r"[a-z]{0,4}\d[a-z0-9-]{5,29}",
    "days": rf"(?:{_part('days')})",
    "stars": r"[1-5一二两三四五]",
}
#: Emoji and what goes with them.
_NO_WORDS = frozenset({"So", "Sk", "Mn", "Cf", "Cs"})
_ENDS = " .。!！,，?？~～、;；…"
#: What of the data is no list of phrases.
_NO_INTENTS = frozenset({"before", "behind", "about_order", "about", "parts"})
#: With the day, with leading zeros, or called a number: nothing else is written so.
_ORDER_WITHIN = re.compile(
    r"(?<![a-z0-9.&-])(?P<number>d\s*\d{8}\s*[-_ ]?\s*\d{1,6}|\d{8}-\d{1,6}|\d{4}-\d{4}|0\d{3}(?!\d)|"
    r"(?:order|no\.?|#)\s*#?\s*\d{1,6}(?!\d))|(?P<number2>\d{1,6})(?=号?(?:那|这)(?:个|张)?(?:订单|单)|号(?:订单|单))",
    re.IGNORECASE,
)
_BLANK = re.compile(r"(?<!\(\?P)<(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What a text is after; ``blanks``: what stood in the blanks of the phrase, as it was typed."""

    name: str
    blanks: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def intents_in(text: str) -> tuple[Intent, ...]:
    """Every intent that a text may have, the first phrase of the table first; the same few texts come every day."""
    words = _plain(text)
    if not words or len(words) > LONGEST or "\n" in text.strip():
        return ()
    return tuple(_found(tuple(_spoken(words))))


def _found(spoken: tuple[str, ...]) -> Iterator[Intent]:
    for name, patterns in phrases().items():
        for phrase in patterns:
            found = (phrase.fullmatch(each) for each in spoken)
            yield from (Intent(name=name, blanks=_filled(match)) for match in found if match)


def _plain(text: str) -> str:
    """A text without width, emoji and the signs at its ends, in the case it was typed in."""
    kept = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in _NO_WORDS)
    return " ".join(kept.split()).removeprefix("/").strip(_ENDS)


def _filled(match: re.Match[str]) -> Mapping[str, str]:
    """What stood in the blanks; of a blank that stands twice, what was said first."""
    found = {key: said.strip() for key, said in match.groupdict().items() if said and said.strip()}
    return {key.rstrip("23"): said for key, said in reversed(found.items())}


def _spoken(words: str) -> Iterator[str]:
    """The text, and the text without the courtesies around it."""
    yield words
    begun, ended = _courtesies()
    without = {begun.sub("", words), ended.sub("", words), ended.sub("", begun.sub("", words))}
    yield from sorted((each.strip(_ENDS) for each in without - {words}), key=len, reverse=True)


def order_named(text: str) -> tuple[str, str] | None:
    """An order's number that stands within a sentence, in a form that only order numbers have, and the rest of it."""
    plain = _plain(text)
    match = _ORDER_WITHIN.search(plain)
    if match is None or len(plain) > LONGEST or "\n" in text.strip():
        return None
    number = match.group("number") or match.group("number2")
    return number, f"{plain[: match.start()]} {plain[match.end() :]}".strip(_ENDS)


def topics_in(text: str, table: str) -> Iterator[str]:
    """The intents whose words stand anywhere in a text, by one of the tables of words: about_order, about."""
    plain = _plain(text)
    if plain and len(plain) <= LONGEST and "\n" not in text.strip():
        yield from (name for name, words in topics(table).items() if words.search(plain))


@cache
def topics(table: str) -> Mapping[str, re.Pattern[str]]:
    """The words of each intent, by one of the tables of words."""
    tables = [each[table] for each in data("intents")]
    return {
        name: re.compile("|".join(expression(words) for each in tables for words in each[name]), re.IGNORECASE)
        for name in tables[0]
    }


@cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    begun, ended = (
        "|".join(expression(phrase) for each in data("intents") for phrase in each[key]) for key in ("before", "behind")
    )
    return (
        re.compile(rf"^(?:(?:{begun})[\s,，]*)+", re.IGNORECASE),
        re.compile(rf"(?:[\s,，~]*(?:{ended}))+$", re.IGNORECASE),
    )


@cache
def phrases() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """The phrases of each intent."""
    names = [name for name in data("intents")[0] if name not in _NO_INTENTS]
    return {name: tuple(_compiled([each[name] for each in data("intents")])) for name in names}


def _compiled(lists: Iterable[Iterable[str]]) -> Iterator[re.Pattern[str]]:
    """The phrases of an intent; those that follow one another and keep nothing are one pattern."""
    made = (_filled_in(phrase) for phrases in lists for phrase in phrases)
    for keeps, alike in groupby(made, lambda each: "(?P<" in each):
        for each in alike if keeps else ["|".join(alike)]:
            yield re.compile(each, re.IGNORECASE)


def _filled_in(phrase: str) -> str:
    """The phrase with its blanks and parts; a blank that stands twice is told apart by a number behind its name."""
    seen: Counter[str] = Counter()

    def piece(at: int, part: str) -> str:
        if at % 2 == 0:
            return expression(part)
        if part not in _BLANKS:
            return f"(?:{_part(part)})"
        seen[part] += 1
        return f"(?P<{part}{seen[part] if seen[part] > 1 else ''}>{_BLANKS[part]})"

    return "".join(piece(at, part) for at, part in enumerate(_BLANK.split(phrase)))
