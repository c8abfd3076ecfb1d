"""The one writer of what promotions gave an order: uses, shares of discounts, and their names to show."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from domain import shop_rules
from domain.db import bulk
from domain.db.statements import Prepared
from domain.orders.view import OrderRow
from domain.rules.money import smallest_unit
from domain.rules.pricing.offers import Choices, GiftChoice
from domain.rules.pricing.promotion_outcome import Outcome, Share
from domain.rules.shares import share_out
from domain.tables.columns import ID
from domain.tables.lines import LineKind
from domain.tables.orders import Order, OrderLine
from domain.tables.promotions import DiscountShare, OrderGift, Promotion, PromotionUse

_NONE = Decimal(0)
_NAMES = Prepared(
    select(col(Promotion.id), col(Promotion.name), col(PromotionUse.discount))
    .join(PromotionUse, col(PromotionUse.promotion_id) == col(Promotion.id))
    .where(col(PromotionUse.order_id) == bindparam("order", type_=ID))
    .order_by(col(Promotion.id))
)

_CHOICES = Prepared(select(OrderGift).where(col(OrderGift.order_id) == bindparam("order", type_=ID)))


def write(session: Session, order: Order, outcome: Outcome, line_ids: Mapping[int, int]) -> None:
    """Note what promotions give a new order; ``line_ids``: its lines by the keys that the outcome names them by."""
    uses = (
        {
            "order_id": order.id,
            "promotion_id": promotion_id,
            "account_id": order.account_id,
            "quantity": outcome.used.get(promotion_id, _NONE),
            "discount": discount,
        }
        for promotion_id, discount in outcome.by_promotion.items()
    )
    bulk.insert_many(session, PromotionUse, uses)
    rows = (
        {"order_line_id": line_ids[share.key], "promotion_id": share.promotion_id, "discount": share.discount}
        for share in (*outcome.of_lines, *outcome.of_order)
    )
    bulk.insert_many(session, DiscountShare, rows)


def keep_choices(session: Session, order: Order, choices: Choices) -> None:
    """Note what the buyer of a new order said of gifts."""
    rows = (
        {"order_id": order.id, "promotion_id": each, "sku_id": choice.sku_id, "most": choice.most}
        for each, choice in choices.items()
    )
    bulk.insert_many(session, OrderGift, rows)


def choices_of(session: Session, order_id: int) -> dict[int, GiftChoice]:
    """What an order's buyer said of gifts, by promotion."""
    if not shop_rules.rules(session).promotions:
        return {}
    found = (row for (row,) in _CHOICES.all(session, {"order": order_id}))
    return {row.promotion_id: GiftChoice(sku_id=row.sku_id, most=row.most) for row in found}


def rewrite(session: Session, order: Order, outcome: Outcome, line_ids: Iterable[int]) -> None:
    """The same of an order that was worked out anew; the keys are those of its lines."""
    ids = tuple(line_ids)
    session.execute(delete(DiscountShare).where(col(DiscountShare.order_line_id).in_(ids)))
    session.execute(delete(PromotionUse).where(col(PromotionUse.order_id) == order.id))
    write(session, order, outcome, {each: each for each in ids})


def uses_of(session: Session, order_id: int) -> dict[int, Decimal]:
    """What each promotion of an order takes off all its lines together."""
    return {promotion_id: discount for promotion_id, _, discount in _NAMES.all(session, {"order": order_id})}


def add(session: Session, order: Order, line: OrderLine, shares: Sequence[Share], own: int | None) -> None:
    """Let a line have shares of promotions that its order has already; ``own``: the one of the line itself."""
    new = {share.promotion_id: share.discount for share in shares}
    for use in session.exec(select(PromotionUse).where(PromotionUse.order_id == order.id)) if new else ():
        use.discount += new.get(use.promotion_id, _NONE)
    line.discount, line.promotion_id = sum(new.values(), _NONE), own if own in new else None
    session.execute(delete(DiscountShare).where(col(DiscountShare.order_line_id) == line.id))
    rows = ({"order_line_id": line.id, "promotion_id": each, "discount": discount} for each, discount in new.items())
    bulk.insert_many(session, DiscountShare, rows)


def lost_gifts(session: Session, rows: Iterable[OrderRow]) -> list[OrderRow]:
    """The gifts that the order still has, and none of the goods that they were given for."""
    rows = tuple(rows)
    gifts = [row for row in rows if row.line.kind is LineKind.GIFT and row.agreed]
    if not gifts:
        return []
    shares = _shares(session, (row.line.id for row in rows))
    kept = {row.line.id for row in rows if row.agreed}
    earned = {share.promotion_id for share in shares if share.order_line_id in kept}
    return [row for row in gifts if row.line.promotion_id not in earned]


def follow_cut(session: Session, order: Order, rows: Iterable[OrderRow]) -> None:
    """Bring the shares of lines that the supplier cut in step with what is left of their discounts.

    A line that nothing is ordered of any more has none, and the order no promotion without any.
    """
    lines = {row.line.id: row.line for row in rows if row.line.kind is not LineKind.GIFT}
    shares = _shares(session, lines)
    for line_id, line in lines.items():
        mine = [share for share in shares if share.order_line_id == line_id]
        if not line.quantity:
            line.promotion_id = None
            for share in mine:
                session.delete(share)
            continue
        left = share_out(line.discount, [share.discount for share in mine], smallest_unit(order.currency))
        for share, discount in zip(mine, left, strict=True):
            share.discount = discount
    left_over = [share for share in shares if lines[share.order_line_id].quantity]
    for use in session.exec(select(PromotionUse).where(PromotionUse.order_id == order.id)) if shares else ():
        its_own = [share.discount for share in left_over if share.promotion_id == use.promotion_id]
        use.discount = sum(its_own, _NONE)
        if not its_own:
            session.delete(use)


def _shares(session: Session, line_ids: Iterable[int]) -> Sequence[DiscountShare]:
    query = select(DiscountShare).where(col(DiscountShare.order_line_id).in_(tuple(line_ids)))
    return session.exec(query.order_by(col(DiscountShare.promotion_id))).all()


def has_any(lines: Iterable[OrderLine]) -> bool:
    """Whether any line says that a promotion gave something."""
    return any(line.discount or line.promotion_id is not None for line in lines)


def given(session: Session, order_id: int) -> list[tuple[str, Decimal]]:
    """The promotions of an order: what each is called, and what it took off all lines together."""
    return [(name, discount) for _, name, discount in _NAMES.all(session, {"order": order_id})]
