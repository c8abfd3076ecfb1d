"""What ``dinghuo import`` can bring in, each as rows of a sheet."""

from collections.abc import Callable, Mapping, Sequence

from domain.acting import By
from domain.imports.accounts import import_accounts
from domain.imports.numbers import import_prices, import_stock
from domain.imports.products import import_products
from domain.imports.report import BadRow, ImportReport, Progress
from domain.rules.sheet_rows import SheetRow

__all__ = [
    "IMPORTS",
    "BadRow",
    "ImportReport",
    "import_accounts",
    "import_prices",
    "import_products",
    "import_stock",
]

IMPORTS: Mapping[str, Callable[[By, Sequence[SheetRow], Progress | None], ImportReport]] = {
    "products": import_products,
    "accounts": import_accounts,
    "stock": import_stock,
    "prices": import_prices,
}
