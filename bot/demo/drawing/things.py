"""Paper goods, batteries, bulbs and all the other things of a household."""

from collections.abc import Callable
from math import cos, pi, sin

from bot.demo.drawing.canvas import Canvas, turned
from bot.demo.drawing.colours import CREAM, GOLD, INK, KRAFT, STEEL, WHITE, Colour, darker, lighter, mix, rgb
from bot.demo.drawing.labels import Dress, label, maker_plate

_FILM = rgb("f4f8fb")


def tissue(c: Canvas, d: Dress) -> None:
    """A soft pack with a tissue looking out."""
    c.poly([(38, 48), (36, 34), (44, 38), (50, 28), (55, 37), (64, 32), (62, 48)], WHITE)
    c.poly([(50, 28), (55, 37), (54, 48), (47, 48)], rgb("eef2f6"))
    c.rect(16, 45, 84, 86, d.main, 5)
    c.oval(50, 46.5, 15, 3, darker(d.main, 0.25))
    c.rect(16, 76, 84, 81, d.second)
    label(c, d, 21, 51, 79, 75)
    c.round_light([(16, 46), (84, 46), (84, 85), (16, 85)], 0.5)


def tissues(c: Canvas, d: Dress) -> None:
    """A stack of soft packs in one film."""
    for row in range(4):
        for left, right in ((17, 49.4), (50.6, 83)):
            y = 24 + row * 15.6
            c.rect(left, y, right, y + 14.6, lighter(d.main, 0.14 * (row % 2)), 3)
    c.rect(42, 15, 58, 19, d.brand, 2)
    c.rect(24, 36, 76, 75, d.main, 3)
    label(c, d, 29, 38, 71, 73)
    c.round_light([(17, 24), (83, 24), (83, 86), (17, 86)], 0.5)


def rolls(c: Canvas, d: Dress) -> None:
    """Paper rolls under a printed film."""
    c.rect(18, 16, 82, 86, mix(d.main, _FILM, 0.7), 4)
    for x in (29.5, 50, 70.5):
        c.rect(x - 9.5, 24, x + 9.5, 50, WHITE, 2)
        c.oval(x, 24, 9.5, 4, rgb("eef0f4"))
        c.oval(x, 24, 3.4, 1.6, KRAFT)
    c.rect(18, 46, 82, 86, d.main, 4)
    c.rect(18, 46, 82, 49, d.second)
    label(c, d, 24, 52, 76, 83)
    c.round_light([(18, 16), (82, 16), (82, 86), (18, 86)], 0.6)


def softpack(c: Canvas, d: Dress) -> None:
    """A plump pack with a handle to carry it by."""
    c.line([(38, 24), (41, 14), (59, 14), (62, 24)], d.second, 3)
    c.rect(21, 21, 79, 86, d.main, 8)
    c.rect(21, 72, 79, 80, d.second)
    c.rect(21, 75, 79, 80, lighter(d.main, 0.3))
    label(c, d, 27, 26, 73, 71)
    c.round_light([(21, 25), (79, 25), (79, 83), (21, 83)], 0.6)


def _pot(c: Canvas, x: float, top: float, colour: Colour, lid: Colour) -> None:
    outline = [(x - 8, top), (x + 8, top), (x + 6.4, top + 24), (x - 6.4, top + 24)]
    c.poly(outline, colour)
    c.rect(x - 9, top - 2, x + 9, top + 1.6, lid, 1)
    c.round_light(outline)


def cup8(c: Canvas, d: Dress) -> None:
    """Yogurt pots in two rows."""
    for top in (30, 60):
        for place in range(4):
            _pot(c, 22.5 + place * 18.4, top, WHITE if top == 30 else CREAM, d.main)  # noqa: PLR2004
    c.rect(16, 40, 84, 74, d.main, 3)
    c.rect(16, 71, 84, 74, d.second)
    label(c, d, 20, 42, 80, 70)


def tray5(c: Canvas, d: Dress) -> None:
    """Five small bottles in a band."""
    for place in range(5):
        x = 20 + place * 15
        profile = ((32, 4), (36, 4), (44, 6.8), (54, 6), (84, 6.8), (86, 6))
        c.poly(turned(profile, x), CREAM)
        c.rect(x - 4.6, 29, x + 4.6, 34, d.brand, 1)
        c.round_light(turned(profile, x))
    c.rect(11, 50, 89, 78, d.main, 2)
    c.rect(11, 75.6, 89, 78, d.second)
    label(c, d, 15, 52, 85, 75)


def _card(c: Canvas, d: Dress) -> None:
    c.rect(24, 13, 76, 86, d.main, 3)
    c.oval(50, 18, 3, 1.6, d.paper)


def battery(c: Canvas, d: Dress) -> None:
    """Batteries on a card."""
    _card(c, d)
    label(c, d, 28, 22, 72, 48)
    c.rect(28, 50, 72, 83, lighter(d.main, 0.75), 3)
    for x in (34, 44.6, 55.4, 66):
        c.rect(x - 1.6, 53, x + 1.6, 57, STEEL)
        c.rect(x - 4.4, 55, x + 4.4, 81, d.brand, 1.4)
        c.rect(x - 4.4, 55, x + 4.4, 63, d.second, 1.4)
        c.round_light([(x - 4.4, 55), (x + 4.4, 55), (x + 4.4, 81), (x - 4.4, 81)])


def toothbrush(c: Canvas, d: Dress) -> None:
    """Two toothbrushes on a card."""
    _card(c, d)
    for x, colour in ((34, d.second), (42, mix(d.main, rgb("ff9a76"), 0.7))):
        c.line([(x, 24), (x, 81)], colour, 2.6)
        c.rect(x - 2.6, 22, x + 2.6, 36, colour, 2)
        for y in range(23, 35, 3):
            c.rect(x - 1.8, y, x + 1.8, y + 1.8, WHITE, 0.4)
    label(c, d, 49, 26, 73, 80)


def razor(c: Canvas, d: Dress) -> None:
    """Two razors on a card."""
    _card(c, d)
    for x, colour in ((34, d.second), (44, rgb("f2a65a"))):
        c.line([(x, 36), (x, 80)], colour, 3.2)
        c.rect(x - 4.6, 26, x + 4.6, 36, colour, 1.4)
        c.rect(x - 4, 28.5, x + 4, 31, STEEL)
    label(c, d, 51, 26, 73, 80)


def bulb(c: Canvas, d: Dress) -> None:
    """A lamp with rays of light."""
    for turn in range(9):
        angle = pi + turn * pi / 8
        near, far = 29, 34
        points = [(50 + r * cos(angle), 40 + r * sin(angle)) for r in (near, far)]
        c.line(points, d.main, 1.6)
    globe = [(50 + 25 * cos(n * pi / 36), 40 + 25 * sin(n * pi / 36)) for n in range(73)]
    c.poly([(29, 54), (71, 54), (62, 66), (38, 66)], mix(d.main, WHITE, 0.72))
    c.poly(globe, mix(d.main, WHITE, 0.72))
    c.round_light(globe, 0.7)
    c.rect(37, 62, 63, 73, WHITE, 1.5)
    for y in (73, 77, 81):
        c.rect(41, y, 59, y + 3, STEEL, 1.2)
    c.rect(45, 84, 55, 86.5, darker(STEEL, 0.4), 1)
    maker_plate(c, d, 50, 38, 34, 9)
    c.words(d.title, 50, 48, 28, 5, INK)


def powerstrip(c: Canvas, d: Dress) -> None:
    """A power strip and its cord."""
    cord = [(84, 56), (92, 52), (90, 38), (74, 34), (62, 28)]
    c.line(cord, INK, 2)
    c.rect(55, 22, 64, 33, INK, 2)
    c.rect(8, 46, 84, 86, WHITE, 5)
    c.rect(8, 76, 84, 86, d.main, 5)
    for x in (20, 38, 56):
        c.rect(x - 7.5, 49, x + 7.5, 65, rgb("e8ebf0"), 2)
        for dx in (-3, 3):
            c.line([(x + dx, 53), (x + dx * 0.6, 57)], INK, 1)
        c.line([(x, 60), (x, 62.4)], INK, 1)
    c.rect(68, 51, 79, 63, rgb("e4572e"), 2)
    maker_plate(c, d, 29, 70.5, 34, 7)
    c.words(d.title, 63, 70.5, 30, 5, INK)


def cable(c: Canvas, d: Dress) -> None:
    """A coiled cable with its two plugs."""
    for ring in (29, 23):
        c.oval(50, 48, ring, ring, d.main)
        c.oval(50, 48, ring - 3, ring - 3, lighter(d.paper, 0.45))
    for x in (36, 64):
        c.line([(x, 68), (x, 76)], d.main, 2.4)
        c.rect(x - 4, 72, x + 4, 82, INK, 1.4)
        c.rect(x - 2.6, 82, x + 2.6, 87, STEEL)
    maker_plate(c, d, 50, 45, 32, 9)
    c.words(d.title, 50, 53, 28, 4.5, INK)


def lighter_box(c: Canvas, d: Dress) -> None:
    """Lighters in their display."""
    for x, colour in ((24, "e4572e"), (37, "2f9fd8"), (50, "f2b632"), (63, "4fae5c"), (76, "a05ac8")):
        c.rect(x - 4.6, 28, x + 4.6, 66, rgb(colour), 1.4)
        c.rect(x - 4.6, 20, x + 4.6, 29, STEEL, 1)
        c.rect(x - 1, 16, x + 4.6, 21, darker(STEEL, 0.4), 1)
        c.round_light([(x - 4.6, 20), (x + 4.6, 20), (x + 4.6, 66), (x - 4.6, 66)])
    c.rect(14, 52, 86, 86, d.main, 2)
    c.rect(14, 52, 86, 54, d.second)
    label(c, d, 19, 56, 81, 83)


def bagroll(c: Canvas, d: Dress) -> None:
    """A roll of bags with a paper band."""
    film = mix(d.main, _FILM, 0.35)
    c.poly([(14, 60), (10, 86), (30, 86), (32, 60)], lighter(film, 0.2))
    c.rect(14, 34, 86, 76, film, 6)
    c.oval(86, 55, 6, 21, darker(film, 0.2))
    c.oval(86, 55, 2.6, 9, INK)
    c.rect(24, 34, 74, 76, d.main)
    for x in (24, 72.6):
        c.rect(x, 34, x + 1.4, 76, d.second)
    label(c, d, 28, 40, 70, 70)
    c.round_light([(14, 34), (86, 34), (86, 76), (14, 76)], 0.35)


def cups(c: Canvas, d: Dress) -> None:
    """Paper cups, one in another."""
    for step in range(6):
        y = 16 + step * 5
        c.poly([(30, y), (70, y), (65, y + 40), (35, y + 40)], WHITE if step % 2 else CREAM)
        c.rect(28.6, y - 1.4, 71.4, y + 1.6, lighter(STEEL, 0.5), 1.4)
    outline = [(30, 43), (70, 43), (65, 86), (35, 86)]
    c.poly(outline, d.main)
    c.rect(28.6, 40.6, 71.4, 44, WHITE, 1.6)
    label(c, d, 37, 48, 63, 82)
    c.round_light(outline)


def chopsticks(c: Canvas, d: Dress) -> None:
    """Chopsticks in a bag."""
    for place in range(12):
        x = 30 + place * 3.6
        c.line([(x, 14 + (place % 3)), (x, 84)], lighter(rgb("d8a860"), 0.12 * (place % 3)), 1.9)
    c.rect(25, 40, 75, 86, d.main, 3)
    c.rect(25, 40, 75, 42.4, d.second)
    label(c, d, 30, 45, 70, 83)
    c.round_light([(25, 14), (75, 14), (75, 86), (25, 86)], 0.5)


def noodlepack(c: Canvas, d: Dress) -> None:
    """Straight noodles held by a paper band."""
    for place in range(20):
        x = 30 + place * 2.1
        c.line([(x, 13 + (place % 3) * 0.8), (x, 85)], lighter(rgb("eacb86"), 0.16 * (place % 3)), 1.7)
    c.rect(27.5, 26, 72.5, 76, d.main)
    for y in (26, 74.4):
        c.rect(27.5, y, 72.5, y + 1.6, d.second)
    label(c, d, 32, 30, 68, 72)
    c.round_light([(27.5, 13), (72.5, 13), (72.5, 86), (27.5, 86)], 0.8)


def tape(c: Canvas, d: Dress) -> None:
    """A roll of clear tape."""
    c.oval(53, 50, 36, 36, darker(GOLD, 0.15))
    c.oval(48, 50, 36, 36, mix(GOLD, WHITE, 0.45))
    c.oval(48, 50, 24, 24, KRAFT)
    c.oval(48, 50, 21.5, 21.5, CREAM)
    label(c, d, 34, 37, 62, 63, CREAM)


def sponge(c: Canvas, d: Dress) -> None:
    """A pack of two-sided sponges."""
    for turn, colour in enumerate(("f2c84b", "f29a76", "7cc6a4", "8fb8ea")):
        y = 22 + turn * 16
        c.rect(18, y, 82, y + 14.5, rgb(colour), 2)
        c.rect(18, y, 82, y + 4.5, rgb("3f7f5a"), 1.6)
    c.rect(30, 30, 70, 80, d.brand, 3)
    label(c, d, 34, 33, 66, 77, d.brand)
    c.round_light([(18, 22), (82, 22), (82, 86), (18, 86)], 0.5)


THINGS: dict[str, Callable[[Canvas, Dress], None]] = {
    "bagroll": bagroll, "battery": battery, "bulb": bulb, "cable": cable, "chopsticks": chopsticks, "cup8": cup8,
    "cups": cups, "lighter": lighter_box, "noodlepack": noodlepack, "powerstrip": powerstrip, "razor": razor,
    "rolls": rolls, "softpack": softpack, "sponge": sponge, "tape": tape, "tissue": tissue, "tissues": tissues,
    "toothbrush": toothbrush, "tray5": tray5,
}  # fmt: skip
