"""The fonts of our papers: ours comes with the package, one of the system has rare characters.

What no font has a sign for is written in words, or as a box that is logged: never lost.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import structlog
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from domain.language.sanitise import plain

log = structlog.get_logger()

FONT = "DinghuoPaper"
#: The fonts of the system that have rare characters are called so, with a number.
RARE = "DinghuoRare"
_FILE = Path(__file__).parent / "fonts" / "paper.ttf"
#: Fonts with outlines that a PDF can embed, where systems have them. Those of Noto are of another kind.
SYSTEM_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
    "/System/Library/Fonts/STHeiti Light.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
    "C:/Windows/Fonts/simsunb.ttf",
    "C:/Windows/Fonts/simsun.ttc",
)
#: Stands for a character that no font has.
BOX = "□"
#: Signs that change only the look of the one before them, or join two.
_SILENT = frozenset("\u200d\ufe0e\ufe0f\u20e3") | frozenset(map(chr, range(0x1F3FB, 0x1F400)))


@cache
def font() -> TTFont:
    """The font, known to reportlab by its name from now on."""
    return known(FONT, _FILE)


@cache
def rare() -> tuple[TTFont, ...]:
    """The fonts of the system that can be embedded; no single one has every rare name. Known to reportlab now."""
    found = []
    for at, file in enumerate(SYSTEM_FONTS):
        try:
            found.append(known(f"{RARE}{at}", file))
        except (TTFError, OSError):
            continue
    return tuple(found)


def known(name: str, file: str | Path) -> TTFont:
    """A font that reportlab finds by its name. Raises TTFError, OSError.

    Its face is called so too: of two fonts with faces of one name reportlab draws all with the first, and ours was
    cut out of a font that systems have whole.
    """
    made = TTFont(name, file)
    made.face.name = name.encode()
    pdfmetrics.registerFont(made)
    return made


def width(text: str, size: float) -> float:
    """How wide a text is, in points."""
    return sum(float(pdfmetrics.stringWidth(run, name, size)) for name, run in runs(text))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a printable text, each with the name of its font."""
    font()
    for name, signs in groupby(text, _font_of):
        yield name, "".join(signs)


def is_plain(text: str) -> bool:
    """Whether our own font has all of it."""
    return all(map(_is_ours, text))


def printable(text: str) -> str:
    """The text in signs that the fonts have: ``老李🐟`` is written ``老李[fish]``, an unknown character as a box."""
    return "".join(map(_written, plain(text)))


def _is_ours(sign: str) -> bool:
    return ord(sign) in font().face.charToGlyph


def _font_of(sign: str) -> str:
    return FONT if _is_ours(sign) else _rare_font_of(sign) or FONT


@cache
def _rare_font_of(sign: str) -> str:
    """The name of the system's font that has a sign, if one has."""
    return next((each.fontName for each in rare() if ord(sign) in each.face.charToGlyph), "")


@cache
def _written(sign: str) -> str:
    if sign in "\n\r\t":
        return " "
    if _is_ours(sign):
        return sign
    if sign in _SILENT:
        return ""
    other = unicodedata.normalize("NFKC", sign)
    if other != sign and all(map(_is_ours, other)):
        return other
    is_letter = unicodedata.category(sign).startswith(("L", "C"))
    if is_letter and _rare_font_of(sign):
        return sign
    log.info("a sign that the fonts of papers lack is written otherwise", sign=f"U+{ord(sign):04X}")
    return BOX if is_letter else f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
