"""The kinds of import of ``dinghuo import``, each from rows of a sheet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from domain.actor import Actor
from domain.imports.accounts import ACCOUNTS, import_accounts
from domain.imports.balances import BALANCES, import_balances
from domain.imports.limits import LIMITS, import_limits
from domain.imports.past_orders import PAST_ORDERS, import_past_orders
from domain.imports.price_lists import PRICE_LISTS, import_price_lists
from domain.imports.products import PRODUCTS, import_products
from domain.imports.promotions import PROMOTIONS, import_promotions
from domain.imports.report import BadRow, ChangedRow, ImportReport, Progress
from domain.imports.stock_and_prices import PRICES, STOCK, import_prices, import_stock
from domain.imports.visibility import VISIBILITY, import_visibility
from domain.imports.words import WORDS, import_words
from domain.sheets.cells import Remark
from domain.sheets.headers import Wanted
from domain.sheets.read import SheetReading
from domain.sheets.rows import SheetRow

__all__ = [
    "IMPORTS",
    "WANTED",
    "BadRow",
    "ChangedRow",
    "ImportReport",
    "import_accounts",
    "import_file",
    "import_price_lists",
    "import_prices",
    "import_products",
    "import_promotions",
    "import_stock",
    "import_words",
]

IMPORTS: Mapping[str, Callable[[Actor, Sequence[SheetRow], Progress | None], ImportReport]] = {
    "products": import_products,
    "accounts": import_accounts,
    "balances": import_balances,
    "orders": import_past_orders,
    "stock": import_stock,
    "prices": import_prices,
    "price-lists": import_price_lists,
    "promotions": import_promotions,
    "words": import_words,
    "limits": import_limits,
    "visibility": import_visibility,
}
#: The columns that each kind reads.
WANTED: Mapping[str, Wanted] = {
    "products": PRODUCTS,
    "accounts": ACCOUNTS,
    "balances": BALANCES,
    "orders": PAST_ORDERS,
    "stock": STOCK,
    "prices": PRICES,
    "price-lists": PRICE_LISTS,
    "promotions": PROMOTIONS,
    "words": WORDS,
    "limits": LIMITS,
    "visibility": VISIBILITY,
}
#: Of these a file goes in whole, or nothing of it.
_WHOLE = frozenset({"orders"})


def import_file(actor: Actor, what: str, reading: SheetReading, progress: Progress | None = None) -> ImportReport:
    """Import what was read of a file: nothing of it where its columns are not clear, else every good row.

    Of some kinds one bad row keeps the whole file out.
    """
    if reading.refused:
        bad = tuple(BadRow(number=1, reason=each.key, facts=each.facts) for each in reading.refused)
        return ImportReport(bad=bad, remarks=reading.remarks)
    broken = tuple(BadRow(number=row.number, reason=row.reason) for row in reading.broken)
    if broken and what in _WHOLE:
        return ImportReport(bad=broken, remarks=(*reading.remarks, Remark(key="sheets.nothing_in")))
    report = IMPORTS[what](actor, reading.rows, progress)
    bad = tuple(sorted((*report.bad, *broken), key=lambda row: (row.sheet, row.number)))
    return replace(report, bad=bad, remarks=(*reading.remarks, *report.remarks))
