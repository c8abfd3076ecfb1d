"""A drawing sheet of 100 by 100, drawn large and handed back small, so that edges come out smooth."""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from bot.demo.drawing.colours import WHITE, Colour, mix

Points = Sequence[tuple[float, float]]
_Pixels = tuple[tuple[float, float], ...]
_OVERSIZE = 2
_FLOOR = 86.0  # things stand here, and grow from here
_EASE_STEPS = 8
_DARK: Colour = (20, 15, 40)


class Canvas:
    """Takes shapes in hundredths of the picture; ``zoom`` grows them from the middle of the floor."""

    def __init__(self, size: int, paper: Colour) -> None:
        self._side = size * _OVERSIZE
        self._unit = self._side / 100
        self.zoom = 1.0
        self._image = Image.new("RGB", (self._side, self._side), paper)
        self._draw = ImageDraw.Draw(self._image)
        self._lights: list[tuple[_Pixels, float]] = []

    def poly(self, points: Points, colour: Colour) -> None:
        """Fill an outline."""
        self._draw.polygon([self._at(x, y) for x, y in points], fill=colour)

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, radius: float = 0) -> None:
        """Fill a box, its corners rounded."""
        box = (*self._at(x0, y0), *self._at(x1, y1))
        self._draw.rounded_rectangle(box, radius * self._unit * self.zoom, fill=colour)

    def oval(self, x: float, y: float, rx: float, ry: float, colour: Colour) -> None:
        """Fill an ellipse around a point."""
        self._draw.ellipse((*self._at(x - rx, y - ry), *self._at(x + rx, y + ry)), fill=colour)

    def line(self, points: Points, colour: Colour, width: float) -> None:
        """Draw a stroke with round ends."""
        pixels = [self._at(x, y) for x, y in points]
        self._draw.line(pixels, fill=colour, width=round(width * self._unit * self.zoom), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, colour)

    def words(self, text: str, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Write a line in the middle of (x, y), as large as the width and height allow."""
        scale = self._unit * self.zoom
        pixels = int(min(height * scale, 100 * width * scale / _length(text)))
        if pixels > 0:
            font, stroke = _font(pixels, latin=text.isascii()), int(text.isascii())
            self._draw.text(self._at(x, y), text, colour, font, "mm", stroke_width=stroke, stroke_fill=colour)

    def shadow(self, x: float, y: float, rx: float, ry: float) -> None:
        """Lay a soft shadow on the floor."""
        left, top = self._at(x - rx, y - ry)
        right, bottom = self._at(x + rx, y + ry)
        mask = _soft_oval(max(1, int(right - left)), max(1, int(bottom - top)))
        self._image.paste((40, 40, 60), (int(left), int(top)), mask)

    def round_light(self, points: Points, strength: float = 1) -> None:
        """Light an outline as a cylinder, once all is drawn: bright on the left, dark on the right."""
        self._lights.append((tuple(self._at(x, y) for x, y in points), strength))

    def jpeg(self) -> bytes:
        """Hand back the finished picture."""
        small = self._image.reduce(_OVERSIZE)
        for outline, strength in self._lights:
            light = _cylinder(outline, strength)
            small.paste(light.colours, light.corner, light.mask)
        out = BytesIO()
        small.save(out, "JPEG", quality=73, optimize=True)
        return out.getvalue()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        scale = self.zoom * self._unit
        return (50 * self._unit + (x - 50) * scale, _FLOOR * self._unit + (y - _FLOOR) * scale)


def turned(profile: Sequence[tuple[float, float]], x: float = 50) -> list[tuple[float, float]]:
    """The outline of a turned body: half-widths at heights, eased from one to the next."""
    right = [(x + width, y) for y, width in _eased(profile)]
    left = [(2 * x - px, y) for px, y in reversed(right)]
    return right + left


def between(profile: Sequence[tuple[float, float]], top: float, bottom: float) -> list[tuple[float, float]]:
    """That part of a turned body's outline which lies between two heights."""
    inner = [(y, width) for y, width in _eased(profile) if top < y < bottom]
    edges = [(top, _width_at(profile, top)), *inner, (bottom, _width_at(profile, bottom))]
    return [(50 + w, y) for y, w in edges] + [(50 - w, y) for y, w in reversed(edges)]


def _eased(profile: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    points = [profile[0]]
    for (y0, w0), (y1, w1) in pairwise(profile):
        steps = _EASE_STEPS if w0 != w1 else 1
        for step in range(1, steps + 1):
            part = step / steps
            points.append((y0 + (y1 - y0) * part, w0 + (w1 - w0) * part * part * (3 - 2 * part)))
    return points


def _width_at(profile: Sequence[tuple[float, float]], height: float) -> float:
    eased = _eased(profile)
    for (y0, w0), (y1, w1) in pairwise(eased):
        if y0 <= height <= y1:
            return w0 + (w1 - w0) * (height - y0) / ((y1 - y0) or 1)
    return eased[-1][1]


@cache
def _font(pixels: int, *, latin: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The drawing library's own letters, and ours where there are Chinese ones."""
    return ImageFont.load_default(pixels) if latin else ImageFont.truetype(BytesIO(_chinese()), pixels)


@cache
def _chinese() -> bytes:
    return files("bot.demo.drawing").joinpath("labels.otf").read_bytes()


@cache
def _length(text: str) -> float:
    return _font(100, latin=text.isascii()).getlength(text) * 1.05


@lru_cache(4)
def _soft_oval(wide: int, high: int) -> Image.Image:
    mask = Image.new("L", (200, 100))
    ImageDraw.Draw(mask).ellipse((24, 14, 176, 86), fill=80)
    return mask.filter(ImageFilter.GaussianBlur(10)).resize((wide, high))


class _Light(NamedTuple):
    """What is laid over a finished picture: colours, how strongly, and the upper left corner."""

    colours: Image.Image
    mask: Image.Image
    corner: tuple[int, int]


@lru_cache(16)  # the next picture is mostly of the same shape
def _cylinder(outline: _Pixels, strength: float) -> _Light:
    (left, top), (right, bottom) = (
        [int(most(pixel[axis] for pixel in outline)) // _OVERSIZE for axis in (0, 1)] for most in (min, max)
    )
    wide, high = right + 1 - left, bottom + 1 - top
    shape = Image.new("L", (wide * _OVERSIZE, high * _OVERSIZE))
    moved = [(x - left * _OVERSIZE, y - top * _OVERSIZE) for x, y in outline]
    ImageDraw.Draw(shape).polygon(moved, fill=255)
    colours, tones = (strip.resize((wide, 1)).resize((wide, high)) for strip in _strips())
    tones = tones.point([int(tone * strength) for tone in range(256)])
    return _Light(colours, ImageChops.multiply(shape.reduce(_OVERSIZE), tones), (left, top))


@cache
def _strips() -> tuple[Image.Image, Image.Image]:
    """The colours of a lit cylinder from left to right, and how strong they are."""
    colours, tones = Image.new("RGB", (256, 1)), Image.new("L", (256, 1))
    for x in range(256):
        at = x / 255
        dark = 90 * max(0.0, (at - 0.6) / 0.4) ** 1.5 + 40 * max(0.0, 1 - at / 0.12)
        bright = 95 * max(0.0, 1 - abs(at - 0.22) / 0.11)
        colours.putpixel((x, 0), WHITE if bright > dark else _DARK)
        tones.putpixel((x, 0), int(max(dark, bright)))
    return colours, tones


def disc(canvas: Canvas, paper: Colour) -> None:
    """The bright round behind the goods."""
    canvas.oval(50, 50, 41, 41, mix(paper, WHITE, 0.45))
