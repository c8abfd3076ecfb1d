"""Bags, boxes, cartons, sacks: goods in paper and film."""

from collections.abc import Callable
from math import sin

from bot.demo.drawing.canvas import Canvas
from bot.demo.drawing.colours import CREAM, GOLD, KRAFT, WHITE, Colour, darker, lighter, mix, rgb
from bot.demo.drawing.labels import Dress, cap, label


def _zigzag(x0: float, x1: float, y: float, depth: float) -> list[tuple[float, float]]:
    count = round((x1 - x0) / 1.5)
    return [(x0 + (x1 - x0) * turn / count, y + depth * (turn % 2)) for turn in range(count + 1)]


def _film(c: Canvas, d: Dress, x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    """A pillow of film, crimped above and below; returns its outline."""
    bulge = 1.6
    right = [(x1 + bulge * (sin(3.14 * t / 8)), y0 + (y1 - y0) * t / 8) for t in range(9)]
    left = [(x0 - (x - x1), y) for x, y in reversed(right)]
    outline = _zigzag(x0, x1, y0, -1) + right + list(reversed(_zigzag(x0, x1, y1, 1))) + left
    c.poly(outline, d.main)
    for y in (y0, y1 - 4):
        c.rect(x0, y, x1, y + 4, darker(d.main, 0.12))
        for line in (1.2, 2.6):
            c.line([(x0 + 0.4, y + line), (x1 - 0.4, y + line)], lighter(d.main, 0.25), 0.3)
    return outline


def bag(c: Canvas, d: Dress) -> None:
    """A pillow bag of snacks or noodles."""
    outline = _film(c, d, 26, 17, 74, 86)
    c.poly([(24.6, 70), (75.4, 60), (74.4, 82), (25.6, 82)], d.second)
    c.poly([(24.8, 74), (75.2, 64), (74.4, 82), (25.6, 82)], d.brand)
    label(c, d, 30, 24, 70, 65)
    c.round_light(outline, 0.8)


def sachet(c: Canvas, d: Dress) -> None:
    """A flat bag of powder or paste."""
    outline = _film(c, d, 30, 24, 70, 86)
    c.rect(29, 71, 71, 82, d.second)
    label(c, d, 33, 30, 67, 69)
    c.round_light(outline, 0.5)


def pouch(c: Canvas, d: Dress) -> None:
    """A bag that stands on its own gusset."""
    outline = [(27, 18), (73, 18), (74, 60), (76, 80), (72, 85), (50, 87), (28, 85), (24, 80), (26, 60)]
    c.poly(outline, d.main)
    c.rect(27, 18, 73, 23, darker(d.main, 0.15))
    c.line([(28, 25.5), (72, 25.5)], lighter(d.main, 0.4), 0.8)
    c.poly([(25, 74), (50, 79), (75, 74), (76, 80), (72, 85), (50, 87), (28, 85), (24, 80)], d.second)
    label(c, d, 31, 29, 69, 73)
    c.round_light(outline, 0.7)


def sack(c: Canvas, d: Dress) -> None:
    """A sack of rice or flour with a stitched top."""
    outline = [(28, 16), (72, 16), (76, 30), (77, 60), (75, 82), (70, 86), (30, 86), (25, 82), (23, 60), (24, 30)]
    c.poly(outline, mix(CREAM, d.main, 0.08))
    c.poly([(24, 31), (76, 31), (77, 60), (75.7, 74), (24.3, 74), (23, 60)], d.main)
    c.poly([(24.2, 72.5), (75.8, 72.5), (75.6, 75), (24.4, 75)], d.second)
    for x in range(31, 71, 4):
        c.line([(x, 20), (x + 2, 20)], d.brand, 0.9)
    label(c, d, 30, 34, 70, 71)
    c.round_light(outline, 0.8)


def loose(c: Canvas, d: Dress) -> None:
    """An open sack heaped with goods sold by weight."""
    jute = KRAFT
    outline = [(24, 48), (76, 48), (80, 66), (77, 86), (23, 86), (20, 66)]
    c.oval(50, 47, 25, 15, darker(d.main, 0.15))
    for row in range(5):
        for place in range(11 - row):
            x, y = 50 + (place - (10 - row) / 2) * 4.4, 46 - row * 3.1 + (place % 2) * 1.2
            tone = (place * 5 + row * 3) % 4
            c.oval(x, y, 2.5, 1.9, lighter(d.main, 0.12 * tone))
    c.poly(outline, jute)
    c.rect(21, 45, 79, 52, darker(jute, 0.12), 3.4)
    for x in range(26, 78, 4):
        c.line([(x, 54), (x - (50 - x) * 0.05, 84)], darker(jute, 0.06), 0.5)
    c.rect(28, 54, 72, 84, CREAM, 1.5)
    label(c, d, 31, 55, 69, 83.5, CREAM)
    c.round_light(outline, 0.8)


def carton(c: Canvas, d: Dress) -> None:
    """A drinks brick with a straw."""
    c.line([(58, 26), (60, 12), (67, 9)], WHITE, 2)
    c.poly([(66, 24), (73, 20), (73, 82), (66, 86)], darker(d.main, 0.3))
    c.poly([(33, 24), (40, 20), (73, 20), (66, 24)], lighter(d.main, 0.3))
    c.rect(33, 24, 66, 86, d.main)
    c.poly([(33, 78), (66, 72), (66, 86), (33, 86)], d.second)
    label(c, d, 35.5, 27, 63.5, 73)
    c.round_light([(33, 24), (66, 24), (66, 86), (33, 86)], 0.5)


def gable(c: Canvas, d: Dress) -> None:
    """A tall carton with a roof and a cap."""
    c.poly([(67, 32), (75, 28), (75, 82), (67, 86)], darker(d.main, 0.3))
    c.poly([(67, 32), (75, 28), (70, 17), (67, 17)], darker(d.main, 0.4))
    c.poly([(31, 32), (67, 32), (67, 17), (36, 17)], lighter(d.main, 0.25))
    c.rect(35, 12, 71, 18, darker(d.main, 0.15), 0.6)
    cap(c, 50, 21, 4.6, 7, d.brand)
    c.rect(31, 32, 67, 86, d.main)
    c.poly([(31, 80), (67, 74), (67, 86), (31, 86)], d.second)
    label(c, d, 34, 35, 64, 76)
    c.round_light([(31, 32), (67, 32), (67, 86), (31, 86)], 0.5)


def _box(c: Canvas, d: Dress, x0: float, y0: float, x1: float, ground: Colour) -> None:
    deep = 7
    c.poly([(x1, y0), (x1 + deep, y0 - 5), (x1 + deep, 81), (x1, 86)], darker(ground, 0.32))
    c.poly([(x0, y0), (x0 + deep, y0 - 5), (x1 + deep, y0 - 5), (x1, y0)], lighter(ground, 0.28))
    c.rect(x0, y0, x1, 86, ground)
    band = (86 - y0) * 0.14
    c.rect(x0, 86 - band, x1, 86, d.second)
    inset = (x1 - x0) * 0.08
    label(c, d, x0 + inset, y0 + inset, x1 - inset, 86 - band - 1.5)
    c.round_light([(x0, y0), (x1, y0), (x1, 86), (x0, 86)], 0.4)


def box(c: Canvas, d: Dress) -> None:
    """An upright box."""
    _box(c, d, 26, 28, 67, d.main)


def longbox(c: Canvas, d: Dress) -> None:
    """A long, low box."""
    c.rect(14, 46, 84, 56, rgb("dfeef5"), 3)
    _box(c, d, 9, 54, 82, d.main)


def giftbox(c: Canvas, d: Dress) -> None:
    """A present with a golden ribbon."""
    _box(c, d, 22, 34, 71, d.main)
    for side in (-1, 1):
        c.oval(49 + side * 7, 25, 7, 4.6, GOLD)
        c.oval(49 + side * 7, 25, 4, 2.2, darker(d.main, 0.1))
    c.rect(46.5, 22, 51.5, 33, GOLD, 1.5)
    c.rect(22, 33, 71, 36, GOLD)


def bowl(c: Canvas, d: Dress) -> None:
    """A wide box of ready food under a paper sleeve."""
    outline = [(16, 46), (84, 46), (77, 82), (73, 86), (27, 86), (23, 82)]
    c.poly(outline, rgb("33313b"))
    c.rect(13, 39, 87, 48, rgb("4a4854"), 3)
    c.poly([(25, 39), (75, 39), (71, 86), (29, 86)], d.main)
    c.rect(25, 39, 75, 41, d.second)
    label(c, d, 30, 43, 70, 83)
    c.round_light(outline, 0.6)


def bar(c: Canvas, d: Dress) -> None:
    """A wrapped bar with crimped ends."""
    left = [(9 + 1.4 * (turn % 2), 48 + 4 * turn) for turn in range(10)]
    outline = left + [(100 - x, y) for x, y in reversed(left)]
    c.poly(outline, d.main)
    for x in (11, 85):
        c.rect(x, 48, x + 4, 84, darker(d.main, 0.15))
    c.poly([(15, 77), (85, 70), (85, 84), (15, 84)], d.second)
    c.poly([(15, 80), (85, 73), (85, 84), (15, 84)], d.brand)
    label(c, d, 18, 49.5, 82, 70.5)
    c.round_light(outline, 0.4)


def stick(c: Canvas, d: Dress) -> None:
    """A thin roll, closed at both ends."""
    for x, turn in ((14, 1), (86, -1)):
        c.poly([(x, 72), (x - 8 * turn, 60), (x - 8 * turn, 84)], d.second)
    c.rect(12, 57, 88, 86, d.main, 9)
    band = mix(d.main, d.brand, 0.4)
    c.rect(21, 57, 79, 86, band)
    label(c, d, 22, 60, 78, 83, band)
    c.round_light([(15, 58), (85, 58), (85, 85), (15, 85)], 0.5)


def soap(c: Canvas, d: Dress) -> None:
    """A bar of soap before its box."""
    _box(c, d, 13, 40, 78, d.main)
    c.rect(60, 76, 94, 89, lighter(d.main, 0.55), 5)
    c.rect(63.5, 78.5, 90.5, 86.5, lighter(d.main, 0.72), 3.4)
    for x, y, r in ((20, 30, 3), (27, 25, 2), (90, 68, 2.4), (88, 61, 1.5)):
        c.oval(x, y, r, r, WHITE)


PACKS: dict[str, Callable[[Canvas, Dress], None]] = {
    "bag": bag, "bar": bar, "bowl": bowl, "box": box, "carton": carton, "gable": gable, "giftbox": giftbox,
    "longbox": longbox, "loose": loose, "pouch": pouch, "sachet": sachet, "sack": sack, "soap": soap, "stick": stick,
}  # fmt: skip
