"""Goods in one line: ``可口可乐 330ml 罐 24罐/箱 2.2``, ``Cola 330ml can 24 cans/case 2.2``."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.language.sizes import IN_LETTERS, IN_SIGNS
from domain.language.units import KNOWN, per_unit, singular
from domain.language.words.lists import data, pattern
from domain.rules.money import PRICE_PLACES

_MEASURE = rf"(?:(?:{IN_LETTERS})(?![a-z])|{IN_SIGNS})"
_PER = rf"(?:/|{pattern('goods_entry', 'per')})"
_MONEY = pattern("goods_entry", "money")
_CODE = re.compile(
    rf"(?<![^\s,，;；])(?:{pattern('goods_entry', 'code')})\s*[:：#]?\s*(?P<code>[^\s,，;；]{{1,40}})", re.IGNORECASE
)
_BARCODE = re.compile(
    rf"(?:(?:{pattern('goods_entry', 'barcode')})\s*[:：]?\s*|(?<!\S))(?P<barcode>\d{{8}}|\d{{12,14}})(?!\S)",
    re.IGNORECASE,
)
_PRICE_SAID = re.compile(rf"(?<!\S)(?:{pattern('goods_entry', 'price')})\s*[:：]?\s*(?=[¥$€£\d])", re.IGNORECASE)
#: 24罐/箱, 24 cans per case. Money is no unit: 45元/箱 is a price.
_PACK = re.compile(
    rf"(?<![\d.¥$€£])(?P<size>\d{{1,6}})\s*(?!(?:{_MONEY})\s*{_PER})(?P<unit>[^\W\d_]{{1,12}}?)\s*{_PER}\s*"
    r"(?P<pack>[^\W\d_]{1,12})(?!\w)",
    re.IGNORECASE,
)
#: 330ml*24, 500ml×15瓶/件: what stands behind the sign is what a pack holds.
_TIMES = re.compile(r"(?<=[a-z升克])\s*[*×x]\s*(?=\d)", re.IGNORECASE)
_HELD = re.compile(r"(?P<size>\d{1,6})(?P<unit>[^\W\d_]{0,12})")
_PRICE = re.compile(
    rf"[¥$€£]?\s*(?P<price>\d{{1,8}}(?:\.\d{{1,4}})?)\s*(?:{_MONEY})?(?:\s*{_PER}\s*(?P<unit>[^\W\d_]{{1,12}}))?",
    re.IGNORECASE,
)
#: A size, perhaps with a name before it and a unit behind it: ``可乐330ml罐``.
_SIZED = re.compile(rf"(?P<name>[^\d]*?)(?P<size>\d+(?:\.\d+)?\s*{_MEASURE})(?P<behind>[^\d\s]*)", re.IGNORECASE)
_APART = re.compile(rf"(?<=\d)\s+(?={_MEASURE}(?!\w))", re.IGNORECASE)
_PRICE_APART = re.compile(
    rf"(?<=\d)\s+(?=(?:{_MONEY})(?!\w))|(?<=[¥$€£])\s+(?=\d)|\s+(?={_PER}\s*[^\W\d_])", re.IGNORECASE
)
_SEPARATED = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, kw_only=True)
class TypedGoods:
    """Goods as typed; empty where a part was not said. ``packs``: name and base units.

    ``price``: of a ``price_unit``, or of one base unit where that is empty.
    """

    name: str = ""
    spec: str = ""
    unit: str = ""
    packs: tuple[tuple[str, int], ...] = ()
    price: Decimal | None = None
    price_unit: str = ""
    code: str = ""
    barcode: str = ""

    @property
    def tells_more(self) -> bool:
        """Whether more than a name was said."""
        return bool(self.spec or self.unit or self.packs or self.price is not None or self.code or self.barcode)


def read_typed_goods(text: str) -> TypedGoods:
    """The parts of goods in a line of text."""
    rest = " ".join(unicodedata.normalize("NFKC", text).split())
    barcode, rest = _taken(_BARCODE, "barcode", rest)
    code, rest = _taken(_CODE, "code", rest)
    rest = _PRICE_SAID.sub(" ", _TIMES.sub(" *", rest))
    packs, unit, rest = _packs(rest)
    tokens = [each for each in _SEPARATED.split(_PRICE_APART.sub("", _APART.sub("", rest))) if each]
    held, tokens = _held(tokens) if not packs else (None, tokens)
    price, tokens = _price([each.lstrip("*") for each in tokens])
    name, spec, own_unit = _named(tokens)
    unit = own_unit or unit
    if held is not None:
        unit = unit or held["unit"]
        packs = ((_usual_pack(unit), int(held["size"])),)
    return TypedGoods(
        name=name,
        spec=spec,
        unit=unit,
        packs=packs,
        price=Decimal(price["price"]) if price else None,
        price_unit=(price["unit"] or "") if price else "",
        code=code,
        barcode=barcode,
    )


def read_packs(text: str) -> tuple[tuple[str, int], ...] | None:
    """What packs hold: ``24罐/箱``, ``箱=24``, ``6罐/提 24罐/箱``; nothing where that is not said."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    packs, _, rest = _packs(plain)
    if packs:
        return packs if not rest.strip(" ,，;；、") else None
    named = re.findall(r"([^\W\d_]{1,12})\s*[=:：]\s*(\d{1,6})(?!\d)", plain)
    left = re.sub(r"([^\W\d_]{1,12})\s*[=:：]\s*(\d{1,6})(?!\d)", "", plain)
    return tuple((name, int(size)) for name, size in named) if named and not left.strip(" ,，;；、") else None


def price_of_one(price: Decimal, of: str, unit: str, packs: Sequence[tuple[str, int]]) -> Decimal | None:
    """The price of one base unit where that of a unit was said; nothing where it does not divide exactly."""
    size = per_unit(of, (unit,), packs) if of else Decimal(1)
    if size is None:
        return None
    one = price / size
    return one if one == round(one, PRICE_PLACES) else None


def _taken(wanted: re.Pattern[str], name: str, text: str) -> tuple[str, str]:
    """What a pattern finds, and the text without it."""
    found = wanted.search(text)
    return (found[name], f"{text[: found.start()]} {text[found.end() :]}") if found else ("", text)


def _packs(text: str) -> tuple[tuple[tuple[str, int], ...], str, str]:
    """Packs with what they hold in base units, the base unit, and the rest; ``4提/箱`` holds what four 提 hold."""
    found = list(_PACK.finditer(text))
    sizes: dict[str, int] = {}
    base = ""
    for match in found:
        inner = sizes.get(_plain(match["unit"]), 1)
        base = base or match["unit"]
        sizes[_plain(match["pack"])] = int(match["size"]) * inner
    return tuple(sizes.items()), _plain(base), _PACK.sub(" ", text)


def _held(tokens: list[str]) -> tuple[re.Match[str] | None, list[str]]:
    """What a pack holds where only the number is said behind a sign: ``*24罐``."""
    for at, token in enumerate(tokens):
        found = _HELD.fullmatch(token[1:]) if token.startswith("*") else None
        if found:
            return found, [*tokens[:at], *tokens[at + 1 :]]
    return None, tokens


def _price(tokens: list[str]) -> tuple[re.Match[str] | None, list[str]]:
    """The last token that can be a price, unless it stands first."""
    for at in range(len(tokens) - 1, 0, -1):
        if found := _PRICE.fullmatch(tokens[at]):
            return found, [*tokens[:at], *tokens[at + 1 :]]
    found = _PRICE.fullmatch(tokens[0]) if len(tokens) == 1 else None
    return (found, []) if found else (None, tokens)


def _named(tokens: list[str]) -> tuple[str, str, str]:
    """Name, spec and unit: what stands before the size, the size with what follows it, and a word that counts."""
    counting = next((at for at in range(len(tokens) - 1, 0, -1) if _is_unit(tokens[at])), None)
    unit = "" if counting is None else tokens[counting]
    rest = [token for at, token in enumerate(tokens) if at != counting]
    sizes = [(at, found) for at, token in enumerate(rest) if (found := _SIZED.fullmatch(token))]
    if not sizes:
        return " ".join(rest), "", _plain(unit)
    at, sized = sizes[0]
    size = sized["size"]
    if not unit and _is_unit(sized["behind"]):
        unit = sized["behind"]
    else:
        size += sized["behind"]
    names = [*rest[:at], *filter(None, [sized["name"]])]
    return " ".join(names), " ".join([size, *rest[at + 1 :]]), _plain(unit)


def _is_unit(word: str) -> bool:
    return singular(word) in KNOWN or word.casefold() in KNOWN


def _plain(unit: str) -> str:
    """A unit in the singular, in small letters."""
    return singular(unit) if unit.isascii() else unit


def _usual_pack(unit: str) -> str:
    chinese, *others = (each["usual_pack"][0] for each in data("goods_entry"))
    return str(others[0] if unit.isascii() and others else chinese)
