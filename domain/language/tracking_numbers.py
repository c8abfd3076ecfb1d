"""Tracking numbers as people type them: joined to the carrier's name, in groups, several at once."""

import re
import unicodedata
from dataclasses import dataclass, replace

from domain.language.words.lists import groups, pattern, words
from domain.rules.carrier_numbers import carrier_of, is_misread

#: What people call the carriers we know, by the key they are kept under.
_CALLED = groups("carriers", "called")
_NO_NUMBER = frozenset({*words("carriers", "no_number"), "-"})
_AROUND = re.compile(rf"{pattern('carriers', 'around')}|[:：#]", re.IGNORECASE)
_APART = re.compile(r"[,，、;；/\n]+|(?:和|以及|\band\b|&|\+)", re.IGNORECASE)
#: A number: up to four letters, then mostly digits, perhaps in groups.
_NUMBER = re.compile(r"[A-Z]{0,4}[ -]?\d(?:[ -]?[A-Z0-9]){5,28}")
_DIGITS_LEAST = 6
#: The key of our own truck, and the longest name of its driver.
_OWN, _NAME_MOST = "own", 20


@dataclass(frozen=True, kw_only=True)
class Waybill:
    """What was typed: the key of the carrier that was named or shows in the number, if any, and the numbers."""

    carrier: str = ""
    numbers: tuple[str, ...] = ()
    #: The carrier was named, and the number is one of another carrier.
    at_odds: bool = False
    #: A sign of a number is wrong: its check digit says so.
    misread: bool = False


def driver_in(text: str) -> str:
    """The name behind the words for our own truck: ``自送 小王``; empty where a text says anything else."""
    named, rest = _without_carrier(" ".join(unicodedata.normalize("NFKC", text).split()))
    name = rest.strip(" .。,，:：!！")
    return name if named == _OWN and 0 < len(name) <= _NAME_MOST and not re.search(r"\d", name) else ""


def means_none(text: str) -> bool:
    """Whether somebody says that there is no number."""
    return " ".join(text.split()).casefold() in _NO_NUMBER


def carrier_named(text: str) -> str:
    """The key of the carrier, where a text is its name and nothing else."""
    named, rest = _without_carrier(unicodedata.normalize("NFKC", text).strip())
    return named if named and not rest.strip(" .。!！") else ""


def any_waybill(text: str) -> Waybill:
    """The same as ``carrier_and_numbers``, and the words before a number as the name of a carrier we do not know."""
    known = carrier_and_numbers(text)
    name, _, number = " ".join(text.split()).rpartition(" ")
    if known.numbers or known.carrier or not name:
        return known
    found = carrier_and_numbers(number)
    return replace(found, carrier=name) if found.numbers and not found.carrier else known


def carrier_and_numbers(text: str) -> Waybill:
    """The carrier and the numbers in a text; no numbers where it holds anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    named, rest = _without_carrier(plain)
    parts = [part.strip(" .。!！") for part in _APART.split(_AROUND.sub(" ", rest)) if part.strip(" .。!！")]
    numbers: list[str] = []
    for part in parts:
        found = _numbers_in(" ".join(part.upper().split()))
        if not found:
            return Waybill(carrier=named)
        numbers += found
    shown = next(filter(None, map(carrier_of, numbers)), "")
    return Waybill(
        carrier=named or shown,
        numbers=tuple(dict.fromkeys(numbers)),
        at_odds=any(each not in ("", named or shown) for each in map(carrier_of, numbers)),
        misread=any(map(is_misread, numbers)),
    )


def _numbers_in(part: str) -> list[str]:
    """The number that a part is, its groups put together; several, where each group is long enough to be one."""
    groups = part.split()
    if len(groups) > 1 and all(_is_number(group) for group in groups):
        return groups
    whole = part.replace(" ", "").replace("-", "")
    return [whole] if _NUMBER.fullmatch(part) and _is_number(whole) else []


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and sum(map(str.isdigit, text)) >= _DIGITS_LEAST


def _without_carrier(text: str) -> tuple[str, str]:
    """The key of the carrier that a text names before or behind its number, and the text without it."""
    folded = text.casefold()
    for key, names in _CALLED.items():
        for name in names:
            # Letters glued to digits belong to the number: SF123 names nobody.
            ends = r"(?![a-z0-9])" if name.isascii() else ""
            if found := re.search(rf"(?<![a-z0-9]){re.escape(name)}{ends}", folded):
                return key, f"{text[: found.start()]} {text[found.end() :]}"
    return "", text
