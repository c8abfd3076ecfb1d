"""Draws the picture of a demo SKU: a package of its kind in its brand's colours."""

from bot.demo.drawing.bottles import BOTTLES
from bot.demo.drawing.canvas import Canvas, disc
from bot.demo.drawing.colours import INK, WHITE
from bot.demo.drawing.labels import design_label
from bot.demo.drawing.packs import PACKS
from bot.demo.drawing.things import THINGS
from bot.demo.goods import DemoGood

_LOOKS = BOTTLES | PACKS | THINGS
_SPEC_HEIGHT = 4.6


def draw(good: DemoGood, size: int = 480, *, english: bool = False) -> bytes:
    """The good's picture as a JPEG with a label in Chinese or English, the same bytes each time."""
    name = good.name_en.removeprefix(good.brand_en).strip()
    title = name if english else good.name.removeprefix(good.brand)
    maker = good.brand_en if english else good.brand
    worn = design_label(name, good.brand_en, good.spec_en, maker=maker, title=title)
    canvas = Canvas(size, worn.paper)
    disc(canvas, worn.paper)
    canvas.shadow(50, 87, 38 * worn.zoom, 7)
    canvas.zoom = worn.zoom
    _LOOKS[good.look](canvas, worn)
    canvas.zoom = 1
    _spec(canvas, good.spec_en if english else good.spec)
    return canvas.jpeg()


def _spec(canvas: Canvas, text: str) -> None:
    if text.replace("×", "x").isascii():
        text = text.replace("×", "x")  # Pillow's own font has no such sign
    columns = sum(1 if letter.isascii() else 2 for letter in text)
    half = min(46.0, 3 + columns * 1.25)
    canvas.rect(50 - half, 91.2, 50 + half, 98, WHITE, 3.4)
    canvas.words(text, 50, 94.5, 2 * half - 4, _SPEC_HEIGHT, INK)
