"""The steps in which a new SKU is ordered."""

from decimal import Decimal
from typing import Any

from domain.language.units import is_weight

_PLACES = 3


def by_weight(sku: dict[str, Any]) -> dict[str, Any]:
    """What a new SKU is measured in where nobody says: goods sold by weight in their finest steps."""
    decimals = sku.get("decimals", _PLACES if is_weight(sku["unit"]) else 0)
    step = Decimal(1).scaleb(-decimals)
    return {"decimals": decimals, "multiple": step, "minimum": sku.get("multiple", step), **sku}
