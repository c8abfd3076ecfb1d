"""What may be ordered, what is nearest, how much of what is there, steps up and down, and how it is said."""

from decimal import Decimal

import pytest

from domain.rules.quantities import (
    MOST,
    QuantityFault,
    QuantityLimits,
    UnitCount,
    express,
    fault_of,
    most_within,
    nearest,
    stepped,
)

ANY = QuantityLimits(minimum=Decimal(1), multiple=Decimal(1), decimals=0)
CASES = QuantityLimits(minimum=Decimal(48), multiple=Decimal(24), decimals=0)
WEIGHED = QuantityLimits(minimum=Decimal("0.5"), multiple=Decimal("0.001"), decimals=3)


@pytest.mark.parametrize(
    ("limits", "quantity", "fault"),
    [
        (ANY, "1", None),
        (ANY, "0", QuantityFault.NOT_POSITIVE),
        (ANY, "-3", QuantityFault.NOT_POSITIVE),
        (ANY, "1.5", QuantityFault.TOO_FINE),
        (ANY, "1000001", QuantityFault.TOO_MUCH),
        (CASES, "24", QuantityFault.BELOW_MINIMUM),
        (CASES, "50", QuantityFault.NOT_A_MULTIPLE),
        (CASES, "72", None),
        (WEIGHED, "0.4", QuantityFault.BELOW_MINIMUM),
        (WEIGHED, "2.505", None),
        (WEIGHED, "2.5055", QuantityFault.TOO_FINE),
    ],
)
def test_a_quantity_is_checked(limits: QuantityLimits, quantity: str, fault: QuantityFault | None) -> None:
    assert fault_of(Decimal(quantity), limits) is fault


@pytest.mark.parametrize(
    ("limits", "quantity", "best"),
    [(ANY, "0", "1"), (CASES, "1", "48"), (CASES, "50", "72"), (WEIGHED, "0.1", "0.5"), (CASES, "9999999", "999984")],
)
def test_the_nearest_that_can_be_ordered_can_be_ordered(limits: QuantityLimits, quantity: str, best: str) -> None:
    assert nearest(Decimal(quantity), limits) == Decimal(best)
    assert fault_of(Decimal(best), limits) is None


@pytest.mark.parametrize(
    ("limits", "there", "most"),
    [
        (ANY, "7", "7"),
        (ANY, "0", "0"),
        (ANY, "-5", "0"),
        (CASES, "100", "96"),
        (CASES, "47", "0"),
        (WEIGHED, "0.4", "0"),
    ],
)
def test_as_much_as_can_be_ordered_of_what_is_there(limits: QuantityLimits, there: str, most: str) -> None:
    assert most_within(Decimal(there), limits) == Decimal(most)


@pytest.mark.parametrize(
    ("limits", "quantity", "step", "after"),
    [
        (ANY, "48", "24", "72"),
        (ANY, "48", "-24", "24"),
        (ANY, "24", "-24", None),
        (ANY, "6", "-24", None),
        (CASES, "48", "-24", None),
        (CASES, "72", "-24", "48"),
        (CASES, "60", "24", "96"),
        (WEIGHED, "12.5", "-1", "11.5"),
        (WEIGHED, "0.7", "-1", None),
        (ANY, str(MOST), "1", None),
    ],
)
def test_a_step_leads_to_what_can_be_ordered(
    limits: QuantityLimits, quantity: str, step: str, after: str | None
) -> None:
    found = stepped(Decimal(quantity), Decimal(step), limits)
    assert found == (Decimal(after) if after else None)
    assert found is None or fault_of(found, limits) is None


@pytest.mark.parametrize(
    ("quantity", "said"),
    [("54", [("2", "箱"), ("6", "瓶")]), ("48", [("2", "箱")]), ("5", [("5", "瓶")]), ("0", [("0", "瓶")])],
)
def test_a_quantity_is_said_in_packs(quantity: str, said: list[tuple[str, str]]) -> None:
    parts = tuple(UnitCount(count=Decimal(count), unit=unit) for count, unit in said)
    assert express(Decimal(quantity), "瓶", [("箱", 24)]) == parts
