"""A name without its container, and other ways to read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.language.letter_sizes import LETTER_SIZES
from domain.language.numerals import read_numeral
from domain.language.spelling import fold
from domain.language.synonyms import is_only_colour, other_words

_VESSEL = re.compile(
    r"(?:(?P<how>[大小])(?P<big>[瓶罐听桶袋盒杯支樽包])装?的?|(?<!\d)(?P<vessel>[瓶罐听袋桶盒杯支条樽])装)"
)
_HOW = re.compile(r"(?<![\u3400-\u9fff])(?P<how>[大小])(?:的|号|装)*$")
#: The same before the name: 小号洗衣袋.
_HOW_BEFORE = re.compile(r"^(?P<how>[大小])号的?(?=[\u3400-\u9fff]{2})(?P<name>.+)$")
#: The same right behind the name.
_HOW_BEHIND = re.compile(r"(?<=[\u3400-\u9fff]{2})(?=[大小](?:的|号|装)*$)")
#: A vessel without 装, which might as well be part of the name.
_AT_END = re.compile(r"(?<=[\u3400-\u9fffa-z\d\s])\s*(?P<vessel>[瓶罐听桶袋盒樽])(?:的|子|儿)*$")
_NOODLES = re.compile(r"(?P<vessel>[桶袋杯盒])(?=面)")
#: A size in characters: 五百的, 三百三.
_HUNDREDS = re.compile(
    r"(?P<hundreds>[一二两三四五六七八九])百(?P<tens>[一二三四五六七八九](?![十百]))?(?=的|装|毫升|克|ml|g|[瓶罐听]|\s|$)"
)
#: A wish behind a name: 洋葱要紫皮的.
_WISHED = re.compile(r"(?<=[\u3400-\u9fff])\s*[也都]?要(?P<what>[\u3400-\u9fff\d]{1,6}?)(?:的(?:那种|那个|那款)?)?$")
#: A size in letters glued to a style number.
_STYLE_SIZE = re.compile(rf"(?<!\d)(\d{{3,}})(?=(?:{LETTER_SIZES})(?![a-z\d]))")
#: A size in letters behind a style number is no measure: 8805 M.
_STYLE_NO_MEASURE = re.compile(r"(?<![a-z\d.])(\d{3,6})\s*([lm])(?:[码号]|(?![a-z\d]))")
#: What only makes a word of one character longer: 钉子.
_DIMINUTIVE = re.compile(r"(?<=[\u3400-\u9fff])(?:子|儿(?![\u3400-\u9fff]))")
#: A measure without a number: one of it.
_ONE_MEASURE = re.compile(r"(?<![\w.])(?<!\d\s)(?=(?:gal(?:lon)?|qt|quart|pint|litre|liter)(?!\w))")
#: Characters that are taken for one another by the eye.
_LOOKS_LIKE = str.maketrans("帅囗午鼓崴甘末", "师口牛豉威干未")
_SAME = {"樽": "瓶", "听": "罐"}
_LARGER = {"大": 1, "小": -1}


@dataclass(frozen=True)
class NameVariant:
    """A name; ``vessel``: what the goods must come in; ``larger``: whether the larger (1) or smaller (-1) is meant."""

    whole: str

    @property
    def name(self) -> str:
        """The name without its vessel."""
        found = _found(self.whole)
        return _without(self.whole, found) if found else self.whole

    @property
    def vessel(self) -> str:
        """What it comes in, as one word."""
        found = _found(self.whole)
        vessel = (found.groupdict().get("vessel") or found.groupdict().get("big") or "") if found else ""
        return _SAME.get(vessel, vessel)

    @property
    def larger(self) -> int:
        """Whether the larger or the smaller one is meant."""
        found = _found(self.whole)
        return _LARGER.get(found["how"] or "", 0) if found else 0


def ways_of(name: str) -> Iterator[NameVariant]:
    """The other ways a name may be meant: with sizes in figures, a vessel at its end, other words for the goods."""
    plain = fold(name).strip()
    apart = _STYLE_SIZE.sub(r"\1 ", _WISHED.sub(r" \g<what>", plain))
    figures = _HUNDREDS.sub(_figures, apart)
    bare = _DIMINUTIVE.sub(" ", figures).strip()
    bare = bare if len(bare) > 1 else figures
    ways = dict.fromkeys(
        (
            figures,
            bare,
            _ONE_MEASURE.sub("1 ", figures),
            *(() if is_only_colour(figures) else other_words(figures)),
            figures.translate(_LOOKS_LIKE),
            _HOW_BEHIND.sub(" ", _HOW_BEFORE.sub(r"\g<name> \g<how>", figures)),
            size_before_style(figures),
        )
    )
    for way in ways:
        if way != plain:
            yield NameVariant(way)
        for pattern in (_AT_END, _NOODLES):
            if (match := pattern.search(way)) and not _found(way) and len(_without(way, match)) > 1:
                yield NameVariant(f"{match['vessel']}装 {way[: match.start()]} {way[match.end() :]}")


def size_before_style(name: str) -> str:
    """A name whose size in letters stands before the style number, where it cannot be taken for metres or litres."""
    return _STYLE_NO_MEASURE.sub(r"\2 \1 ", name)


def _found(whole: str) -> re.Match[str] | None:
    match = _VESSEL.search(whole) or _HOW.search(whole)
    return match if match and _without(whole, match) else None


def _without(whole: str, match: re.Match[str]) -> str:
    return " ".join(f"{whole[: match.start()]} {whole[match.end() :]}".split())


def _figures(match: re.Match[str]) -> str:
    hundreds, tens = read_numeral(match["hundreds"]), read_numeral(match["tens"] or "零")
    return f"{100 * (hundreds or 0) + 10 * (tens or 0)}"
