"""Cans, bottles, jugs, jars: goods that pour."""

from collections.abc import Callable

from bot.demo.drawing.canvas import Canvas, between, turned
from bot.demo.drawing.colours import CREAM, GOLD, STEEL, WHITE, Colour, darker, lighter, mix, rgb
from bot.demo.drawing.labels import Dress, cap, label, panel

_Profile = tuple[tuple[float, float], ...]


def _can(c: Canvas, d: Dress, half: float, top: float) -> None:
    profile = ((top, half - 4), (top + 2, half - 4), (top + 7, half), (81, half), (86, half - 4))
    c.poly(turned(profile), d.main)
    c.poly(between(profile, top, top + 3.5), STEEL)
    c.poly(between(profile, 83, 86), darker(STEEL, 0.15))
    c.poly([(50 - half, 73), (50 + half, 65), (50 + half, 81), (50 - half, 81)], d.second)
    c.poly([(50 - half, 76), (50 + half, 68), (50 + half, 81), (50 - half, 81)], d.brand)
    c.oval(50, top + 0.6, half - 4, 1.6, lighter(STEEL, 0.5))
    label(c, d, 50 - half + 2.5, top + 9, 50 + half - 2.5, 69)
    c.round_light(turned(profile))


def can(c: Canvas, d: Dress) -> None:
    """A drinks can."""
    _can(c, d, 19, 20)


def slimcan(c: Canvas, d: Dress) -> None:
    """A slender drinks can."""
    _can(c, d, 16, 16)


def _bottle(c: Canvas, d: Dress, profile: _Profile, body: Colour, lid: Colour, band: tuple[float, float]) -> None:
    neck = profile[0][1]
    c.poly(turned(profile), body)
    cap(c, 50, profile[0][0] - 5, neck + 0.9, 6, lid)
    panel(c, d, between(profile, *band))
    half = min(abs(x - 50) for x, _ in between(profile, *band)) - 1.5
    label(c, d, 50 - half, band[0] + 2, 50 + half, band[1] - 2)
    c.round_light(turned(profile))


def pet(c: Canvas, d: Dress) -> None:
    """A soft-drink bottle, its drink showing above and below the label."""
    profile = ((12, 5), (17, 5), (35, 19.5), (42, 19.5), (68, 19.5), (72, 18.4), (81, 19), (86, 16))
    _bottle(c, d, profile, mix(d.main, CREAM, 0.3), d.brand, (36, 70))


def water(c: Canvas, d: Dress) -> None:
    """A clear water bottle with ribs."""
    profile = ((12, 5), (17, 5), (32, 18), (42, 18), (66, 18), (84, 18), (86, 16.5))
    _bottle(c, d, profile, mix(d.brand, WHITE, 0.72), d.brand, (34, 67))
    for y in (71, 75, 79, 83):
        c.line([(33.5, y), (50, y + 1), (66.5, y)], mix(d.brand, WHITE, 0.45), 0.7)


def barrel(c: Canvas, d: Dress) -> None:
    """A big jug of water with a handle."""
    clear = mix(d.brand, WHITE, 0.66)
    c.line([(36, 26), (36, 17), (64, 17), (64, 26)], d.brand, 2.4)
    profile = ((22, 7), (26, 7), (36, 25), (48, 26), (80, 26), (86, 22))
    _bottle(c, d, profile, clear, d.brand, (44, 70))
    for y in (74, 79):
        c.line([(25, y), (50, y + 1.4), (75, y)], mix(d.brand, WHITE, 0.4), 0.9)


def beer(c: Canvas, d: Dress) -> None:
    """A long-necked beer bottle."""
    profile = ((12, 4.6), (16, 5), (29, 5.6), (45, 18), (52, 18), (84, 18), (86, 16.5))
    _bottle(c, d, profile, rgb("2f6b45"), GOLD, (48, 79))
    c.poly(between(profile, 20, 27), d.second)


def wine(c: Canvas, d: Dress) -> None:
    """A wine bottle with a pale label."""
    profile = ((12, 4.6), (28, 4.8), (42, 17.5), (50, 17.5), (84, 17.5), (86, 16))
    shape = turned(profile)
    c.poly(shape, mix(rgb("26352b"), d.main, 0.25))
    c.poly(between(profile, 12, 26), d.brand)
    c.rect(45.2, 25, 54.8, 26.4, GOLD)
    c.poly(between(profile, 47, 79), CREAM)
    c.poly(between(profile, 47, 48.2), GOLD)
    c.poly(between(profile, 77.8, 79), GOLD)
    label(c, d, 34.5, 49, 65.5, 77, CREAM)
    c.round_light(shape)


def liquor(c: Canvas, d: Dress) -> None:
    """A squat, clear spirits bottle."""
    profile = ((22, 5), (32, 5), (42, 19), (50, 20), (82, 20), (86, 17))
    _bottle(c, d, profile, rgb("dfe7ea"), GOLD, (46, 77))
    c.rect(44.5, 17, 55.5, 28, d.main, 1.2)
    c.rect(44.5, 25, 55.5, 26.5, GOLD)


def sauce(c: Canvas, d: Dress) -> None:
    """A slender glass bottle of sauce."""
    profile = ((15, 5), (25, 5.4), (40, 17.5), (48, 17.5), (84, 17.5), (86, 16))
    _bottle(c, d, profile, darker(d.main, 0.45), d.brand, (45, 80))


def oil(c: Canvas, d: Dress) -> None:
    """A waisted bottle of oil or sauce with a wide label."""
    profile = ((18, 6), (24, 6), (36, 21), (43, 21), (47, 19.4), (51, 21), (82, 21), (86, 18.5))
    _bottle(c, d, profile, mix(d.main, rgb("f0c040"), 0.4), d.brand, (50, 81))
    c.round_light(between(profile, 36, 51), 0.5)


def oiljug(c: Canvas, d: Dress) -> None:
    """A large jug of oil, handle at the shoulder."""
    tone = mix(d.main, rgb("f2c230"), 0.5)
    c.line([(60, 24), (75, 27), (75, 44)], darker(d.brand, 0.1), 4)
    profile = ((20, 6), (25, 6), (36, 24), (46, 24.5), (82, 24.5), (86, 21))
    _bottle(c, d, profile, tone, d.brand, (47, 79))


def squeeze(c: Canvas, d: Dress) -> None:
    """A plastic bottle with a flip cap."""
    profile = ((22, 6), (25, 7), (34, 16), (50, 17.5), (78, 16), (86, 14))
    c.poly(turned(profile), d.main)
    c.rect(43, 13, 57, 24, d.second, 1.8)
    c.rect(46.5, 10.5, 53.5, 14, d.second, 1.2)
    label(c, d, 36, 36, 64, 77)
    c.round_light(turned(profile))


def pump(c: Canvas, d: Dress) -> None:
    """A bottle with a pump on top."""
    c.rect(47.8, 16, 52.2, 30, STEEL)
    c.rect(36, 11, 55, 16.5, d.brand, 2.4)
    c.rect(43, 25, 57, 32, d.brand, 1.6)
    profile = ((31, 9), (34, 17), (40, 18.5), (80, 18.5), (86, 16))
    c.poly(turned(profile), lighter(d.main, 0.15))
    c.poly(between(profile, 76, 86), d.second)
    label(c, d, 34.5, 37, 65.5, 74)
    c.round_light(turned(profile))


def trigger(c: Canvas, d: Dress) -> None:
    """A spray bottle with a trigger."""
    c.poly([(34, 13), (58, 12), (60, 22), (55, 30), (46, 30), (45, 20), (34, 19)], d.brand)
    c.line([(43, 20), (39, 24), (38, 31)], d.second, 2)
    c.rect(31, 13.5, 36, 18, d.second, 0.8)
    profile = ((30, 5), (36, 6), (46, 17), (80, 17.5), (86, 15.5))
    c.poly(turned(profile), mix(d.main, WHITE, 0.1))
    label(c, d, 36, 47, 64, 80)
    c.round_light(turned(profile))


def jug(c: Canvas, d: Dress) -> None:
    """A detergent jug, its handle cut out of the body."""
    outline = [(38, 25), (46, 20), (54, 20), (68, 27), (73, 36), (73, 80), (70, 86), (30, 86), (27, 80), (27, 42)]
    c.poly(outline, d.main)
    c.rect(40, 12, 54, 22, d.second, 1.8)
    c.poly([(60, 29), (66, 32), (68, 38), (68, 45), (64, 45), (63, 37)], d.paper)
    label(c, d, 31, 48, 69, 82)
    c.round_light(outline)


def duck(c: Canvas, d: Dress) -> None:
    """A bottle with a bent neck that reaches under a rim."""
    outline = [
        (38, 44),
        (42, 33),
        (37, 24),
        (30, 20),
        (33, 14),
        (44, 17),
        (53, 27),
        (62, 40),
        (65, 50),
        (64, 86),
        (36, 86),
    ]
    c.poly(outline, d.main)
    c.poly([(29, 20), (32, 13), (39, 16), (36, 23)], d.second)
    label(c, d, 38.5, 49, 62.5, 83)
    c.round_light(outline)


def spray(c: Canvas, d: Dress) -> None:
    """An aerosol can."""
    profile = ((24, 12), (31, 15), (34, 15), (84, 15), (86, 13.5))
    c.rect(40, 12, 60, 27, d.second, 3)
    c.rect(46, 9.5, 54, 14, WHITE, 1.4)
    c.poly(turned(profile), d.main)
    c.poly(between(profile, 29, 33), STEEL)
    c.poly(between(profile, 83, 86), darker(STEEL))
    label(c, d, 37, 37, 63, 79)
    c.round_light(turned(profile))


def jar(c: Canvas, d: Dress) -> None:
    """A glass jar with a metal lid."""
    profile = ((35, 17), (38, 18), (43, 22), (80, 22), (86, 19))
    c.poly(turned(profile), mix(darker(d.main, 0.15), rgb("ffb060"), 0.2))
    c.rect(31.5, 26, 68.5, 36, d.brand, 2)
    c.rect(31.5, 31.5, 68.5, 33, lighter(d.brand, 0.3))
    c.poly(between(profile, 45, 81), d.main)
    c.poly(between(profile, 45, 46.2), d.second)
    c.poly(between(profile, 79.8, 81), d.second)
    label(c, d, 31, 47.5, 69, 79)
    c.round_light([(31.5, 26), (68.5, 26), (68.5, 36), (31.5, 36)])
    c.round_light(turned(profile))


def tin(c: Canvas, d: Dress) -> None:
    """A tin with bright rims."""
    profile = ((33, 22), (86, 22))
    c.poly(turned(profile), d.main)
    c.oval(50, 33, 22, 3.4, lighter(STEEL, 0.4))
    c.oval(50, 33, 19, 2.5, STEEL)
    c.rect(28, 34.5, 72, 38, STEEL)
    c.rect(28, 82.5, 72, 86.5, STEEL, 1)
    label(c, d, 31, 41, 69, 80)
    c.round_light([(28, 33), (72, 33), (72, 86.5), (28, 86.5)])


def canister(c: Canvas, d: Dress) -> None:
    """A tall round box with a lid."""
    c.rect(33, 22, 67, 86, d.main, 1.5)
    c.rect(31.8, 17, 68.2, 26, d.second, 2)
    c.rect(33, 82, 67, 86.5, STEEL, 1)
    label(c, d, 36, 30, 64, 79)
    c.round_light([(32, 17), (68, 17), (68, 86), (32, 86)])


def tube(c: Canvas, d: Dress) -> None:
    """A tube standing on its cap."""
    outline = [(32, 15), (68, 15), (65, 45), (60, 74), (40, 74)]
    c.poly(outline, d.main)
    c.poly([(32, 15), (68, 15), (67.6, 19), (32.4, 19)], d.second)
    c.rect(41, 73, 59, 86, d.second, 1.6)
    for x in (45, 50, 55):
        c.line([(x, 76), (x, 84)], darker(d.second, 0.12), 0.5)
    label(c, d, 39, 22, 61, 68)
    c.round_light(outline)


def _cup(c: Canvas, d: Dress, top: float, wide: float, foot: float) -> None:
    outline = [(50 - wide, top), (50 + wide, top), (50 + foot, 86), (50 - foot, 86)]
    c.poly(outline, d.main)
    stripe = foot + (wide - foot) * 0.14
    c.poly([(50 - stripe, 79), (50 + stripe, 79), (50 + foot, 86), (50 - foot, 86)], d.second)
    c.rect(48.5 - wide, top - 4, 51.5 + wide, top + 1.5, d.second, 1.6)
    c.rect(48.5 - wide, top - 4, 51.5 + wide, top - 2.4, WHITE, 1)
    label(c, d, 52 - foot, top + 4, 48 + foot, 77)
    c.round_light(outline)


def cup(c: Canvas, d: Dress) -> None:
    """A slim cup to pour water into."""
    _cup(c, d, 27, 20, 15)


def noodlecup(c: Canvas, d: Dress) -> None:
    """A bucket of noodles."""
    _cup(c, d, 36, 28, 21)


def tub(c: Canvas, d: Dress) -> None:
    """A tub with a lid."""
    _cup(c, d, 30, 23, 18)


BOTTLES: dict[str, Callable[[Canvas, Dress], None]] = {
    "barrel": barrel, "beer": beer, "can": can, "canister": canister, "cup": cup, "duck": duck, "jar": jar,
    "jug": jug, "liquor": liquor, "noodlecup": noodlecup, "oil": oil, "oiljug": oiljug, "pet": pet, "pump": pump,
    "sauce": sauce, "slimcan": slimcan, "spray": spray, "squeeze": squeeze, "tin": tin, "trigger": trigger,
    "tub": tub, "tube": tube, "water": water, "wine": wine,
}  # fmt: skip
