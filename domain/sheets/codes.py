"""Codes as people mean them: what spreadsheets do to 0012 and to thirteen digits is undone, or refused."""

import re
import unicodedata

from domain.language.sanitise import one_line
from domain.sheets.cells import BadCellError

_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})", re.IGNORECASE)
_QUOTED = re.compile(r'="((?:[^"]|"")*)"')
#: An apostrophe that keeps a spreadsheet from running what follows it.
_KEPT = re.compile(r"'(?=[\s'\"]*[=+\-@＝＋－＠|%])")
#: What a cell begins with that has such signs about it.
QUOTES = "='"
#: So many digits have an EAN-8, a UPC, an EAN-13 and a GTIN of a case, all with a check digit.
_CHECKED = frozenset({8, 12, 13, 14})
_SHOWN = 30


def unquoted(text: str) -> str:
    """A cell without what keeps spreadsheets from changing it: ``="0012"`` is 0012."""
    if text.startswith("="):
        found = _QUOTED.fullmatch(text)
        return found[1].replace('""', '"') if found else text
    return _KEPT.sub("", text, count=1) if text.startswith("'") else text


def code_in(text: str) -> str:
    """The code in a cell; ``6.901234567892E+12`` still holds all its digits, ``6.90123E+12`` does not.

    Raises:
        BadCellError: digits are lost.
    """
    code = one_line(unicodedata.normalize("NFKC", text)).removeprefix("'").strip()
    found = _EXPONENT.fullmatch(code)
    if not found:
        return code
    first, rest, power = found[1], found[2] or "", int(found[3])
    if len(rest) != power:
        raise BadCellError("sheets.exponent", text=code[:_SHOWN])
    return f"{first}{rest}"


def same_code(code: str) -> str:
    """What codes have in common that differ by case, width or spaces only."""
    plain = code if code.isascii() else unicodedata.normalize("NFKC", code)
    return "".join(plain.split()).casefold()


def has_wrong_check_digit(code: str) -> bool:
    """Whether a barcode cannot be one: its last digit does not fit the others."""
    if not (code.isascii() and code.isdecimal() and len(code) in _CHECKED):
        return False
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(code)))
    return bool(total % 10)
