"""A pasted list of what is to be shipped: an order's number, a carrier and a tracking number a line."""

import re
from dataclasses import dataclass

from domain.language.tracking_numbers import any_waybill, carrier_named, driver_in, means_none
from domain.rules.carrier_numbers import together

OWN = "own"
#: Between the columns, whether a sheet or a hand put it there.
_APART = re.compile(r"[\t,，;；|]+|\s+")


@dataclass(frozen=True, kw_only=True)
class ShippingLine:
    """A line of the list. ``carrier``: a common one's key, or its name; ``number``: of the parcel, or a driver's name.

    ``doubtful``: its number is another carrier's, or has a wrong sign.
    """

    text: str
    order: str
    carrier: str = ""
    number: str = ""
    doubtful: bool = False


def read_list(text: str) -> list[ShippingLine]:
    """Its lines; empty ones are none."""
    return [_line(" ".join(line.split())) for line in text.splitlines() if line.strip()]


def _line(text: str) -> ShippingLine:
    order, *rest = _APART.split(text, maxsplit=1)
    told = " ".join(_APART.split(rest[0])).strip() if rest else ""
    if driver := driver_in(told):
        return ShippingLine(text=text, order=order, carrier=OWN, number=driver)
    if named := carrier_named(told):
        return ShippingLine(text=text, order=order, carrier=named)
    name, _, last = told.rpartition(" ")
    if means_none(last):
        return ShippingLine(text=text, order=order, carrier=carrier_named(name) or name)
    found = any_waybill(told)
    return ShippingLine(
        text=text,
        order=order,
        carrier=found.carrier if found.numbers else "",
        number=together(found.numbers),
        doubtful=found.at_odds or found.misread,
    )
