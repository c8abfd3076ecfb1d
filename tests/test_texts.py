"""Texts are complete: the same keys and blanks in every language, everything worded, nothing unused."""

import re
import string
from importlib.resources import files
from pathlib import Path

import pytest

from domain.refusals import Refusal
from domain.rules.stage import Stage
from handlers.conversation.callback_data import StaleButton
from handlers.conversation.turn import SentKind
from locales import LANGUAGES, words_for

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "domain", "storage")
#: Refusals that are only families of others, never raised themselves.
FAMILIES = {"Refusal", "Outdated", "BadQuantity", "InviteRefused"}
#: Where a key is put together from a fixed part and a word of ours, as ``stage.{stage}``.
MADE = re.compile(r'(?:f"|`)([a-z_]+\.(?:[a-zA-Z_]+[._])?)\$?\{')
#: Where a key is named whole, for the words of a language: in Python, in the page's script and in its markup.
NAMED = re.compile(r'(?:say|say\.count|words|word|said|_said|(?<!_)key=)\(?\s*"([a-z_]+\.[a-zA-Z0-9_.]+)"')


def blanks(text: str | tuple[str, ...]) -> set[str]:
    """The names of the blanks in a text or in all its plural forms."""
    forms = (text,) if isinstance(text, str) else text
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def sources() -> str:
    """All code that can name a text: Python, and the demo page's own."""
    paths = (
        path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".js", ".html"}
    )
    return "\n".join(path.read_text("utf-8") for path in paths)


def all_refusals(root: type[Refusal] = Refusal) -> set[str]:
    return {root.__name__}.union(*(all_refusals(kind) for kind in root.__subclasses__()))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(words_for(language).texts()) == set(words_for(LANGUAGES[0]).texts())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_fills_the_same_blanks(language: str) -> None:
    ours, theirs = words_for(LANGUAGES[0]).texts(), words_for(language).texts()
    odd = {
        key: (blanks(text), blanks(theirs[key])) for key, text in ours.items() if blanks(text) != blanks(theirs[key])
    }
    assert {key: pair for key, pair in odd.items() if pair[0] ^ pair[1] != {"number"}} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    assert [
        key for key, text in words_for(language).texts().items() if not all((text,) if isinstance(text, str) else text)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language: str) -> None:
    found: dict[str, list[str]] = {}
    for path in files("locales").joinpath(language).iterdir():
        for key in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE):
            found.setdefault(key, []).append(path.name)
    assert {key: names for key, names in found.items() if len(names) > 1} == {}


def test_every_refusal_is_worded() -> None:
    assert StaleButton.__name__ in all_refusals()
    missing = {name for name in all_refusals() - FAMILIES if not words_for("en").knows(f"refusal.{name}")}
    assert missing == set()


def test_every_stage_and_every_kind_of_sent_thing_is_worded() -> None:
    say = words_for("en")
    assert [stage for stage in Stage if not say.knows(f"orders.stage_{stage}")] == []
    assert [kind for kind in SentKind if not say.knows(f"unsupported.{kind}")] == []


def test_every_key_named_in_the_code_has_a_text() -> None:
    say = words_for("en")
    named = set(NAMED.findall(sources()))
    assert len(named) > 100
    assert {key for key in named if not say.knows(key)} == set()


def test_no_text_is_unused() -> None:
    code = sources() + (ROOT / "locales" / "words.py").read_text("utf-8")
    made = tuple(MADE.findall(code))
    keys = set(words_for("en").texts())
    quoted = set(re.findall(r"(?<=[\"'`])[^\"'`\s]+(?=[\"'`])", code))
    assert {key for key in keys - quoted if not key.startswith(made)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_to_consumers_has_a_text_for_dealers_too(language: str) -> None:
    texts, own = words_for(language).texts(), words_for(language, consumer=True).texts()
    others = {key.removeprefix("consumer.") for key in texts if key.startswith("consumer.")}
    assert len(others) > 20
    assert {key for key in others if key not in texts or not blanks(own[key]) <= blanks(texts[key])} == set()
    assert not [key for key in others if re.search("业务员|(?<!{)salesperson", str(own[key]))]
