"""The colours of the demo's brands and flavours, and a little mixing."""

import csv
from colorsys import hsv_to_rgb, rgb_to_hsv
from importlib.resources import files

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
CREAM: Colour = (255, 249, 236)
INK: Colour = (44, 40, 58)
STEEL: Colour = (205, 210, 218)
GOLD: Colour = (224, 180, 84)
KRAFT: Colour = (214, 178, 130)


def rgb(code: str) -> Colour:
    """``d94f3d`` as a colour."""
    return (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """The first colour with so large a part of the other."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return (red, green, blue)


def darker(colour: Colour, part: float = 0.25) -> Colour:
    """A shade of the colour."""
    return mix(colour, (18, 14, 32), part)


def lighter(colour: Colour, part: float = 0.35) -> Colour:
    """A tint of the colour."""
    return mix(colour, WHITE, part)


def pastel(colour: Colour) -> Colour:
    """The same hue, pale and clear; grey stays nearly grey."""
    hue, strength, _ = rgb_to_hsv(*(part / 255 for part in colour))
    red, green, blue = hsv_to_rgb(hue, min(0.14, 0.25 * strength + 0.03), 0.965)
    return (round(red * 255), round(green * 255), round(blue * 255))


def readable_on(colour: Colour) -> Colour:
    """White, or ink where white would be too faint."""
    red, green, blue = colour
    return INK if 0.3 * red + 0.59 * green + 0.11 * blue > 168 else WHITE  # noqa: PLR2004 - the eye's own weights


def _rows(name: str) -> list[dict[str, str]]:
    text = files("bot.demo.drawing").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


#: Main colour and second colour of each brand.
BRANDS: dict[str, tuple[Colour, Colour]] = {
    row["brand"]: (rgb(row["main"]), rgb(row["second"])) for row in _rows("brands.csv")
}
#: A word of the English spec or name, the goods' colour and the emblem; the first that fits counts.
FLAVOURS: tuple[tuple[str, Colour, str], ...] = tuple(
    (row["word"], rgb(row["colour"]), row["emblem"]) for row in _rows("flavours.csv")
)
