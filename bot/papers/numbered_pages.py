"""Page numbers: ``page x of y`` on each page, once all of them are there; each paper of a file has its own."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from bot.papers.font import printable, runs, width
from bot.papers.layout import Layout
from bot.papers.paper import Paper
from bot.papers.text_lines import wrapped

GREY = colors.HexColor("#5f6673")


class Beginning(Flowable):  # type: ignore[misc] # reportlab has no types
    """Takes no room; from its page on the pages are those of the paper at this place of the file."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place

    def wrap(self, *_room: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Say so to the canvas of ``numbered``."""
        self.canv.paper_place = self._place


def numbered(papers: Sequence[Paper], layout: Layout) -> type[Canvas]:
    """A canvas that writes the number of each page at its foot, and what paper it is a page of."""
    size, high = layout.small, layout.foot / 2

    class Numbered(Canvas):  # type: ignore[misc] # reportlab has no types
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)
            self.paper_place = 0
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's own name
            """The page is finished later."""
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Finish every page, and the file."""
            places = [page["paper_place"] for page in self._pages]
            for at, (place, page) in enumerate(zip(places, self._pages, strict=True)):
                self.__dict__.update(page)
                paper, number = papers[place], at - places.index(place) + 1
                told = printable(paper.page.format(page=number, pages=places.count(place)))
                _write(self, layout.left, high, _named(paper, layout), size)
                _write(self, layout.size[0] - layout.left - width(told, size), high, told, size)
                Canvas.showPage(self)
            Canvas.save(self)

    return Numbered


def _named(paper: Paper, layout: Layout) -> str:
    named = " · ".join((paper.title, *paper.about[:1]))
    return wrapped(named, layout.width * 0.75, layout.small).split("\n")[0]


def _write(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFillColor(GREY)
    for name, run in runs(text):
        canvas.setFont(name, size)
        canvas.drawString(x, y, run)
        x += width(run, size)
