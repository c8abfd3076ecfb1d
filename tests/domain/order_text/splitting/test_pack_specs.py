"""What one costs is told from the size of what is ordered."""

import pytest

from domain.language.units import KNOWN
from domain.order_text.splitting.pack_specs import unit_prices


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("洗洁精4.2一瓶的来20瓶", "4.2一瓶"),
        ("可乐48一箱来10箱", "48一箱"),
        ("可乐48元/箱 10箱", "48元/箱"),
        ("洗衣粉508一箱1.6kg 5袋", ""),
        ("洗衣粉508一箱", ""),
    ],
)
def test_a_price_is_no_size(text: str, price: str) -> None:
    found = unit_prices(KNOWN).search(text)
    assert (found.group().strip() if found else "") == price
