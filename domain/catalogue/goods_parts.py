"""The parts of goods that people write: how long each may be, and what it must look like."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.catalogue.refusals import BadPart
from domain.language.sanitise import one_line
from domain.rules.quantities import MOST
from domain.sheets.codes import has_wrong_check_digit

#: A pack: its name and how many base units it holds.
PackParts = Sequence[tuple[str, int]]


class GoodsPart(StrEnum):
    """A part of goods that can be written by hand."""

    NAME = "name"
    NAME_EN = "name_en"
    BRAND = "brand"
    CATEGORY = "category"
    SPEC = "spec"
    SPEC_EN = "spec_en"
    UNIT = "unit"
    UNIT_EN = "unit_en"
    PACKS = "packs"
    PRICE = "price"
    CODE = "code"
    BARCODE = "barcode"
    MINIMUM = "minimum"
    MULTIPLE = "multiple"
    DECIMALS = "decimals"


_LONGEST: Mapping[GoodsPart, int] = {
    GoodsPart.NAME: 120,
    GoodsPart.NAME_EN: 120,
    GoodsPart.BRAND: 60,
    GoodsPart.CATEGORY: 60,
    GoodsPart.SPEC: 60,
    GoodsPart.SPEC_EN: 60,
    GoodsPart.UNIT: 20,
    GoodsPart.UNIT_EN: 20,
    GoodsPart.CODE: 40,
    GoodsPart.BARCODE: 20,
}
#: Without these there are no goods.
_NEEDED = frozenset({GoodsPart.NAME, GoodsPart.UNIT, GoodsPart.CODE})
_ONE_WORD = frozenset({GoodsPart.UNIT, GoodsPart.CODE, GoodsPart.BARCODE})
#: Most packs of one SKU, and characters of the name of one.
_PACKS_MOST, _PACK_NAME = 6, 20


def words(part: GoodsPart, text: str) -> str:
    """A part in words, as it is kept. Raises BadPart: it cannot be so."""
    plain = one_line(text).strip()
    too_long = len(plain) > _LONGEST[part]
    apart = part in _ONE_WORD and (len(plain.split()) > 1 or "/" in plain)
    wrong = part is GoodsPart.BARCODE and plain and (not plain.isdecimal() or has_wrong_check_digit(plain))
    if too_long or apart or wrong or (part in _NEEDED and not plain):
        raise BadPart(part=part, text=plain[:40])
    return plain


def checked_packs(packs: PackParts, unit: str) -> tuple[tuple[str, int], ...]:
    """Packs, the smallest first. Raises BadPart: one is named like another or the base unit, or holds too much."""
    names = [name for name, _ in packs]
    said = " ".join(f"{name}={size}" for name, size in packs)[:40]
    if len({*names, unit}) != len(names) + 1 or len(packs) > _PACKS_MOST:
        raise BadPart(part=GoodsPart.PACKS, text=said)
    if any(not 1 < size <= MOST or not 0 < len(name) <= _PACK_NAME for name, size in packs):
        raise BadPart(part=GoodsPart.PACKS, text=said)
    return tuple(sorted(packs, key=lambda pack: pack[1]))
