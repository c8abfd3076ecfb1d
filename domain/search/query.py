"""A query split into words and sizes."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.language.canonical import canonical, dimensions
from domain.language.numerals import read_numeral
from domain.language.sizes import IN_LETTERS, IN_SIGNS, Size, size
from domain.language.spelling import fold
from domain.language.units import singular

_UNITS = rf"{IN_SIGNS}|(?:{IN_LETTERS})(?![a-z0-9])"
_SPOKEN = r"[零一二两三四五六七八九十百半]+"
_MEASURED = r"(?:毫升|公升|升|公斤|千克|斤|克|号|寸|分|平方|瓦|目|码|位|孔|芯|层|抽|米)"
_PIECE = re.compile(
    rf"(?P<number>(?!\d+:\d)\d+(?:\.\d+)?)(?:\s*(?P<unit>{_UNITS})|(?![a-z0-9]))"
    r"|(?P<ratio>\d+(?::\d+)+)"
    rf"|(?P<spoken>{_SPOKEN})(?P<measure>{_MEASURED})(?!\w*油)"
    rf"|(?P<sized>[a-z]{{2,}}\d+\.\d+(?:{IN_LETTERS})?)(?![a-z0-9._/-])"
    r"|(?P<model>(?=[a-z0-9./_-]*\d)[a-z0-9]*[a-z][a-z0-9]*(?:[./_-][a-z0-9]+)+)"
    r"|(?P<latin>[a-z0-9à-ÿ]+)"
    rf"|(?P<han>[\u3400-\u9fff]+?(?={_SPOKEN}{_MEASURED})|[\u3400-\u9fff]+)"
)
_MODEL_PART = re.compile(r"[a-z0-9]+")

#: So many digits in a row may be the end of a code.
CODE_FROM = 4
#: So many may be any part of one.
CODE_PART_FROM = 8

#: A figure that numbers kinds rather than measures: 01, 02.
_NUMBERED = re.compile(r"0\d{1,2}")
_MIXED = re.compile(r"([a-z]{2,})(\d.*)")


@dataclass(frozen=True, kw_only=True)
class Query:
    """The words in Chinese, the words in Latin letters, and the sizes of a text; ``text`` is all of it, folded.

    ``digits``: long bare numbers, which may be codes read off a package as well as sizes.
    ``plurals``: those of the words in letters that were said in the plural.
    ``dimensions``: measures of several numbers in one; the numbers are in ``sizes`` too.
    ``models``: runs of letters and digits with signs between, such as ``kfr-35gw``; their parts are in ``latin`` too.
    """

    text: str
    han: tuple[str, ...]
    latin: tuple[str, ...]
    sizes: tuple[Size, ...]
    digits: tuple[str, ...]
    models: tuple[str, ...] = ()
    plurals: frozenset[str] = frozenset()
    dimensions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The words without the sizes, joined as in a name."""
        return "".join(self.han) + "".join(self.latin)


@lru_cache(maxsize=8192)
def read_query(text: str) -> Query:
    """Take a text apart."""
    folded = fold(text).strip()
    han: list[str] = []
    latin: list[str] = []
    sizes: list[Size] = []
    digits: list[str] = []
    models: list[str] = []
    plurals: set[str] = set()
    compared = canonical(folded)
    for piece in _PIECE.finditer(compared):
        if piece["han"]:
            han.append(piece["han"])
        elif whole := piece["latin"] or piece["sized"] or piece["ratio"]:
            latin.append(singular(whole))
            if latin[-1] != whole:
                plurals.add(latin[-1])
        elif piece["model"]:
            models.append(piece["model"])
            latin.extend(_MODEL_PART.findall(piece["model"]))
        elif piece["number"] and _NUMBERED.fullmatch(piece["number"]) and not piece["unit"]:
            latin.append(piece["number"])
        elif piece["number"] and not piece["unit"] and len(piece["number"]) >= CODE_FROM:
            digits.append(piece["number"])
        else:
            sizes.extend(_size(piece))
    return Query(
        text=folded,
        han=tuple(han),
        latin=tuple(latin),
        sizes=tuple(sizes),
        digits=tuple(digits),
        models=tuple(models),
        plurals=frozenset(plurals),
        dimensions=dimensions(compared),
    )


def code_of(folded: str) -> str:
    """A folded code in one form: a long number without its leading zeros, as barcodes are printed with and without."""
    return folded.lstrip("0") if len(folded) >= CODE_PART_FROM and folded.isdecimal() else folded


@lru_cache(maxsize=2048)
def unmixed(word: str) -> Query | None:
    """Letters and a size written in one, such as ``coke500ml``, taken apart; nothing where a word is not so."""
    match = _MIXED.fullmatch(word)
    return read_query(f"{match[1]} {match[2]}") if match else None


def _size(piece: re.Match[str]) -> tuple[Size, ...]:
    number = read_numeral(piece["number"] or piece["spoken"])
    return (size(number, piece["unit"] or piece["measure"] or ""),) if number is not None else ()
