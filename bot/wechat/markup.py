"""Text made safe for WeChat messages, and the menu links that stand in for buttons."""

import re
import unicodedata
from urllib.parse import quote

from domain.language.sanitise import plain

#: A longer link is rendered as plain text; its number or its words can still be typed.
LINK_BYTES = 600

_ENTITY = re.compile(r"&(?=#?\w+;)")
_SCHEME = re.compile(r"(?i)weixin:(?=//)")
_UNSAFE = re.compile(r"[^\w.~-]", re.ASCII)


def size(text: str) -> int:
    """Bytes of UTF-8, which is what WeChat counts."""
    return len(text.encode())


def clean(text: str) -> str:
    """Text that can neither break the XML around it nor pass for a link.

    WeChat turns ``<a href>`` into a link and reads entities, and knows no escape that every phone shows right:
    so the signs that matter are replaced by their wide twins.
    """
    wide = plain(text).replace("\t", " ").replace("<", "＜").replace(">", "＞")
    return _SCHEME.sub("weixin：", _ENTITY.sub("＆", wide))


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


def menu_link(*, label: str, says: str, data: str) -> str:
    """A link whose tap sends ``says`` as the person's own words, with ``data`` beside it."""
    link = (
        f'<a href="weixin://bizmsgmenu?msgmenucontent={_in_link(says)}&msgmenuid={quote(data, safe=":")}">{label}</a>'
    )
    return link if size(link) <= LINK_BYTES else label


def pieces(line: str, most: int) -> list[str]:
    """A line split into pieces of at most ``most`` bytes, between characters."""
    if size(line) <= most:
        return [line]
    cut = len(line.encode()[:most].decode(errors="ignore"))
    return [line[:cut], *pieces(line[cut:], most)]


def width(text: str) -> int:
    """Columns on a phone: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _in_link(says: str) -> str:
    """Chinese stays unencoded, for length; every ASCII sign that could mean something in a link is encoded."""
    return _UNSAFE.sub(lambda found: quote(found[0]) if found[0].isascii() else found[0], says)
