"""Which orders need more than the salesperson's yes, who gives it, and what a changed order keeps of it."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.rules.rights import Right


class ApprovalKind(StrEnum):
    """Whose yes it is."""

    SALES = "sales"
    """Of whoever looks after the account; every order asks for it but a consumer's plain one."""
    FINANCE = "finance"
    """Of somebody who answers for the money."""
    ADMIN = "admin"
    """Of somebody who runs the business."""
    PAYMENT = "payment"
    """That it is paid: of the money itself, or of somebody of finance who says that it came."""


class ApprovalState(StrEnum):
    """How far an approval of an order's revision is."""

    NOT_ASKED = "not_asked"
    OPEN = "open"
    GIVEN = "given"


class ApprovalRule(StrEnum):
    """Why an order needs an approval beside the salesperson's."""

    AMOUNT = "amount"
    """Its total is above ``approval_amount``."""
    DISCOUNT = "discount"
    """A price by hand is more than ``discount_limit`` percent below the list."""
    FLOOR = "floor"
    """A price by hand is below the floor price of the goods."""
    NEW_ACCOUNT = "new_account"
    """The account never ordered before."""
    CREDIT = "credit"
    """It is beyond the credit of the account, which is held then."""
    OVERDUE = "overdue"
    """The account is late with what it owes, and is held then."""
    OWN_ORDER = "own_order"
    """A salesperson placed it, and its total is above ``own_order_amount``."""
    PAID_FIRST = "paid_first"
    """Its account pays before its goods are picked."""
    RETAIL = "retail"
    """A consumer placed it at list prices: once it is paid, nobody need say yes to it."""


#: Who must agree.
ASKS: Mapping[ApprovalRule, ApprovalKind] = {
    ApprovalRule.AMOUNT: ApprovalKind.FINANCE,
    ApprovalRule.DISCOUNT: ApprovalKind.FINANCE,
    ApprovalRule.FLOOR: ApprovalKind.FINANCE,
    ApprovalRule.NEW_ACCOUNT: ApprovalKind.FINANCE,
    ApprovalRule.CREDIT: ApprovalKind.FINANCE,
    ApprovalRule.OVERDUE: ApprovalKind.FINANCE,
    ApprovalRule.OWN_ORDER: ApprovalKind.ADMIN,
    ApprovalRule.PAID_FIRST: ApprovalKind.PAYMENT,
    ApprovalRule.RETAIL: ApprovalKind.PAYMENT,
}
#: The right to give each; whoever has several gives the first of these that is open, by a yes to the order.
RIGHTS: Mapping[ApprovalKind, Right] = {
    ApprovalKind.ADMIN: Right.APPROVAL_ADMIN,
    ApprovalKind.FINANCE: Right.APPROVAL_FINANCE,
    ApprovalKind.SALES: Right.ORDER_APPROVE,
    ApprovalKind.PAYMENT: Right.APPROVAL_FINANCE,
}
#: What no yes to an order gives: it is said by itself, with the amount that came, or not at all.
BY_MONEY = frozenset({ApprovalKind.PAYMENT})
#: What every order asks for, unless ``RETAIL`` says that its payment is enough.
ALWAYS = frozenset({ApprovalKind.SALES})
#: A limit that nothing is above.
NEVER = Decimal("Infinity")


@dataclass(frozen=True, kw_only=True)
class ApprovalLimits:
    """Above which the business asks, by default never. Amounts in its currency, ``discount`` in percent."""

    amount: Decimal = NEVER
    discount: Decimal = NEVER
    own_order: Decimal = NEVER
    new_account: bool = False


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """What the rules look at.

    ``total``: in the order's currency. ``own_order``: a salesperson placed it. ``first_order``: of its account.
    ``discount``: of the line with the most, in percent below its list price. ``below_floor``: any line is.
    """

    total: Decimal
    own_order: bool = False
    first_order: bool = False
    discount: Decimal = Decimal(0)
    below_floor: bool = False


def fired(facts: OrderFacts, limits: ApprovalLimits) -> frozenset[ApprovalRule]:
    """The rules that an order sets off."""
    found = {
        ApprovalRule.AMOUNT: facts.total > limits.amount,
        ApprovalRule.DISCOUNT: facts.discount > limits.discount,
        ApprovalRule.FLOOR: facts.below_floor,
        ApprovalRule.NEW_ACCOUNT: limits.new_account and facts.first_order,
        ApprovalRule.OWN_ORDER: facts.own_order and facts.total > limits.own_order,
    }
    return frozenset(rule for rule, is_so in found.items() if is_so)


def kinds_of(rules: AbstractSet[ApprovalRule]) -> frozenset[ApprovalKind]:
    """Who must agree because of them."""
    return frozenset(ASKS[rule] for rule in rules)


def asked_of(rules: AbstractSet[ApprovalRule]) -> frozenset[ApprovalKind]:
    """Who must agree to an order that sets these rules off."""
    return kinds_of(rules) | (frozenset() if ApprovalRule.RETAIL in rules else ALWAYS)


@dataclass(frozen=True, kw_only=True)
class RetailFacts:
    """What says whether a paid order may go on by itself.

    ``by_consumer``: its account is a consumer's, who placed it. ``by_hand``: a price of it was set by hand. ``waits``:
    something of it is not in stock, or its buyer is asked about it.
    """

    by_consumer: bool
    by_hand: bool
    waits: bool


def freed_by_money(facts: RetailFacts, rules: AbstractSet[ApprovalRule]) -> frozenset[ApprovalRule]:
    """``RETAIL`` for a consumer's order at list prices of which no rule wants more than the money."""
    is_plain = facts.by_consumer and not facts.by_hand and not facts.waits
    return frozenset({ApprovalRule.RETAIL}) if is_plain and kinds_of(rules) == BY_MONEY else frozenset()


def asked_by_money(asked: AbstractSet[ApprovalKind]) -> frozenset[ApprovalRule]:
    """The rule of an order that asked for its payment: it goes on doing so, whatever its account's terms are now."""
    return frozenset({ApprovalRule.PAID_FIRST}) if asked & BY_MONEY else frozenset()


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a new revision is. ``only_lowers``: less of something, and no price is lower; ``by_buyer``: who made it.

    ``leaves_nothing``: its buyer is asked about all that is left, so there is nothing yet that a yes could hold for.
    ``paid``: what its account paid ahead covers it, whatever was changed.
    """

    only_lowers: bool
    by_buyer: bool
    leaves_nothing: bool = False
    paid: bool = False


def asked_after(
    asked: AbstractSet[ApprovalKind], change: Change, rules: AbstractSet[ApprovalRule]
) -> frozenset[ApprovalKind]:
    """The approvals that a new revision asks for; ``asked``: the one before it, ``rules``: that the new one sets off.

    Less of the same asks nobody less: an order is not made smaller to get past somebody.
    """
    return frozenset(asked) | kinds_of(rules) if change.only_lowers else asked_of(rules)


def carried(
    given: AbstractSet[ApprovalKind], change: Change, rules: AbstractSet[ApprovalRule]
) -> frozenset[ApprovalKind]:
    """The approvals of the revision before that still hold."""
    if change.leaves_nothing:
        return frozenset()
    paid = frozenset(given) & BY_MONEY if change.paid else frozenset()
    if change.only_lowers:
        return frozenset(given) - BY_MONEY | paid
    anew = kinds_of(rules) | (ALWAYS if change.by_buyer else frozenset())
    return frozenset(given) - anew - BY_MONEY | paid


def to_give(
    person_id: int,
    theirs: AbstractSet[ApprovalKind],
    *,
    asked: AbstractSet[ApprovalKind],
    given: Mapping[ApprovalKind, int],
    placed_by_id: int,
    nobody_else: AbstractSet[ApprovalKind] = frozenset(),
) -> ApprovalKind | None:
    """The approval that a person gives by saying yes; nothing where it must be somebody else's.

    Nobody gives two approvals of a revision, nor any but the salesperson's of an order that they placed.

    Args:
        person_id: who says yes.
        theirs: what they have the right to give.
        asked: what the revision asks for.
        given: by whom each was given already.
        placed_by_id: who placed the order.
        nobody_else: what only this person could give, where the business allows one person to give several.
    """
    for kind in RIGHTS:
        placed = kind not in ALWAYS and person_id == placed_by_id
        barred = (placed or person_id in given.values()) and kind not in nobody_else
        if kind in theirs and kind in asked - BY_MONEY and kind not in given and not barred:
            return kind
    return None


def is_barred(person_id: int, given: Iterable[int | None], placed_by_id: int) -> bool:
    """Whether a person must leave the payment of an order to others: they gave another approval, or placed it."""
    return person_id == placed_by_id or person_id in given
