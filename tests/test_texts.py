"""Texts are complete: the same keys and blanks in every language, everything worded, nothing unused."""

import re
import string
from importlib.resources import files
from pathlib import Path

import pytest

from domain.refusals import Refusal
from domain.rules.stage import Stage
from handlers.press import StaleButton
from handlers.turn import SentKind
from locales import LANGUAGES, words_for

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "domain", "storage")
#: Refusals that are only families of others, never raised themselves.
FAMILIES = {"Refusal", "Outdated", "BadQuantity", "InviteRefused"}
#: Where a key is put together from a fixed part and a word of ours, as ``stage.{stage}``.
MADE = re.compile(r'f"([a-z_]+\.(?:[a-zA-Z_]+[._])?)\{')
LITERAL = re.compile(r'"([a-z_]+\.[a-zA-Z0-9_.]+)"')


def blanks(text: str | tuple[str, ...]) -> set[str]:
    """The names of the blanks in a text or in all its plural forms."""
    forms = (text,) if isinstance(text, str) else text
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


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
    assert [stage for stage in Stage if not say.knows(f"stage.{stage}")] == []
    assert [kind for kind in SentKind if not say.knows(f"unread.{kind}")] == []


def test_every_key_named_in_the_code_has_a_text() -> None:
    subjects = {key.partition(".")[0] for key in words_for("en").texts()}
    named = {key for key in LITERAL.findall(sources()) if key.partition(".")[0] in subjects}
    events = {key for key in named if re.search(rf'note\(\s*by,\s*"{re.escape(key)}"', sources())}
    assert {key for key in named - events if not words_for("en").knows(key)} == set()


def test_no_text_is_unused() -> None:
    code = sources()
    made = tuple(MADE.findall(code))
    unused = {key for key in words_for("en").texts() if f'"{key}"' not in code and not key.startswith(made)}
    assert unused == set()
