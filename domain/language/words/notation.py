r"""How phrases are written in the word lists: regular expressions with short signs for what every phrase needs.

=============  ==========================================================================
``(a|b)``      one of these; a group is never kept unless it has a name: ``(?P<name>a|b)``
``[a]``        may be left out
``{a|b}``      any number of these in a row; ``{a|b}+`` one at least, ``{a}1-3`` from one to three
a space        one or more of them; among single characters, ``(,| )``, just one
``_``          spaces, or none
``…``          anything, or nothing; ``…4`` at most four characters, ``…1-4`` from one to four
``\[a-z]``     a class of characters
``\``          what follows is a class (``\d``, ``\w``), a boundary (``\b``) or the sign itself
=============  ==========================================================================

All else is as in regular expressions: ``^``, ``$``, ``+``, ``(?!not before)``, ``(?<!not behind)``.
"""

import re

_TIMES = re.compile(r"(\d+)(?:-(\d+))?")
#: A choice of single characters, one of them a space: it is a class, and its space is one space.
_CHARACTERS = re.compile(r"[({](?=[^(){}]*(?<=[({|]) (?=[|)}]))(?:[^\\(){}\[\]|_…]\|)+[^\\(){}\[\]|_…][)}]")
_CLASS = re.compile(r"\\\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|:))?")
_CLOSED = {")": ")", "]": ")?"}


def expression(phrase: str) -> str:
    """The regular expression that a phrase stands for."""
    made, at = [], 0
    while at < len(phrase):
        text, at = _next(phrase, at)
        made.append(text)
    return "".join(made)


def _next(phrase: str, at: int) -> tuple[str, int]:
    """What the sign at a place stands for, and where the next one begins."""
    sign = phrase[at]
    if found := _CLASS.match(phrase, at):
        return found.group()[1:], found.end()
    if sign == "\\":
        return phrase[at : at + 2], at + 2
    if found := _CHARACTERS.match(phrase, at):
        characters = "".join(r"\s" if each == " " else re.escape(each) for each in found.group()[1:-1:2])
        text, end = f"[{characters}]", found.end()
        return (text, end) if sign == "(" else _times(text, phrase, end)
    if found := _GROUP.match(phrase, at):
        return "(?:" if found.group() == "(" else found.group(), found.end()
    if sign == "…":
        return _times(".", phrase, at + 1, from_none=True)
    if sign == "}":
        text, end = _times("", phrase, at + 1)
        return f"){text}", end
    return _CLOSED.get(sign) or {"[": "(?:", "{": "(?:", " ": r"\s+", "_": r"\s*"}.get(sign, sign), at + 1


def _times(text: str, phrase: str, at: int, *, from_none: bool = False) -> tuple[str, int]:
    """A part with how often it may stand, as said behind it; else any number of times."""
    found = _TIMES.match(phrase, at)
    if found:
        least = found[1] if found[2] or not from_none else "0"
        return f"{text}{{{least},{found[2] or found[1]}}}", found.end()
    return (f"{text}+", at + 1) if phrase[at : at + 1] == "+" else (f"{text}*", at)
