"""The sizes of a page, in points: A4, and the continuous form of dot matrix printers in three layers."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from bot.papers.paper import PageForm

#: What reportlab leaves free inside of the margins.
INSET = 6


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A page. ``side``, ``top``, ``foot``: what stays free; ``title``, ``text``, ``small``: sizes of letters."""

    size: tuple[float, float]
    side: float
    top: float
    foot: float
    title: float
    text: float
    small: float
    gap: float

    @property
    def width(self) -> float:
        """What lines of text have."""
        return self.size[0] - 2 * (self.side + INSET)

    @property
    def left(self) -> float:
        """Where lines begin."""
        return self.side + INSET


LAYOUTS: Mapping[PageForm, Layout] = {
    PageForm.A4: Layout(size=A4, side=15 * mm, top=15 * mm, foot=18 * mm, title=16, text=9, small=8, gap=1.0),
    #: The printer holds it by a strip of 12 mm at both sides; impact printers blur small letters.
    PageForm.THREE_PART: Layout(
        size=(241 * mm, 140 * mm), side=13 * mm, top=6 * mm, foot=10 * mm, title=14, text=9, small=9, gap=0.4
    ),
}
