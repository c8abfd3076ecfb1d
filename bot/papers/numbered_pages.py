"""Page numbers: ``page x of y`` on each page, once all of them are there."""

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from bot.papers.font import printable, runs, width
from bot.papers.layout import Layout
from bot.papers.paper import Paper
from bot.papers.text_lines import wrapped

GREY = colors.HexColor("#5f6673")


def numbered(paper: Paper, layout: Layout) -> type[Canvas]:
    """A canvas that writes the number of each page at its foot, and what paper it is a page of."""
    size, high = layout.small, layout.foot / 2
    whose = wrapped(" · ".join((paper.title, *paper.about[:1])), layout.width * 0.75, size).split("\n")[0]

    class Numbered(Canvas):  # type: ignore[misc] # reportlab has no types
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's own name
            """The page is finished later."""
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Finish every page, and the file."""
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                told = printable(paper.page.format(page=number, pages=len(self._pages)))
                _write(self, layout.left, high, whose, size)
                _write(self, layout.size[0] - layout.left - width(told, size), high, told, size)
                Canvas.showPage(self)
            Canvas.save(self)

    return Numbered


def _write(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFillColor(GREY)
    for name, run in runs(text):
        canvas.setFont(name, size)
        canvas.drawString(x, y, run)
        x += width(run, size)
