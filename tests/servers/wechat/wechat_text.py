"""What a phone shows of a text: the words, the links one can tap, and what each tap sends."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

MENU_LINK: Final = "weixin://bizmsgmenu?"
LINK: Final = re.compile(r'<a href="([^"<>]*)">([^<>]+)</a>')
LINK_PIECE: Final = re.compile(r"<a\s|</a|<a?$")


class BrokenTextError(ValueError):
    """A text that a phone could not show as it was meant."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A label one can tap."""

    label: str
    href: str
    sends: str = ""
    """The text that a tap sends as the person's own; empty for a link to the web."""
    menu_id: str = ""
    """Travels beside the text as bizmsgmenuid, where the phone's WeChat is new enough."""


@dataclass(frozen=True, kw_only=True)
class ShownText:
    """A text as the person sees it."""

    text: str
    links: tuple[Link, ...] = ()


def show(content: str) -> ShownText:
    """Turn a text with links into what is seen, refusing broken links and control characters."""
    _refuse_control_characters(content)
    links = tuple(_link(href=href, label=label) for href, label in LINK.findall(content))
    if LINK_PIECE.search(LINK.sub("", content)):
        raise BrokenTextError("a link is not whole")
    return ShownText(text=LINK.sub(r"\2", content), links=links)


def _refuse_control_characters(content: str) -> None:
    for letter in content:
        if unicodedata.category(letter) == "Cc" and letter not in "\n\r\t":
            raise BrokenTextError(f"holds the control character {letter!r}")


def _link(*, href: str, label: str) -> Link:
    if not href.startswith(("http://", "https://", MENU_LINK)):
        raise BrokenTextError(f"a link leads nowhere: {href[:80]}")
    if not href.startswith(MENU_LINK):
        return Link(label=label, href=href)
    facts = dict(piece.partition("=")[::2] for piece in href.removeprefix(MENU_LINK).split("&"))
    sends = unquote(facts.get("msgmenucontent", ""))
    if set(facts) != {"msgmenucontent", "msgmenuid"} or not sends:
        raise BrokenTextError(f"a menu link needs msgmenucontent and msgmenuid: {href[:80]}")
    return Link(label=label, href=href, sends=sends, menu_id=unquote(facts["msgmenuid"]))
