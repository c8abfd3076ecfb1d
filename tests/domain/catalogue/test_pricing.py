"""A price is decided in one place: nothing else reads what a SKU costs."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
#: Those who set the list price, and the goods that carry it.
SETTING = {"domain/catalogue/catalogue.py", "domain/imports/products.py", "domain/imports/stock_and_prices.py"}
PRICING = "domain/catalogue/pricing.py"


def test_nothing_but_the_pricing_reads_the_price_of_a_sku() -> None:
    assert _who_says(r"(?<!\")\b[Ss]ku\.price\b") <= SETTING | {PRICING}


#: The pages on which admins set prices.
ADMINS = {f"handlers/administration/{name}.py" for name in ("goods", "goods_card", "new_goods", "pack_price")}


def test_list_prices_are_shown_only_to_those_who_set_them() -> None:
    allowed = {PRICING, "domain/catalogue/catalogue.py", "handlers/formatting/goods_text.py", "bot/commands/price.py"}
    assert _who_says(r"(?<![Ll]ine)\.list_price\b") <= allowed | ADMINS


def _who_says(pattern: str) -> set[str]:
    files = (path for part in ("domain", "handlers", "storage", "bot") for path in (ROOT / part).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix() for path in files if re.search(pattern, path.read_text("utf-8"))}
