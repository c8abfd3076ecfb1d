"""What a sentence is after, by the table of phrases: one data file a language, the same intents in each."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from locales.words import LANGUAGES

#: Longer than this, a text says more than one of these.
LONGEST = 60

#: What may stand in a blank of a phrase. Each is resolved by the handler of the intent, which may refuse it.
_BLANKS: Mapping[str, str] = {
    "order": r"(?:(?:订单|单号|单子|order|no\.?|number|#)\s*)*"
    r"(?:d\s*\d{8}\s*[-_ ]?\s*\d{1,6}|\d{8}[-_]\d{1,6}|\d{4}[-_]\d{1,6}|(?<![\d.])\d{1,6}(?![\d.]))"
    r"\s*(?:号?(?:订单|单子|单)|号)?",
    "goods": r".{1,40}?",
    "account": r".{1,30}?",
    "person": r".{1,20}?",
    "words": r".{1,60}?",
    "amount": r"(?:\d[\d.,]*|[半一二两三四五六七八九十百]+)\s*[^\d\s]{0,6}?",
    "price": r"[¥$]?\s*\d{1,9}(?:\.\d{1,4})?\s*(?:元|块|yuan|rmb)?",
    "number": r"[a-z]{0,4}\d[a-z0-9-]{5,29}",
    "stars": r"[1-5一二两三四五]",
}
#: Emoji and what goes with them.
_NO_WORDS = frozenset({"So", "Sk", "Mn", "Cf", "Cs"})
_ENDS = " .。!！,，?？~～、;；…"
_BLANK = re.compile(r"(?<!P)<(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Intent:
    """What a text is after; ``blanks``: what stood in the blanks of the phrase, as it was typed."""

    name: str
    blanks: Mapping[str, str] = field(default_factory=dict)


def intents_in(text: str) -> Iterator[Intent]:
    """Every intent that a text may have, the first phrase of the table first."""
    words = _plain(text)
    if not words or len(words) > LONGEST or "\n" in text.strip():
        return
    spoken = list(_spoken(words))
    for name, phrases in _table().items():
        for phrase in phrases:
            for each in spoken:
                if match := phrase.fullmatch(each):
                    yield Intent(name=name, blanks=_filled(match))
                    break


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


@cache
def _data() -> tuple[Mapping[str, list[str]], ...]:
    """The phrases of every language we ship."""
    folder = files("handlers.conversation").joinpath("phrases")
    return tuple(tomllib.loads(folder.joinpath(f"{language}.toml").read_text("utf-8")) for language in LANGUAGES)


@cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    begun = "|".join(phrase for data in _data() for phrase in data["before"])
    ended = "|".join(phrase for data in _data() for phrase in data["behind"])
    return (
        re.compile(rf"^(?:(?:{begun})[\s,，]*)+", re.IGNORECASE),
        re.compile(rf"(?:[\s,，~]*(?:{ended}))+$", re.IGNORECASE),
    )


@cache
def _table() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    names = dict.fromkeys(name for data in _data() for name in data if name not in ("before", "behind"))
    return {name: tuple(_compiled(phrase) for data in _data() for phrase in data.get(name, ())) for name in names}


def names() -> frozenset[str]:
    """Every intent of the table."""
    return frozenset(_table())


def _compiled(phrase: str) -> re.Pattern[str]:
    """The phrase with its blanks; a blank that stands twice is told apart by a number behind its name."""
    seen: Counter[str] = Counter()

    def blank(found: re.Match[str]) -> str:
        name = found[1]
        seen[name] += 1
        return f"(?P<{name}{seen[name] if seen[name] > 1 else ''}>{_BLANKS[name]})"

    return re.compile(_BLANK.sub(blank, phrase), re.IGNORECASE)
