"""What of a gift comes back when goods it was given for do: a table of cases."""

from decimal import Decimal

import pytest

from domain.rules.gifts_back import CountedLine, due_back
from domain.rules.pricing.offers import Offer, OfferGift, OfferStep, PromotionKind

D = Decimal
COLA, SPRITE, GIFT, BETTER = 1, 2, 9, 8


def offer(kind: PromotionKind, *steps: tuple[str, int | None, str], each: bool = False) -> Offer:
    return Offer(
        id=1,
        kind=kind,
        each=each,
        steps=tuple(
            OfferStep(reach=D(reach), gifts=(OfferGift(sku_id=sku, quantity=D(much)),)) for reach, sku, much in steps
        ),
    )


def line(quantity: str, back: str = "0", amount: str = "0", sku: int = COLA) -> CountedLine:
    return CountedLine(sku_id=sku, quantity=D(quantity), amount=D(amount), back=D(back))


EACH_10_GET_1 = offer(PromotionKind.BUY_GET, ("10", GIFT, "1"), each=True)
FROM_10_GET_1 = offer(PromotionKind.BUY_GET, ("10", GIFT, "1"), ("50", GIFT, "8"))
SAME_AGAIN = offer(PromotionKind.BUY_GET, ("10", None, "1"), each=True)
FROM_100 = offer(PromotionKind.GIFT_FROM, ("100", GIFT, "2"))
EACH_100 = offer(PromotionKind.GIFT_FROM, ("100", GIFT, "2"), each=True)
TWO_STEPS = offer(PromotionKind.GIFT_FROM, ("100", GIFT, "2"), ("300", BETTER, "1"))

CASES = [
    # what was promised, which gift, given, what was bought and goes back, what is due
    ("still reached", FROM_10_GET_1, GIFT, "1", [line("12", "2")], "0"),
    ("not reached any more", FROM_10_GET_1, GIFT, "1", [line("12", "3")], "1"),
    ("a lower step is still reached", FROM_10_GET_1, GIFT, "8", [line("60", "30")], "7"),
    ("all goes back", FROM_10_GET_1, GIFT, "8", [line("60", "60")], "8"),
    ("each time it is full", EACH_10_GET_1, GIFT, "5", [line("50", "15")], "2"),
    ("two lines earn by themselves", EACH_10_GET_1, GIFT, "3", [line("20", "5"), line("15", "0", sku=SPRITE)], "1"),
    ("of what was bought", SAME_AGAIN, COLA, "2", [line("20", "1"), line("30", "30", sku=SPRITE)], "1"),
    ("nothing goes back", EACH_10_GET_1, GIFT, "5", [line("50")], "0"),
    ("an amount still reached", FROM_100, GIFT, "2", [line("10", "1", "120")], "0"),
    ("an amount not reached any more", FROM_100, GIFT, "2", [line("10", "2", "120"), line("1", "0", "3")], "2"),
    ("others reach it", FROM_100, GIFT, "2", [line("10", "10", "120"), line("5", "0", "100")], "0"),
    ("each hundred", EACH_100, GIFT, "6", [line("10", "1", "300")], "2"),
    ("a better gift of a higher step", TWO_STEPS, BETTER, "1", [line("10", "5", "300")], "1"),
    ("we sold less than was ordered", FROM_10_GET_1, GIFT, "1", [line("9", "1")], "0"),
    ("less, and all of it goes back", FROM_10_GET_1, GIFT, "1", [line("9", "9")], "1"),
    ("fewer were given than earned", EACH_10_GET_1, GIFT, "3", [line("50", "10")], "0"),
    ("fewer were given, and fewer are earned", EACH_10_GET_1, GIFT, "3", [line("50", "30")], "1"),
]


@pytest.mark.parametrize(
    ("promised", "gift", "given", "lines", "due"), [each[1:] for each in CASES], ids=[c[0] for c in CASES]
)
def test_what_of_a_gift_comes_back(promised: Offer, gift: int, given: str, lines: list[CountedLine], due: str) -> None:
    assert due_back(promised, gift, D(given), lines) == D(due)
