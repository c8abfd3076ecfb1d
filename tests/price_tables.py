"""What a line costs, case by case, for a business person to check: whose price, and how packs and the rest are counted.

A can costs everybody ¥2.50; a case holds 24. The rules are tested by these tables, and ``dinghuo price`` is asked each.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.rules.pricing.price_calculation import PriceSource, SourcePrices, Tier, base, by_hand

CASE = 24
MANUAL, ACCOUNT, GROUP, BASE = PriceSource


def can(price: str, from_quantity: int = 0) -> Tier:
    """A price of one can from a quantity on."""
    return Tier(price=Decimal(price), from_quantity=Decimal(from_quantity))


def case(price: str, from_quantity: int = 0, size: int = CASE) -> Tier:
    """A price of one case from a quantity of cans on."""
    return Tier(price=Decimal(price), from_quantity=Decimal(from_quantity), size=size, is_pack=True, pack_id=size)


def account(*tiers: Tier, priority: int = 0, starts_on: date | None = None, name: str = "own") -> SourcePrices:
    """A list of the account."""
    return SourcePrices(source=ACCOUNT, tiers=tiers, list_id=1, list_name=name, priority=priority, starts_on=starts_on)


def group(*tiers: Tier) -> SourcePrices:
    """A list of its group."""
    return SourcePrices(source=GROUP, tiers=tiers, list_id=2, list_name="level A")


def everybody(*tiers: Tier) -> SourcePrices:
    """What everybody pays."""
    return base(Decimal("2.50"), tiers)


def hand(price: str, size: int = 1) -> SourcePrices:
    """A price set by hand."""
    return by_hand(Decimal(price), size)


#: What applies, what ten cans cost, and whose price it is.
TEN_CANS: Sequence[tuple[list[SourcePrices], str, PriceSource]] = (
    # each pair of sources: the nearer one decides
    ([everybody()], "25.00", BASE),
    ([everybody(), group(can("2.40"))], "24.00", GROUP),
    ([everybody(), account(can("2.30"))], "23.00", ACCOUNT),
    ([everybody(), hand("2.20")], "22.00", MANUAL),
    ([group(can("2.40")), everybody(), account(can("2.30"))], "23.00", ACCOUNT),
    ([group(can("2.40")), everybody(), hand("2.20")], "22.00", MANUAL),
    ([account(can("2.30")), everybody(), hand("2.20")], "22.00", MANUAL),
    ([everybody(), hand("2.20"), account(can("2.30")), group(can("2.40"))], "22.00", MANUAL),
    # even where it is dearer
    ([everybody(), account(can("2.60")), group(can("2.40"))], "26.00", ACCOUNT),
    ([everybody(), group(can("3"))], "30.00", GROUP),
    ([everybody(), account(can("2.30")), hand("9")], "90.00", MANUAL),
    # what is given away is a price, too
    ([everybody(), account(can("0"))], "0.00", ACCOUNT),
    # a list without a price for so many passes on
    ([everybody(), account(can("2.00", 11))], "25.00", BASE),
    ([everybody(), account(can("2.00", 11)), group(can("2.40"))], "24.00", GROUP),
    ([everybody(), account(), group(can("2.40"))], "24.00", GROUP),
    ([everybody(), account(case("50"))], "25.00", BASE),
    ([everybody(), group(case("50")), account(case("48"))], "25.00", BASE),
)

#: What applies, how many cans; whole packs, loose cans, what all of it costs, and whose price it is.
PACKS: Sequence[tuple[list[SourcePrices], str, str, str, str, PriceSource]] = (
    # 12 cases at ¥98.50 are ¥1,182.00, whatever a can costs
    ([everybody(case("98.50"))], "288", "12", "0", "1182.00", BASE),
    # whole cases at their price, the rest at that of a can
    ([everybody(case("55"))], "23", "0", "23", "57.50", BASE),
    ([everybody(case("55"))], "24", "1", "0", "55.00", BASE),
    ([everybody(case("55"))], "30", "1", "6", "70.00", BASE),
    ([account(case("55"), can("2.40")), everybody()], "30", "1", "6", "69.40", ACCOUNT),
    # the rest has no price in the list: the next source says
    ([account(case("55")), everybody()], "30", "1", "6", "70.00", ACCOUNT),
    ([account(case("55")), group(can("2.45")), everybody()], "30", "1", "6", "69.70", ACCOUNT),
    ([account(case("55")), group(case("50")), everybody()], "30", "1", "6", "70.00", ACCOUNT),
    # less than a case, and the list knows no other price: the next source decides
    ([account(case("55")), group(can("2.45")), everybody()], "6", "0", "6", "14.70", GROUP),
    # the list has a price of a can only: a case is 24 of these, though everybody has a price of a case
    ([account(can("2.40")), everybody(case("55"))], "48", "0", "48", "115.20", ACCOUNT),
    # tiers count the whole line, cases and rest together
    ([everybody(case("57"), case("54", 240), can("2.40", 240))], "239", "9", "23", "570.50", BASE),
    ([everybody(case("57"), case("54", 240), can("2.40", 240))], "250", "10", "10", "564.00", BASE),
    ([everybody(case("57"), case("54", 240))], "250", "10", "10", "565.00", BASE),
    # a higher tier of the can is not undone by the case's first price
    ([everybody(case("57"), can("2.00", 240))], "240", "0", "240", "480.00", BASE),
    ([everybody(case("57"), can("2.00", 240))], "216", "9", "0", "513.00", BASE),
    # a list whose tier is not reached passes on, also from one unit to another
    ([account(case("54", 240)), everybody(case("57"))], "120", "5", "0", "285.00", BASE),
    ([account(case("54", 240)), everybody(case("57"))], "246", "10", "6", "555.00", ACCOUNT),
    ([account(can("2.30", 48)), group(case("55")), everybody()], "30", "1", "6", "70.00", GROUP),
    ([account(can("2.30", 48)), group(case("55")), everybody()], "48", "0", "48", "110.40", ACCOUNT),
    # of two packs the bigger one that the line fills
    ([everybody(case("14", size=6), case("55"))], "30", "1", "6", "70.00", BASE),
    ([everybody(case("14", size=6), case("55"))], "20", "3", "2", "47.00", BASE),
    # by hand for a case: the rest as without it
    ([hand("50", CASE), account(can("2.40")), everybody()], "30", "1", "6", "64.40", MANUAL),
    ([hand("50", CASE), account(can("2.40")), everybody()], "6", "0", "6", "14.40", ACCOUNT),
    ([hand("2.10"), everybody(case("55"))], "30", "0", "30", "63.00", MANUAL),
    # goods sold by weight
    ([everybody(case("60"))], "36.505", "1", "12.505", "91.26", BASE),
)
