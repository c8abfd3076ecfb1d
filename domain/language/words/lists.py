"""The words that people type, from one folder of lists a language: all languages are read at once.

Each folder holds the same files with the same keys. To add a language is to add a folder; no code names one.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from domain.language.words.notation import expression

_BLANK = re.compile(r"(?<!\(\?P)<(\w+)>")


@cache
def languages() -> tuple[str, ...]:
    """The languages that have word lists, Chinese first."""
    folders = (each.name for each in files("domain.language.words").iterdir() if each.is_dir() and each.name[0] != "_")
    return tuple(sorted(folders, reverse=True))


@cache
def data(subject: str) -> tuple[Mapping[str, Any], ...]:
    """What the file of a subject holds, language by language."""
    root = files("domain.language.words")
    return tuple(tomllib.loads(root.joinpath(each, f"{subject}.toml").read_text("utf-8")) for each in languages())


def words(subject: str, key: str) -> tuple[str, ...]:
    """A list of every language as one."""
    return tuple(word for each in data(subject) for word in each[key])


def groups(subject: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """A table of lists of every language as one: by name, the words of all of them."""
    return {name: tuple(word for each in data(subject) for word in each[key][name]) for name in data(subject)[0][key]}


def pattern(subject: str, key: str, **blanks: str) -> str:
    """A regular expression for any phrase of a list, in every language.

    ``<name>`` in a phrase is one of ``blanks``, else any phrase of the list of that name in the same file.
    """
    return "|".join(own for each in data(subject) for own in _own(each, key, blanks))


def patterns(subject: str, key: str) -> tuple[re.Pattern[str], ...]:
    """A compiled pattern for each phrase of a list, for phrases that name their parts."""
    return tuple(re.compile(own) for each in data(subject) for own in _own(each, key, {}))


def _own(lists: Mapping[str, Any], key: str, blanks: Mapping[str, str]) -> Iterator[str]:
    """The expressions for one language's phrases."""

    def piece(at: int, part: str) -> str:
        """Every other part of a phrase is a name, as its pattern splits it."""
        if at % 2 == 0:
            return expression(part)
        return f"(?:{blanks[part] if part in blanks else '|'.join(_own(lists, part, blanks))})"

    for phrase in lists[key]:
        yield "".join(piece(at, part) for at, part in enumerate(_BLANK.split(phrase)))
