"""Texts in lines that fit, and cells of a table made of them."""

from collections.abc import Iterator
from html import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from bot.papers.font import FONT, is_plain, printable, runs, width

#: Of the size of a text, from one line to the next.
LEADING = 1.35
#: Amounts are not made smaller than this, in points; what is left free beside one, for sums that are rounded.
_SMALLEST, _SLACK = 4.0, 0.99
#: Lines may end after these where nothing better is there, and do not begin with, or end in, those.
_JOINTS = "-/"
_NOT_FIRST = frozenset(",.;:!?%)]}，。、；：！？％）】》〉」』’”…—·")
_NOT_LAST = frozenset("([{（【《〈「『‘“¥￥$€£")
#: From here on characters stand for words of their own: lines may end between them.
_WIDE = 0x2E80


def wrapped(text: str, room: float, size: float) -> str:
    """A text in lines that fit into so many points; after words, Chinese characters, ``-`` and ``/``, else anywhere."""
    return "\n".join(line for part in text.split("\n") for line in _lines(printable(part), room, size))


def cell(text: str, room: float, size: float, *, right: bool = False, ink: colors.Color = colors.black) -> object:
    """The content of a cell: the text in lines; with the font for each run where it takes a second one."""
    fitting = _on_one_line(text, room, size) if right else size
    lines = wrapped(text, room, fitting)
    if fitting == size and is_plain(lines.replace("\n", "")):
        return lines
    style = ParagraphStyle(
        "cell",
        fontName=FONT,
        fontSize=fitting,
        leading=size * LEADING,
        textColor=ink,
        alignment=(TA_LEFT, TA_RIGHT)[right],
    )
    return Paragraph("<br/>".join(map(_marked, lines.split("\n"))), style)


def _on_one_line(text: str, room: float, size: float) -> float:
    """The size in which an amount is read as one: cut in two, ¥1,186.1 would be read for ¥1,186.17."""
    wide = width(printable(text), size)
    return size if wide <= room else max(size * room / wide * _SLACK, _SMALLEST)


def _marked(line: str) -> str:
    return "".join(f'<font name="{name}">{escape(run)}</font>' for name, run in runs(line))


def _lines(text: str, room: float, size: float) -> Iterator[str]:
    while width(text, size) > room and len(text) > 1:
        cut = _end(text, _fitting(text, room, size))
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _end(text: str, most: int) -> int:
    """Where a line of so many characters at most ends best: the latest place of the best kind that is there."""
    places = range(min(most, len(text) - 1), 0, -1)
    for fits in (_is_between_words, _is_joint, _is_joint_of_digits):
        if found := next((at for at in places if fits(text, at)), 0):
            return found
    return most


def _is_between_words(text: str, at: int) -> bool:
    """A number stays with its unit, and a mark with what it belongs to."""
    last, first = text[at - 1], text[at]
    if " " in (last, first):
        return True
    if first in _NOT_FIRST or last in _NOT_LAST:
        return False
    return ord(last) >= _WIDE or (ord(first) >= _WIDE and not last.isalnum() and last not in _JOINTS)


def _is_joint(text: str, at: int) -> bool:
    """The numbers of a telephone or a day stay together."""
    return text[at - 1] in _JOINTS and not (text[at].isdigit() and text[at - 2 : at - 1].isdigit())


def _is_joint_of_digits(text: str, at: int) -> bool:
    return text[at - 1] in _JOINTS


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters fit; one at least."""
    few, many = 1, len(text)
    while few < many:
        middle = (few + many + 1) // 2
        few, many = (middle, many) if width(text[:middle], size) <= room else (few, middle - 1)
    return few
