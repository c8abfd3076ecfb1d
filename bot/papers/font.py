"""The font of our papers, which comes with the package; what it has no sign for is written in words, never lost."""

import unicodedata
from functools import cache
from pathlib import Path

import structlog
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from domain.language.sanitise import plain

log = structlog.get_logger()

FONT = "DinghuoPaper"
_FILE = Path(__file__).parent / "fonts" / "paper.ttf"
#: Signs that change only the look of the one before them, or join two.
_SILENT = frozenset("\u200d\ufe0e\ufe0f\u20e3") | frozenset(map(chr, range(0x1F3FB, 0x1F400)))


@cache
def font() -> TTFont:
    """The font, known to reportlab by its name from now on."""
    made = TTFont(FONT, _FILE)
    pdfmetrics.registerFont(made)
    return made


def width(text: str, size: float) -> float:
    """How wide a text is, in points."""
    return float(font().stringWidth(text, size))


def printable(text: str) -> str:
    """The text in signs that the font has: ``老李🐟`` is written ``老李[fish]``, an unknown character by its number."""
    return "".join(map(_written, plain(text)))


@cache
def _written(sign: str) -> str:
    if sign in "\n\r\t":
        return " "
    if ord(sign) in font().face.charToGlyph:
        return sign
    if sign in _SILENT:
        return ""
    log.info("a sign that the paper's font lacks is written in words", sign=f"U+{ord(sign):04X}")
    other = unicodedata.normalize("NFKC", sign)
    if other != sign and all(ord(each) in font().face.charToGlyph for each in other):
        return other
    is_letter = unicodedata.category(sign).startswith(("L", "C"))
    return f"[U+{ord(sign):04X}]" if is_letter else f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
