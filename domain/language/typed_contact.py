"""Reads what somebody tells of themselves: a name, a telephone number, or both in one text."""

import re
import unicodedata
from dataclasses import dataclass

from domain.language.words.lists import pattern

#: Longest name, in characters.
NAME_MOST = 30
#: Digits with what stands between them, from so many digits on; fewer are no telephone number, not even a wrong one.
_DIGITS = re.compile(r"(?<![0-9A-Za-z])(?:\+|00)?\(?\d(?:[\s().-]{0,2}\d){4,24}(?![0-9A-Za-z])")
#: Of China: a mobile, perhaps with the country before it; or a line with its area, perhaps with an extension.
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_LINE = re.compile(r"0[1-9]\d{1,2}[1-9]\d{6,7}|400\d{7}")
#: Of anywhere else, with its country.
_ABROAD = re.compile(r"(?:\+|00)([1-9]\d{7,14})")
_LABELS = re.compile(rf"(?:{pattern('people', 'told_with')})\s*[:=]?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,、,;:。!|/\\]+")
#: A name is letters of any script, perhaps with points, hyphens and apostrophes between them.
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ ·.'’-])*")


@dataclass(frozen=True, kw_only=True)
class TypedContact:
    """What was told; empty where it was not. ``wrong``: digits in the place of a number that are none."""

    name: str = ""
    phone: str = ""
    wrong: str = ""


def read_contact(text: str) -> TypedContact:
    """The name and the telephone number in a text."""
    plain = unicodedata.normalize("NFKC", text)
    found = _DIGITS.search(plain)
    digits = found.group() if found else ""
    rest = plain.replace(digits, " ", 1) if found else plain
    phone = read_phone(digits)
    return TypedContact(name=read_name(_LABELS.sub(" ", rest)), phone=phone, wrong="" if phone else digits.strip())


def read_phone(text: str) -> str:
    """A telephone number in the one way we write it, ``13800000000`` or ``+4915100000000``; empty where it is none."""
    digits = re.sub(r"[\s().-]", "", unicodedata.normalize("NFKC", text))
    if found := _MOBILE.fullmatch(digits):
        return found[1]
    if _LINE.fullmatch(digits):
        return digits
    return f"+{found[1]}" if (found := _ABROAD.fullmatch(digits)) else ""


def read_name(text: str) -> str:
    """A name; empty where the words are none: too long, or with digits or signs in them."""
    name = _SEPARATORS.sub(" ", text).strip(" .·'’-")
    return name if len(name) <= NAME_MOST and _NAME.fullmatch(name) else ""
