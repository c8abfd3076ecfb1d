"""Reads an address with its receiver and telephone number out of one pasted text, in any order."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.language.typed_contact import read_name, read_phone
from domain.language.words.lists import pattern, words

#: Longest receiver and longest telephone number, in characters.
RECEIVER_MOST, PHONE_MOST = 60, 40
_PHONE = re.compile(
    r"(?<![\d+])(?:"
    r"(?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?:\s?(?:转|-|ext\.?)\s?\d{3,5})?"  # a Chinese mobile
    r"|400[\s-]?\d{3}[\s-]?\d{4}"
    r"|\(?0[1-9]\d{1,2}\)?[\s-]?[1-9]\d{2,3}[\s-]?\d{4}(?:-\d{1,5})?"  # a line with its area
    r"|(?:\+|00)[1-9]\d{0,2}(?:[\s().-]{0,2}\d){7,12}"
    r"|0\d{4}[\s-]?\d{6}"
    r"|\(?[2-9]\d{2}\)?[\s.-]\d{3}[\s.-]\d{4}"  # of North America
    r")(?!\d)"
)
_LABEL = re.compile(
    rf"(?:(?P<receiver>{pattern('addresses', 'receiver_called')})|(?P<phone>{pattern('addresses', 'phone_called')})"
    rf"|(?P<region>{pattern('addresses', 'region_called')})|(?P<address>{pattern('addresses', 'address_called')}))"
    r"\s*(?P<colon>[:=]|(?=\x00))?\s*",
    re.IGNORECASE,
)
_LOCAL = re.compile(
    rf"(?:{pattern('addresses', 'phone_called')})\s*[:=]?\s*(?P<number>[2-8]\d{{6,7}})(?!\d)", re.IGNORECASE
)
_CUT = re.compile(r"[,，、;；|\n\t]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SURNAME = f"[{''.join(words('talk', 'surnames'))}]"
_BEHIND, _TAKES = (pattern("addresses", key) for key in ("behind_name", "takes"))
_HAN_NAME = rf"(?:(?:{pattern('addresses', 'before_name')}){_SURNAME}?|{_SURNAME})[\u3400-\u9fff·]{{0,3}}?"
_NAME = re.compile(
    rf"(?:{pattern('addresses', 'ask_for')})?(?P<name>{_HAN_NAME}(?P<title>{_BEHIND})?)\s*(?P<takes>{_TAKES})?"
)
_PLACE_END = re.compile(rf"(?:{pattern('addresses', 'place_end')})$", re.IGNORECASE)
_PLACE_ENDS = pattern("addresses", "place_end")
#: A name glued to the end of an address, or to its beginning.
_GLUED_BEHIND = re.compile(
    rf"(?P<place>.*\d\D{{0,6}}?(?:{_PLACE_ENDS}))(?P<name>{_SURNAME}[\u3400-\u9fff]{{1,2}}(?:{_BEHIND})?)(?:{_TAKES})?"
)
_GLUED_BEFORE = re.compile(
    rf"(?P<name>{_SURNAME}[\u3400-\u9fff]{{1,2}})(?P<place>(?:{pattern('addresses', 'provinces')}).+)"
)
_MARK, _NAME_WORDS, _SHORT_NAME, _LONG_LABEL = "\x00", 3, (2, 4), 3


@dataclass(frozen=True, kw_only=True)
class TypedAddress:
    """What was told; empty where it was not. ``text``: the address without receiver and telephone number."""

    text: str = ""
    receiver: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A piece between separators. ``told``: what its label says it is; ``near``: the number stood right beside it.

    ``after``: behind the number, whatever is between them.
    """

    text: str
    told: str = ""
    near: bool = False
    after: bool = False


def read_address(text: str) -> TypedAddress:
    """The address, the receiver and the telephone number in a text."""
    plain = unicodedata.normalize("NFKC", text).replace("\x00", " ").strip()
    phone, rest = _cut_phone(plain)
    parts = list(_parts(rest))
    told = next((part for part in parts if part.told == "receiver"), None)
    if told is not None:
        name = _tidied(re.sub(rf"(?:{_TAKES})$", "", told.text) if _HAN.search(told.text) else told.text)
        return TypedAddress(text=_joined([part for part in parts if part is not told]), receiver=name, phone=phone)
    at, name = _name_among(parts, has_phone=bool(phone))
    if name:
        left = [each for position, each in enumerate(parts) if position != at]
        return TypedAddress(text=_joined(left), receiver=name, phone=phone)
    if phone:
        return _unglued(_joined(parts), phone)
    return TypedAddress(text=_joined(parts) if any(part.told for part in parts) else " ".join(text.split()))


def read_receiver(text: str) -> TypedAddress:
    """Receiver and telephone number, where a text tells nothing else; an address in it is kept apart."""
    phone, rest = _cut_phone(unicodedata.normalize("NFKC", text).replace("\x00", " ").strip())
    parts = [part for part in _parts(rest) if part.text]
    if len(parts) == 1 and parts[0].told in ("", "receiver"):
        found = _NAME.fullmatch(parts[0].text)
        name = found["name"] if found else read_name(parts[0].text)
        place = not parts[0].told and _PLACE_END.search(parts[0].text)
        if name and not place:
            return TypedAddress(receiver=name, phone=phone)
    return TypedAddress(phone=phone) if phone and not parts else read_address(text)


def holds_phone(text: str) -> bool:
    """Whether a telephone number stands in a text already."""
    return _PHONE.search(text) is not None


def _cut_phone(text: str) -> tuple[str, str]:
    """The telephone numbers, two at most, and the text with a mark in their places."""
    found = list(_PHONE.finditer(text))[:2]
    if not found:
        local = _LOCAL.search(text)
        return (local["number"], f"{text[: local.start()]}{_MARK}{text[local.end() :]}") if local else ("", text)
    phone = " / ".join(dict.fromkeys(_written(each.group()) for each in found))
    for each in reversed(found):
        text = f"{text[: each.start()]}{_MARK}{text[each.end() :]}"
    return phone[:PHONE_MOST], re.sub(rf"{_MARK}[\s/,、]*{_MARK}", _MARK, text)


def _written(number: str) -> str:
    """A mobile in the one way we write it; any other number as it was typed, as its groups are its owner's."""
    mobile = read_phone(number)
    return mobile if mobile.startswith("1") else " ".join(number.split())


def _parts(text: str) -> Iterator[_Part]:
    """The pieces of a text without its labels, first to last."""
    told, before = "", 0
    after = False
    for found in [*(each for each in _LABEL.finditer(text) if _labels(text, each)), None]:
        end = found.start() if found else len(text)
        for piece in _pieces(text[before:end], told):
            yield _Part(text=piece.text, told=piece.told, near=piece.near, after=piece.after or after)
        after = after or _MARK in text[before:end]
        if found:
            told, before = _kind(found), found.end()


def _kind(found: re.Match[str]) -> str:
    return next(name for name in ("receiver", "phone", "region", "address") if found[name])


def _labels(text: str, found: re.Match[str]) -> bool:
    """Whether words are a label: with a colon behind them, or at the beginning of a part of Chinese text."""
    before = text[: found.start()].rstrip(" ")
    begins = not before or _CUT.search(before[-1]) is not None or before[-1] == _MARK
    if found["colon"] is not None:
        return begins or not before[-1].isalnum() or _HAN.search(found.group()) is not None
    apart = text[found.start() - 1 : found.start()] == " " and len(found.group().strip()) >= _LONG_LABEL
    return bool((begins or apart) and _HAN.search(found.group()) and found.end() < len(text))


def _pieces(text: str, told: str) -> Iterator[_Part]:
    """The pieces of what stands behind one label, or behind none."""
    kind, after = "" if told == "phone" else told, False
    for piece in _CUT.split(text):
        halves = piece.split(_MARK)
        for at, half in enumerate(halves):
            beside = len(halves) > 1
            for word, near in _words(half, kind, near=beside, first=at == 0):
                yield _Part(text=word, told=kind, near=near, after=after or at > 0)
        after = after or len(halves) > 1
        kind = ""


def _words(half: str, kind: str, *, near: bool, first: bool) -> Iterator[tuple[str, bool]]:
    """Chinese is cut at its spaces, too, as far as a name may be there; anything else is left together."""
    text = half.strip(" .。:：/()[]-" if not kind else " :：/")
    if not text:
        return
    apart = text.split() if _HAN.search(text) and not kind else [text]
    for at, word in enumerate(apart):
        yield word, near and (at == len(apart) - 1 if first else at == 0)


def _name_among(parts: Sequence[_Part], *, has_phone: bool) -> tuple[int, str]:
    """Where the receiver stands among the pieces, and the name; nothing where none is plainly one."""
    best, where, name = 0, -1, ""
    for at, part in enumerate(parts):
        score, found = _score(part, at, parts, has_phone=has_phone)
        if score > best:
            best, where, name = score, at, found
    return where, name


def _score(part: _Part, at: int, parts: Sequence[_Part], *, has_phone: bool) -> tuple[int, str]:
    """How likely a piece is a name, and the name."""
    if part.told or re.search(r"\d", part.text):
        return 0, ""
    if _HAN.search(part.text):
        return _han_score(part, has_phone=has_phone)
    others = [each for each in parts if each is not part]
    is_name = len(part.text.split()) <= _NAME_WORDS and read_name(part.text) and not _PLACE_END.search(part.text)
    if not has_phone or not is_name or not others:
        return 0, ""
    if part.near:
        return 5, part.text
    first_behind = part.after and not any(each.after for each in parts[:at])
    return (4, part.text) if first_behind else (3, part.text) if at == 0 else (0, "")


def _han_score(part: _Part, *, has_phone: bool) -> tuple[int, str]:
    found = _NAME.fullmatch(part.text)
    if found and (found["takes"] or (found["title"] and len(found["name"]) > 1)):
        return 6, found["name"]
    least, most = _SHORT_NAME
    if not has_phone or not least <= len(part.text) <= most or _PLACE_END.search(part.text):
        return 0, ""
    if found:
        return 5 if part.near else 4, found["name"]
    return (2, part.text) if part.near else (0, "")


def _unglued(text: str, phone: str) -> TypedAddress:
    """A name that is written together with the address."""
    found = _GLUED_BEFORE.fullmatch(text) or _GLUED_BEHIND.fullmatch(text)
    if found is None:
        return TypedAddress(text=text, phone=phone)
    return TypedAddress(text=found["place"].strip(), receiver=found["name"], phone=phone)


def _joined(parts: Sequence[_Part]) -> str:
    """The pieces as one line: Chinese ones that belong together without a gap."""
    line, before = "", None
    for part in parts:
        han = bool(line and _HAN.search(line[-1]) and _HAN.search(part.text[0]))
        gap = "" if han and before is not None and before.told == "region" else " " if _HAN.search(line) else ", "
        line, before = (f"{line}{gap}{part.text}" if line else part.text), part
    return line


def _tidied(name: str) -> str:
    return " ".join(name.split()).strip(" .。,，:：")[:RECEIVER_MOST]
