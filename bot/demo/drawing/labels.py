"""What a picture wears: the brand's colours, the flavour's colour, the words and sign of its label."""

import re
from dataclasses import dataclass
from math import log10

from bot.demo.drawing.canvas import Canvas, Points
from bot.demo.drawing.colours import BRANDS, FLAVOURS, Colour, darker, pastel, readable_on
from bot.demo.drawing.emblems import emblem

_GRAMS = {"ml": 1, "g": 1, "L": 1000, "kg": 1000}
_SMALLEST, _LARGEST = 0.82, 1.04
#: Chinese characters in one line of a label.
_ONE_LINE = 4


@dataclass(frozen=True, kw_only=True)
class Dress:
    """The colours and words of one SKU's picture."""

    main: Colour
    brand: Colour
    second: Colour
    sign: str
    maker: str
    title: str
    zoom: float  # small packages are drawn a little smaller

    @property
    def paper(self) -> Colour:
        """The background: a breath of the goods' own colour, never dull."""
        return pastel(self.main)


def design_label(name: str, brand: str, spec: str, *, maker: str, title: str) -> Dress:
    """Choose colours by the English name, brand and spec; ``maker`` and ``title`` stand on the label."""
    main, sign = _flavour(f"{spec} {name}".lower(), BRANDS[brand][0])
    return Dress(
        main=main,
        brand=BRANDS[brand][0],
        second=BRANDS[brand][1],
        sign=sign,
        maker=maker,
        title=title,
        zoom=_zoom(spec),
    )


def _flavour(words: str, fallback: Colour) -> tuple[Colour, str]:
    for word, colour, sign in FLAVOURS:
        if word in words:
            return colour, sign
    return fallback, "star"


def _zoom(spec: str) -> float:
    found = re.search(r"([\d.]+) (ml|L|g|kg)\b", spec)
    if not found:
        return 1.0
    amount = float(found[1]) * _GRAMS[found[2]]
    return max(_SMALLEST, min(_LARGEST, 0.8 + 0.24 * log10(max(amount, 20) / 20) / log10(100)))


def label(c: Canvas, d: Dress, x0: float, y0: float, x1: float, y1: float, ground: Colour | None = None) -> None:
    """Maker, sign and title within a box; beside each other where the box is wide."""
    ink = readable_on(ground or d.main)
    wide, high = x1 - x0, y1 - y0
    if wide > 1.5 * high:
        _label_across(c, d, (x0, y0, x1, y1), ink)
        return
    middle = (x0 + x1) / 2
    maker_plate(c, d, middle, y0 + 0.1 * high, wide, 0.2 * high)
    radius = min(0.4 * wide, 0.22 * high)
    emblem(c, d.sign, middle, y0 + 0.47 * high, radius, d.main)
    _title(c, d.title, middle, y0 + 0.86 * high, wide, 0.28 * high, ink)


def _label_across(c: Canvas, d: Dress, box: tuple[float, float, float, float], ink: Colour) -> None:
    x0, y0, x1, y1 = box
    high = y1 - y0
    radius = min(0.42 * high, 0.2 * (x1 - x0))
    emblem(c, d.sign, x0 + radius, (y0 + y1) / 2, radius, d.main)
    left = x0 + 2.25 * radius
    middle, wide = (left + x1) / 2, x1 - left
    maker_plate(c, d, middle, y0 + 0.3 * high, wide, 0.32 * high)
    _title(c, d.title, middle, y0 + 0.76 * high, wide, 0.4 * high, ink)


def maker_plate(c: Canvas, d: Dress, x: float, y: float, wide: float, high: float) -> None:
    """The brand's name on its own plate, the same on all its goods."""
    high = min(high, wide / 3.2)
    c.rect(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, d.second, high / 2)
    edge = 0.09 * high
    c.rect(x - wide / 2 + edge, y - high / 2 + edge, x + wide / 2 - edge, y + high / 2 - edge, d.brand, high / 2)
    c.words(d.maker, x, y, wide * 0.84, high * 0.76, readable_on(d.brand))


def _title(c: Canvas, title: str, x: float, y: float, wide: float, high: float, ink: Colour) -> None:
    lines = _two_lines(title)
    step = high / 2
    start = y - step * (len(lines) - 1) / 2
    longest = max(lines, key=len)
    for turn, line in enumerate(lines):
        fair = wide * min(1, len(line) / len(longest) + 0.12)
        c.words(line, x, start + turn * step, fair, min(step * 0.95, 7.5), ink)


def _two_lines(title: str) -> list[str]:
    """The title over two lines: between words, or in the middle of many Chinese letters."""
    words, gap = (title.split(), " ") if title.isascii() or len(title) <= _ONE_LINE else (list(title), "")
    splits = ((gap.join(words[:at]), gap.join(words[at:])) for at in range(1, len(words)))
    best = min(splits, key=lambda pair: max(len(pair[0]), len(pair[1])), default=(title, ""))
    return [line for line in best if line]


def panel(c: Canvas, d: Dress, points: Points) -> None:
    """A label's ground in the goods' colour with a stripe of the brand's second colour above and below."""
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    c.poly(points, d.main)
    for y in (top, bottom - 1.1):
        inside = [x for x, py in points if abs(py - (top if y == top else bottom)) < 0.01]  # noqa: PLR2004
        c.rect(min(inside), y, max(inside), y + 1.1, d.second)


def cap(c: Canvas, x: float, y: float, half: float, high: float, colour: Colour) -> None:
    """A screw cap with its grooves."""
    c.rect(x - half, y, x + half, y + high, colour, 1)
    for groove in range(1, 6):
        gx = x - half + groove * half / 3
        c.line([(gx, y + 1.2), (gx, y + high - 0.8)], darker(colour, 0.2), 0.35)
