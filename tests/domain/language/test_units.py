"""What a counting word means for goods that come in several."""

from decimal import Decimal

import pytest

from domain.language.units import LOOSE, WHOLE, per_unit

BOXES = (("盒", "box"), (("箱", 16), ("case", 16)))
BOTTLES = (("瓶", "bottle"), (("箱", 24), ("提", 6)))
KILOS = (("kg",), (("袋", 25),))
SINGLES = (("个",), ())


@pytest.mark.parametrize(
    ("word", "goods", "base_units"),
    [
        ("盒", BOXES, 1),
        ("boxes", BOXES, 1),
        ("件", BOXES, 16),
        ("ctn", BOXES, 16),
        ("支", BOTTLES, 1),
        ("提", BOTTLES, 6),
        ("盒", BOTTLES, None),
        (WHOLE, BOTTLES, 24),
        (WHOLE, KILOS, 25),
        (WHOLE, SINGLES, 1),
        (LOOSE, BOTTLES, 1),
        (f"{LOOSE}罐", BOTTLES, 1),
        (f"{LOOSE}提", BOTTLES, 6),
        (LOOSE, KILOS, None),
    ],
)
def test_base_units_in_one(
    word: str, goods: tuple[tuple[str, ...], tuple[tuple[str, int], ...]], base_units: int | None
) -> None:
    assert per_unit(word, *goods) == (None if base_units is None else Decimal(base_units))
