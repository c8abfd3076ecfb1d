"""A name as said, apart from what the goods come in; and the other ways it may be meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.rules.lexicon import other_words
from domain.rules.numerals import read_numeral
from domain.rules.spelling import fold

_VESSEL = re.compile(
    r"(?<!\d)(?:(?P<how>[大小])(?P<big>[瓶罐听桶袋盒杯支樽])装?的?|(?P<vessel>[瓶罐听袋桶盒杯支条樽])装)"
)
_HOW = re.compile(r"(?<![\u3400-\u9fff])(?P<how>[大小])(?:的|号|装)*$")
#: A vessel without 装, which might as well be part of the name.
_AT_END = re.compile(r"(?<=[\u3400-\u9fffa-z\d\s])\s*(?P<vessel>[瓶罐听桶袋盒樽])(?:的|子|儿)*$")
_NOODLES = re.compile(r"(?P<vessel>[桶袋杯盒])(?=面)")
_OF = re.compile(r"(?<=[斤升克lg])装的?|(?<=[a-z\d升斤克\u3400-\u9fff])的(?=[\u3400-\u9fff])")
#: A size in characters: 五百的, 三百三.
_HUNDREDS = re.compile(
    r"(?P<hundreds>[一二两三四五六七八九])百(?P<tens>[一二三四五六七八九](?![十百]))?(?=的|装|毫升|克|ml|g|[瓶罐听]|\s|$)"
)
#: Characters that are taken for one another by the eye.
_LOOKS_LIKE = str.maketrans("帅囗午鼓崴甘末", "师口牛豉威干未")
_SAME = {"樽": "瓶", "听": "罐"}
_LARGER = {"大": 1, "小": -1}


@dataclass(frozen=True)
class Said:
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


def ways_of(name: str) -> Iterator[Said]:
    """The other ways a name may be meant: with sizes in figures, a vessel at its end, other words for the goods."""
    plain = fold(name).strip()
    figures = _HUNDREDS.sub(_figures, _OF.sub(" ", plain))
    ways = dict.fromkeys((figures, *other_words(figures), figures.translate(_LOOKS_LIKE)))
    for way in ways:
        if way != plain:
            yield Said(way)
        for pattern in (_AT_END, _NOODLES):
            if (match := pattern.search(way)) and not _found(way) and len(_without(way, match)) > 1:
                yield Said(f"{match['vessel']}装 {way[: match.start()]} {way[match.end() :]}")


def _found(whole: str) -> re.Match[str] | None:
    match = _VESSEL.search(whole) or _HOW.search(whole)
    return match if match and _without(whole, match) else None


def _without(whole: str, match: re.Match[str]) -> str:
    return " ".join(f"{whole[: match.start()]} {whole[match.end() :]}".split())


def _figures(match: re.Match[str]) -> str:
    hundreds, tens = read_numeral(match["hundreds"]), read_numeral(match["tens"] or "零")
    return f"{100 * (hundreds or 0) + 10 * (tens or 0)}"
