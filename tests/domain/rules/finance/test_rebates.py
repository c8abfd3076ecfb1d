"""How much of an order rebates pay, from which they are taken, and to which they go back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.cutting import LineAmounts, cut
from domain.rules.finance.ledger import BilledLine, LinePosting, posting
from domain.rules.finance.rebates import Part, RebateLeft, drawn, given_back, usable
from domain.rules.shares import share_out

D = Decimal
CENTS = st.decimals(min_value=0, max_value=9999, places=2)


def of(key: int, left: str, last_day: date | None = None) -> RebateLeft:
    return RebateLeft(id=key, amount=D(1000), left=D(left), reason="三季度", last_day=last_day)


@pytest.mark.parametrize(
    ("total", "left", "percent", "pays"),
    [
        ("400", "500", "30", "120"),
        ("400", "50", "30", "50"),
        ("0.33", "500", "30", "0.09"),
        ("400", "500", "0", "0"),
        ("400", "0", "30", "0"),
        ("400", "500", "100", "400"),
    ],
)
def test_it_pays_so_many_percent_at_most_and_never_rounds_up(total: str, left: str, percent: str, pays: str) -> None:
    assert usable(D(total), D(left), D(percent), "CNY") == D(pays)


def test_what_lapses_first_is_taken_first_and_given_back_last() -> None:
    soon, late, never = of(3, "20", date(2026, 12, 1)), of(2, "30", date(2026, 12, 31)), of(1, "40")
    assert drawn(D(60), [never, late, soon]) == [
        Part(rebate_id=3, amount=D(20)),
        Part(rebate_id=2, amount=D(30)),
        Part(rebate_id=1, amount=D(10)),
    ]
    assert given_back(D(35), [(soon, D(20)), (late, D(30)), (never, D(10))]) == [
        Part(rebate_id=1, amount=D(10)),
        Part(rebate_id=2, amount=D(25)),
    ]


def test_it_counts_until_the_end_of_its_last_day() -> None:
    rebate = of(1, "5", date(2026, 12, 1))
    assert rebate.counts_on(date(2026, 12, 1))
    assert not rebate.counts_on(date(2026, 12, 2))
    assert not of(1, "0").counts_on(date(2026, 12, 1))


@given(nets=st.lists(CENTS, min_size=1, max_size=6), percent=st.integers(0, 100))
def test_the_shares_of_lines_are_the_whole_and_none_costs_less_than_nothing(nets: list[Decimal], percent: int) -> None:
    total = sum(nets, D(0))
    pays = usable(total, total, D(percent), "CNY")
    shares = share_out(pays, nets, D("0.01"))
    assert sum(shares, D(0)) == pays
    assert all(0 <= share <= net for share, net in zip(shares, nets, strict=True))


@given(
    parcels=st.lists(st.integers(1, 50), min_size=1, max_size=8), rebate=CENTS, more=CENTS, refused=st.integers(0, 9)
)
def test_parcels_have_the_whole_of_it_whatever_is_sent_when(
    parcels: list[int], rebate: Decimal, more: Decimal, refused: int
) -> None:
    """Also where a part of the line was cut first."""
    sent, amount = D(sum(parcels)), rebate + more
    before = LineAmounts(
        packs=D(0), pack_price=None, loose=sent + refused, price=D(0), amount=amount, discount=D(0), rebate=rebate
    )
    kept = cut(before, sent + refused, sent, "CNY").rebate if refused else rebate
    line = BilledLine(whole=sent, amount=amount, tax_rate=None, rebate=kept)
    posted = list[LinePosting]()
    for quantity in parcels:
        posted.append(posting(line, posted, D(quantity), "CNY"))
    assert sum((each.rebate for each in posted), D(0)) == kept
    assert all(each.rebate >= 0 for each in posted)
    assert 0 <= kept <= rebate
