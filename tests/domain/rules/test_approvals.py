"""Which orders ask whom, as tables of cases; and what never happens, whatever is asked."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from domain.rules.approvals import (
    ALWAYS,
    ASKS,
    RIGHTS,
    ApprovalKind,
    ApprovalLimits,
    ApprovalRule,
    Change,
    OrderFacts,
    RetailFacts,
    asked_after,
    asked_by_money,
    asked_of,
    carried,
    fired,
    freed_by_money,
    is_barred,
    kinds_of,
    to_give,
)
from domain.rules.rights import Role, grants

SALES, FINANCE, ADMIN = ApprovalKind.SALES, ApprovalKind.FINANCE, ApprovalKind.ADMIN
PAYMENT = ApprovalKind.PAYMENT
R = ApprovalRule
#: The business of these tables: above ¥10,000 finance, above ¥2,000 of their own an admin, 8 % off the list at most.
LIMITS = ApprovalLimits(amount=Decimal(10000), discount=Decimal(8), own_order=Decimal(2000), new_account=True)

#: total, placed by a salesperson, first order, percent below the list, below the floor → rules → beside sales.
FIRES = [
    ("500", False, False, "0", False, set(), set()),
    ("10000", False, False, "0", False, set(), set()),
    ("10000.01", False, False, "0", False, {R.AMOUNT}, {FINANCE}),
    ("2000", True, False, "0", False, set(), set()),
    ("2000.01", True, False, "0", False, {R.OWN_ORDER}, {ADMIN}),
    ("2000.01", False, False, "0", False, set(), set()),
    ("12000", True, False, "0", False, {R.AMOUNT, R.OWN_ORDER}, {FINANCE, ADMIN}),
    ("500", False, False, "8", False, set(), set()),
    ("500", False, False, "8.01", False, {R.DISCOUNT}, {FINANCE}),
    ("500", False, False, "3", True, {R.FLOOR}, {FINANCE}),
    ("500", False, False, "20", True, {R.DISCOUNT, R.FLOOR}, {FINANCE}),
    ("500", False, True, "0", False, {R.NEW_ACCOUNT}, {FINANCE}),
]


@pytest.mark.parametrize(("total", "own", "first", "discount", "below", "rules", "kinds"), FIRES)
def test_what_an_order_sets_off_and_who_must_agree(
    *, total: str, own: bool, first: bool, discount: str, below: bool, rules: set[R], kinds: set[ApprovalKind]
) -> None:
    facts = OrderFacts(
        total=Decimal(total), own_order=own, first_order=first, discount=Decimal(discount), below_floor=below
    )
    assert fired(facts, LIMITS) == rules
    assert kinds_of(rules) == kinds


def test_a_business_without_limits_asks_only_for_what_is_below_the_floor() -> None:
    facts = OrderFacts(total=Decimal(10**9), own_order=True, first_order=True, discount=Decimal(99), below_floor=True)
    assert fired(facts, ApprovalLimits()) == {R.FLOOR}


def test_each_rule_names_who_must_agree_and_each_approval_has_a_right_of_the_roles_it_is_for() -> None:
    assert set(ASKS) == set(ApprovalRule)
    assert set(RIGHTS) == set(ApprovalKind)
    roles = {kind: {role for role in Role if grants(role, right)} for kind, right in RIGHTS.items()}
    assert roles == {
        SALES: {Role.SALESPERSON, Role.ADMIN},
        FINANCE: {Role.FINANCE, Role.ADMIN},
        ADMIN: {Role.ADMIN},
        PAYMENT: {Role.FINANCE, Role.ADMIN},
    }


#: what the change is, by the buyer, asked before, given before, what the new revision sets off → asked, still given.
CHANGES = [
    ("less", True, {SALES}, set(), set(), {SALES}, set()),
    ("less", True, {SALES, FINANCE}, {SALES}, {R.AMOUNT}, {SALES, FINANCE}, {SALES}),
    ("less", True, {SALES, FINANCE}, {FINANCE}, {R.AMOUNT}, {SALES, FINANCE}, {FINANCE}),
    ("less", False, {SALES, FINANCE}, {SALES}, set(), {SALES, FINANCE}, {SALES}),
    ("more", True, {SALES, FINANCE}, {SALES}, {R.AMOUNT}, {SALES, FINANCE}, set()),
    ("more", True, {SALES, FINANCE}, {FINANCE}, {R.AMOUNT}, {SALES, FINANCE}, set()),
    ("more", True, {SALES}, set(), {R.AMOUNT}, {SALES, FINANCE}, set()),
    ("more", True, {SALES, ADMIN}, {ADMIN}, {R.OWN_ORDER}, {SALES, ADMIN}, set()),
    ("more", False, {SALES, FINANCE}, {SALES}, {R.AMOUNT}, {SALES, FINANCE}, {SALES}),
    ("more", False, {SALES, FINANCE}, {FINANCE}, {R.AMOUNT}, {SALES, FINANCE}, set()),
    ("more", False, {SALES, ADMIN, FINANCE}, {ADMIN, SALES}, {R.AMOUNT}, {SALES, FINANCE}, {ADMIN, SALES}),
    ("more", False, {SALES, FINANCE}, {SALES}, set(), {SALES}, {SALES}),
]


@pytest.mark.parametrize(("change", "by_buyer", "asked", "given", "rules", "asks", "still"), CHANGES)
def test_what_a_changed_order_asks_for_and_which_approvals_still_hold(
    *,
    change: str,
    by_buyer: bool,
    asked: set[ApprovalKind],
    given: set[ApprovalKind],
    rules: set[R],
    asks: set[ApprovalKind],
    still: set[ApprovalKind],
) -> None:
    made = Change(only_lowers=change == "less", by_buyer=by_buyer)
    assert asked_after(asked, made, rules) == asks
    assert carried(given, made, rules) == still
    assert carried(given, replace(made, leaves_nothing=True), rules) == set()


@pytest.mark.parametrize("only_lowers", [True, False])
@pytest.mark.parametrize("by_buyer", [True, False])
def test_a_payment_holds_as_long_as_the_money_covers_the_order(*, only_lowers: bool, by_buyer: bool) -> None:
    made = Change(only_lowers=only_lowers, by_buyer=by_buyer)
    assert PAYMENT in carried({SALES, PAYMENT}, replace(made, paid=True), {R.PAID_FIRST})
    assert PAYMENT not in carried({SALES, PAYMENT}, made, {R.PAID_FIRST})
    assert PAYMENT not in carried({SALES}, replace(made, paid=True), {R.PAID_FIRST})
    assert PAYMENT in asked_after({SALES, PAYMENT}, made, asked_by_money({SALES, PAYMENT}))
    assert asked_by_money({SALES, FINANCE}) == set()


def test_no_yes_to_an_order_is_the_payment_and_who_gave_another_or_placed_it_leaves_it_to_others() -> None:
    assert to_give(BOOKKEEPER, set(ApprovalKind), asked={SALES, PAYMENT}, given={SALES: SELLER}, placed_by_id=9) is None
    assert is_barred(BOOKKEEPER, [BOOKKEEPER], DEALER)
    assert is_barred(OWNER, [], OWNER)
    assert not is_barred(BOOKKEEPER, [SELLER, None], DEALER)


SELLER, BOOKKEEPER, OWNER, DEALER = 1, 2, 3, 9
THEIRS = {SELLER: {SALES}, BOOKKEEPER: {FINANCE}, OWNER: {SALES, FINANCE, ADMIN}}
#: who says yes, asked, given by whom, placed by, given by nobody else where the business allows it → which it is.
YES = [
    (SELLER, {SALES}, {}, DEALER, set(), SALES),
    (SELLER, {SALES, FINANCE}, {}, DEALER, set(), SALES),
    (SELLER, {SALES, FINANCE}, {SALES: SELLER}, DEALER, set(), None),
    (BOOKKEEPER, {SALES}, {}, DEALER, set(), None),
    (BOOKKEEPER, {SALES, FINANCE}, {}, DEALER, set(), FINANCE),
    (BOOKKEEPER, {SALES, FINANCE}, {SALES: SELLER}, DEALER, set(), FINANCE),
    (OWNER, {SALES, FINANCE}, {}, DEALER, set(), FINANCE),
    (OWNER, {SALES, FINANCE, ADMIN}, {}, DEALER, set(), ADMIN),
    (OWNER, {SALES, FINANCE}, {FINANCE: BOOKKEEPER}, DEALER, set(), SALES),
    (OWNER, {SALES, FINANCE}, {FINANCE: OWNER}, DEALER, set(), None),
    (OWNER, {SALES, FINANCE}, {}, OWNER, set(), SALES),
    (OWNER, {SALES, FINANCE}, {SALES: SELLER}, OWNER, set(), None),
    (SELLER, {SALES}, {}, SELLER, set(), SALES),
    (OWNER, {SALES, FINANCE}, {FINANCE: OWNER}, DEALER, {SALES}, SALES),
    (OWNER, {SALES, FINANCE}, {SALES: OWNER}, OWNER, {FINANCE}, FINANCE),
    (OWNER, {SALES, FINANCE}, {SALES: OWNER}, DEALER, set(), None),
]


@pytest.mark.parametrize(("who", "asked", "given", "placed_by", "nobody_else", "gives"), YES)
def test_which_approval_a_yes_gives(
    who: int,
    asked: set[ApprovalKind],
    given: dict[ApprovalKind, int],
    placed_by: int,
    nobody_else: set[ApprovalKind],
    gives: ApprovalKind | None,
) -> None:
    found = to_give(who, THEIRS[who], asked=asked, given=given, placed_by_id=placed_by, nobody_else=nobody_else)
    assert found is gives


KINDS = st.frozensets(st.sampled_from(ApprovalKind))
RULES = st.frozensets(st.sampled_from(ApprovalRule))

#: by a consumer, a price by hand, something to come in → rules → whether the money alone lets it go on.
FREED = [
    (True, False, False, {R.PAID_FIRST}, True),
    (False, False, False, {R.PAID_FIRST}, False),
    (True, True, False, {R.PAID_FIRST}, False),
    (True, False, True, {R.PAID_FIRST}, False),
    (True, False, False, set(), False),
    (True, False, False, {R.PAID_FIRST, R.AMOUNT}, False),
    (True, False, False, {R.PAID_FIRST, R.CREDIT}, False),
]


@pytest.mark.parametrize(("by_consumer", "by_hand", "waits", "rules", "alone"), FREED)
def test_which_orders_the_money_alone_lets_go_on(
    *, by_consumer: bool, by_hand: bool, waits: bool, rules: set[R], alone: bool
) -> None:
    freed = freed_by_money(RetailFacts(by_consumer=by_consumer, by_hand=by_hand, waits=waits), rules)
    assert freed == ({R.RETAIL} if alone else set())
    assert asked_of(rules | freed) == kinds_of(rules) | (set() if alone else {SALES})


@whatever(KINDS, KINDS, st.builds(Change, only_lowers=st.booleans(), by_buyer=st.booleans()), RULES)
def test_after_a_change_by_the_buyer_somebody_still_has_to_agree(
    beside: AbstractSet[ApprovalKind],
    said_yes: AbstractSet[ApprovalKind],
    change: Change,
    rules: AbstractSet[ApprovalRule],
) -> None:
    asked, given = ALWAYS | beside, (ALWAYS | beside) & said_yes
    asks, still = asked_after(asked, change, rules), carried(given, change, rules)
    assert asked_of(rules) <= asks
    assert still <= given
    if change.by_buyer and asked - given and R.RETAIL not in rules:
        assert asks - still


@whatever(st.lists(st.sampled_from([SELLER, BOOKKEEPER, OWNER]), max_size=8), KINDS, st.sampled_from([*THEIRS, DEALER]))
def test_nobody_gives_two_approvals_nor_more_than_the_salespersons_of_an_order_they_placed(
    order_of_yes: list[int], beside: AbstractSet[ApprovalKind], placed_by: int
) -> None:
    given: dict[ApprovalKind, int] = {}
    for who in order_of_yes:
        kind = to_give(who, THEIRS[who], asked=ALWAYS | beside, given=given, placed_by_id=placed_by)
        if kind is not None:
            assert kind not in given
            given[kind] = who
    assert len(set(given.values())) == len(given)
    assert all(who != placed_by for kind, who in given.items() if kind is not SALES)
