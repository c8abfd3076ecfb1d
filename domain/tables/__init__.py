"""The tables. They reference one another, so importing one imports all."""

from domain.tables import (
    carts,
    catalogue,
    deputies,
    limits,
    lines,
    nicknames,
    notices,
    orders,
    people,
    prices,
    promotions,
    settings,
    shipments,
    stock,
    supplier_words,
    swaps,
)

__all__ = [
    "carts",
    "catalogue",
    "deputies",
    "limits",
    "lines",
    "nicknames",
    "notices",
    "orders",
    "people",
    "prices",
    "promotions",
    "settings",
    "shipments",
    "stock",
    "supplier_words",
    "swaps",
]
