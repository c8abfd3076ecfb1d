"""Small signs for a label: what the goods are made of or made for."""

from collections.abc import Callable
from math import cos, pi, sin

from bot.demo.drawing.canvas import Canvas
from bot.demo.drawing.colours import CREAM, WHITE, Colour, darker, lighter, mix, rgb

_LEAF = rgb("4f9e4a")


def emblem(c: Canvas, sign: str, x: float, y: float, r: float, ink: Colour) -> None:
    """Draw a sign on a pale plate of this radius."""
    c.oval(x, y, r, r, CREAM)
    _SIGNS[sign](c, x, y, r * 0.72, ink)


def _leaf_shape(x: float, y: float, length: float, turn: float) -> list[tuple[float, float]]:
    side = [(step / 8, 0.28 * sin(pi * step / 8)) for step in range(9)]
    outline = side + [(a, -b) for a, b in reversed(side)]
    return [
        (x + length * (a * cos(turn) - b * sin(turn)), y + length * (a * sin(turn) + b * cos(turn))) for a, b in outline
    ]


def _bubbles(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for dx, dy, part in ((-0.35, 0.3, 0.5), (0.4, -0.1, 0.4), (-0.15, -0.6, 0.28), (0.45, 0.65, 0.22)):
        c.oval(x + dx * r, y + dy * r, part * r, part * r, ink)
        c.oval(x + (dx - 0.12 * part) * r, y + (dy - 0.3 * part) * r, part * r / 3, part * r / 3, lighter(ink, 0.7))


def _citrus(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x, y, r, r, ink)
    c.oval(x, y, r * 0.86, r * 0.86, lighter(ink, 0.85))
    for turn in range(8):
        a, b = turn * pi / 4 + 0.08, (turn + 1) * pi / 4 - 0.08
        c.poly([(x, y), *((x + 0.76 * r * cos(t), y + 0.76 * r * sin(t)) for t in (a, (a + b) / 2, b))], ink)


def _leaf(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    green = mix(_LEAF, ink, 0.15)
    c.poly(_leaf_shape(x, y + 0.75 * r, 1.5 * r, -pi / 2 - 0.72), green)
    c.poly(_leaf_shape(x, y + 0.75 * r, 1.75 * r, -pi / 2 + 0.4), darker(green, 0.2))


def _drop(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x, y + 0.3 * r, 0.66 * r, 0.66 * r, ink)
    c.poly([(x - 0.6 * r, y + 0.05 * r), (x, y - r), (x + 0.6 * r, y + 0.05 * r)], ink)
    c.oval(x - 0.22 * r, y + 0.4 * r, 0.16 * r, 0.24 * r, lighter(ink, 0.7))


def _fruit(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x - 0.22 * r, y + 0.15 * r, 0.66 * r, 0.75 * r, ink)
    c.oval(x + 0.22 * r, y + 0.15 * r, 0.66 * r, 0.75 * r, mix(ink, (255, 90, 80), 0.15))
    c.line([(x, y - 0.5 * r), (x + 0.1 * r, y - 0.9 * r)], darker(_LEAF, 0.4), 0.14 * r)
    c.poly(_leaf_shape(x + 0.05 * r, y - 0.6 * r, 0.9 * r, -0.35), _LEAF)


def _berry(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    red = mix(rgb("e4364f"), ink, 0.2)
    c.oval(x, y - 0.1 * r, 0.72 * r, 0.6 * r, red)
    c.poly([(x - 0.68 * r, y + 0.08 * r), (x, y + r), (x + 0.68 * r, y + 0.08 * r)], red)
    for dx, dy in ((-0.3, 0), (0.3, 0), (0, 0.3), (-0.15, -0.3), (0.2, -0.28)):
        c.oval(x + dx * r, y + dy * r, 0.06 * r, 0.08 * r, CREAM)
    for turn in (-2.7, -pi / 2, -0.45):
        c.poly(_leaf_shape(x, y - 0.55 * r, 0.55 * r, turn), _LEAF)


def _flower(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for turn in range(5):
        angle = turn * 2 * pi / 5 - pi / 2
        c.oval(x + 0.52 * r * cos(angle), y + 0.52 * r * sin(angle), 0.42 * r, 0.42 * r, ink)
    c.oval(x, y, 0.3 * r, 0.3 * r, rgb("ffd75e"))


def _spikes(x: float, y: float, r: float, count: int, inner: float) -> list[tuple[float, float]]:
    angles = (turn * pi / count - pi / 2 for turn in range(2 * count))
    reach = (r if turn % 2 == 0 else r * inner for turn in range(2 * count))
    return [(x + far * cos(a), y + far * sin(a)) for a, far in zip(angles, reach, strict=True)]


def _star(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.poly(_spikes(x, y, r, 8, 0.5), ink)
    c.oval(x, y, 0.3 * r, 0.3 * r, lighter(ink, 0.6))


def _sparkle(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.poly(_spikes(x - 0.15 * r, y + 0.1 * r, 0.9 * r, 4, 0.28), ink)
    c.poly(_spikes(x + 0.62 * r, y - 0.6 * r, 0.42 * r, 4, 0.28), lighter(ink, 0.3))


def _chili(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    red = mix(rgb("d62828"), ink, 0.2)
    curve = [(x - 0.6 * r + 1.35 * r * t, y - 0.45 * r + 1.2 * r * t * t) for t in (n / 10 for n in range(11))]
    for n, (px, py) in enumerate(curve):
        thick = 0.34 * r * (1 - n / 11)
        c.oval(px, py, thick, thick, red)
    c.line([(x - 0.7 * r, y - 0.55 * r), (x - 0.9 * r, y - 0.95 * r)], _LEAF, 0.2 * r)


def _flame(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    hot = mix(rgb("f0642d"), ink, 0.2)
    for part, colour in ((1.0, hot), (0.55, rgb("ffd166"))):
        base = y + 0.9 * r
        c.oval(x, base - 0.6 * r * part, 0.62 * r * part, 0.6 * r * part, colour)
        c.poly([(x - 0.58 * r * part, base - 0.8 * r * part), (x + 0.12 * r, base - 1.9 * r * part),
                (x + 0.58 * r * part, base - 0.8 * r * part)], colour)  # fmt: skip


def _cookie(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x, y, 0.92 * r, 0.92 * r, rgb("d9a25c"))
    for dx, dy, part in ((-0.4, -0.3, 0.18), (0.3, -0.45, 0.14), (0.1, 0.1, 0.2), (-0.4, 0.4, 0.15), (0.5, 0.35, 0.15)):
        c.oval(x + dx * r, y + dy * r, part * r, part * r, darker(ink, 0.35))


def _mushroom(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.rect(x - 0.25 * r, y, x + 0.25 * r, y + 0.85 * r, lighter(ink, 0.6), 0.2 * r)
    c.oval(x, y - 0.1 * r, 0.85 * r, 0.62 * r, ink)
    c.rect(x - 0.9 * r, y + 0.12 * r, x + 0.9 * r, y + 0.6 * r, CREAM)
    c.rect(x - 0.25 * r, y, x + 0.25 * r, y + 0.85 * r, lighter(ink, 0.5), 0.2 * r)


def _wave(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for row, colour in enumerate((ink, lighter(ink, 0.3), lighter(ink, 0.55))):
        level = y + (row - 1) * 0.5 * r
        points = [(x + (n / 8 - 1) * 0.9 * r, level + 0.16 * r * sin(n * pi / 4)) for n in range(17)]
        c.line(points, colour, 0.22 * r)


def _tooth(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x, y, r, r, lighter(ink, 0.1))
    for side in (-1, 1):
        c.oval(x + side * 0.28 * r, y - 0.25 * r, 0.36 * r, 0.38 * r, WHITE)
        c.poly([(x + side * 0.62 * r, y - 0.2 * r), (x, y - 0.2 * r), (x + side * 0.05 * r, y + 0.15 * r),
                (x + side * 0.36 * r, y + 0.72 * r)], WHITE)  # fmt: skip


def _bowl(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for dx in (-0.35, 0, 0.35):
        c.line([(x + dx * r, y - 0.3 * r), (x + (dx + 0.1) * r, y - 0.6 * r), (x + dx * r, y - 0.9 * r)],
               lighter(ink, 0.45), 0.12 * r)  # fmt: skip
    c.poly([(x + 0.9 * r * cos(n * pi / 12), y + 0.85 * r * sin(n * pi / 12)) for n in range(13)], ink)
    c.rect(x - 0.95 * r, y - 0.12 * r, x + 0.95 * r, y + 0.08 * r, darker(ink, 0.2), 0.08 * r)


def _bolt(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    zigzag = ((0.2, -1), (-0.6, 0.15), (-0.05, 0.15), (-0.25, 1), (0.6, -0.25), (0.05, -0.25))
    c.poly([(x + dx * r, y + dy * r) for dx, dy in zigzag], ink)


def _heart(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for side in (-1, 1):
        c.oval(x + side * 0.4 * r, y - 0.25 * r, 0.45 * r, 0.45 * r, ink)
    c.poly([(x - 0.8 * r, y - 0.05 * r), (x, y - 0.3 * r), (x + 0.8 * r, y - 0.05 * r), (x, y + 0.9 * r)], ink)


def _bean(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for dx, dy in ((-0.32, 0.25), (0.35, -0.25)):
        c.oval(x + dx * r, y + dy * r, 0.46 * r, 0.6 * r, ink)
        px, py = x + dx * r, y + dy * r
        c.line([(px, py - 0.4 * r), (px + 0.1 * r, py), (px - 0.02 * r, py + 0.4 * r)], lighter(ink, 0.5), 0.1 * r)


def _nut(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x, y + 0.2 * r, 0.6 * r, 0.75 * r, lighter(ink, 0.15))
    c.oval(x, y - 0.35 * r, 0.75 * r, 0.42 * r, darker(ink, 0.25))
    c.line([(x, y - 0.7 * r), (x + 0.1 * r, y - 0.98 * r)], darker(ink, 0.4), 0.14 * r)


def _grain(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    gold = mix(rgb("dba531"), ink, 0.25)
    c.line([(x, y + r), (x, y - 0.6 * r)], darker(gold, 0.2), 0.1 * r)
    for step in range(4):
        level = y + (0.6 - 0.42 * step) * r
        c.poly(_leaf_shape(x, level, 0.72 * r, -pi / 4), gold)
        c.poly(_leaf_shape(x, level, 0.72 * r, -3 * pi / 4), darker(gold, 0.1))


def _grapes(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for row in range(4):
        for place in range(4 - row):
            px = x + (place - (3 - row) / 2) * 0.46 * r
            c.oval(px, y + (row * 0.4 - 0.4) * r, 0.26 * r, 0.26 * r, lighter(ink, 0.12 * ((row + place) % 3)))
    c.poly(_leaf_shape(x, y - 0.55 * r, 0.8 * r, -0.5), _LEAF)


def _cloud(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for dx, dy, part in ((-0.45, 0.15, 0.4), (0, -0.15, 0.52), (0.48, 0.15, 0.38)):
        c.oval(x + dx * r, y + dy * r, part * r, part * r, ink)
    c.rect(x - 0.55 * r, y + 0.1 * r, x + 0.55 * r, y + 0.54 * r, ink, 0.2 * r)


def _moon(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    c.oval(x, y, 0.88 * r, 0.88 * r, ink)
    c.oval(x + 0.38 * r, y - 0.22 * r, 0.72 * r, 0.72 * r, CREAM)
    c.poly(_spikes(x + 0.4 * r, y - 0.2 * r, 0.34 * r, 4, 0.3), rgb("f3c64b"))


def _candy(c: Canvas, x: float, y: float, r: float, ink: Colour) -> None:
    for side in (-1, 1):
        c.poly([(x + side * 0.4 * r, y), (x + side * r, y - 0.5 * r), (x + side * r, y + 0.5 * r)], lighter(ink, 0.3))
    c.oval(x, y, 0.56 * r, 0.56 * r, ink)
    c.oval(x - 0.18 * r, y - 0.2 * r, 0.14 * r, 0.14 * r, WHITE)


_SIGNS: dict[str, Callable[[Canvas, float, float, float, Colour], None]] = {
    "bean": _bean, "berry": _berry, "bolt": _bolt, "bowl": _bowl, "bubbles": _bubbles, "candy": _candy,
    "chili": _chili, "citrus": _citrus, "cloud": _cloud, "cookie": _cookie, "drop": _drop, "flame": _flame,
    "flower": _flower, "fruit": _fruit, "grain": _grain, "grapes": _grapes, "heart": _heart, "leaf": _leaf,
    "moon": _moon, "mushroom": _mushroom, "nut": _nut, "sparkle": _sparkle, "star": _star, "tooth": _tooth,
    "wave": _wave,
}  # fmt: skip
