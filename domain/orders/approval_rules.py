"""What the rules of approval see of an order, and from where on this business asks."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any

import sqlalchemy
from sqlmodel import col, select

from domain import settings, shop_rules
from domain.actor import Actor
from domain.db.statements import any_of
from domain.rules.approvals import (
    BY_MONEY,
    ApprovalLimits,
    ApprovalRule,
    OrderFacts,
    RetailFacts,
    fired,
    freed_by_money,
    kinds_of,
)
from domain.rules.business_settings import (
    APPROVAL_AMOUNT,
    DISCOUNT_LIMIT,
    FIRST_ORDER_APPROVAL,
    OWN_ORDER_AMOUNT,
    RETAIL_APPROVAL,
)
from domain.rules.order_states import COUNTABLE
from domain.rules.pricing.price_calculation import BelowList, below_list
from domain.rules.rights import Role
from domain.tables.catalogue import Sku
from domain.tables.orders import Order
from domain.tables.people import Account, Person


def set_off(
    actor: Actor,
    lines: Iterable[Any],
    *,
    account_id: int,
    placed_by: Role,
    total: Decimal,
    order_id: int = 0,
) -> frozenset[ApprovalRule]:
    """The rules that an order sets off as it is, or as it will be placed.

    Args:
        actor: whose business settings count.
        lines: of the cart or the order, with their prices by hand.
        account_id: who buys.
        placed_by: the role of who placed it.
        total: of the order, with what its buyer is still asked about.
        order_id: of the order, where there is one.
    """
    limits, below = _limits(actor), _below(actor, lines)
    facts = OrderFacts(
        total=total,
        discount=max((each.percent for each in below), default=Decimal(0)),
        below_floor=any(each.floor > 0 for each in below),
        own_order=placed_by is Role.SALESPERSON,
        first_order=limits.new_account and not _ordered_before(actor, account_id, order_id),
    )
    return fired(facts, limits)


def of_consumer(
    actor: Actor, lines: Iterable[Any], rules: AbstractSet[ApprovalRule], *, account_id: int, buyer: Person, waits: bool
) -> frozenset[ApprovalRule]:
    """``RETAIL`` where an order with these rules needs nobody's yes once it is paid; nothing is read of any other.

    ``waits``: something of it is not in stock, or its buyer is asked about it.
    """
    if kinds_of(rules) != BY_MONEY or buyer.account_id != account_id:
        return frozenset()
    if settings.value(actor.session, RETAIL_APPROVAL):
        return frozenset()
    facts = RetailFacts(
        by_consumer=actor.session.get_one(Account, account_id).retail,
        by_hand=any(line.manual_price is not None for line in lines),
        waits=waits,
    )
    return freed_by_money(facts, rules)


def _below(actor: Actor, lines: Iterable[Any]) -> list[BelowList]:
    """How far the lines with a price by hand are below list and floor; nothing is read where there are none."""
    by_hand = [line for line in lines if line.manual_price is not None]
    if not by_hand:
        return []
    skus = [line.sku_id for line in by_hand]
    wanted: Any = sqlalchemy.select(col(Sku.id), col(Sku.floor_price)).where(col(Sku.id).in_(skus))
    floors = {row.id: row.floor_price for row in actor.session.execute(wanted)}
    return [
        below_list(
            quantity=line.quantity,
            amount=line.amount,
            manual_price=line.manual_price,
            list_price=line.list_price,
            floor_price=floors[line.sku_id],
            currency=actor.supplier.currency,
        )
        for line in by_hand
    ]


def _limits(actor: Actor) -> ApprovalLimits:
    """From where on this business asks; where it set nothing, nothing is read."""
    if shop_rules.rules(actor.session).approvals:
        found = settings.several(actor.session, *shop_rules.APPROVAL_SETTINGS)
    else:
        found = {each: each.default for each in shop_rules.APPROVAL_SETTINGS}
    return ApprovalLimits(
        amount=found[APPROVAL_AMOUNT],
        discount=found[DISCOUNT_LIMIT],
        own_order=found[OWN_ORDER_AMOUNT],
        new_account=found[FIRST_ORDER_APPROVAL],
    )


def _ordered_before(actor: Actor, account_id: int, order_id: int) -> bool:
    """Whether the account has another order that did not come to nothing."""
    others = (Order.account_id == account_id, Order.id != order_id, any_of(col(Order.status), COUNTABLE))
    return actor.session.exec(select(Order.id).where(*others).limit(1)).first() is not None
