"""The tables. They reference one another, so importing one imports all."""

from domain.tables import (
    carts,
    catalogue,
    deputies,
    invoices,
    ledger,
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
    statements,
    stock,
    supplier_words,
    swaps,
    wishes,
)
