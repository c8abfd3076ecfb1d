"""Promotions, and what orders say that they have of them."""

from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, type_coerce

from domain.checks.findings import differ, rule
from domain.checks.tables import (
    DiscountShare,
    Order,
    OrderLine,
    Promotion,
    PromotionFor,
    PromotionGoods,
    PromotionStep,
    PromotionUse,
)
from domain.rules.pricing.offers import OF_ORDER, WITH_GIFTS, PromotionKind
from domain.tables.columns import MONEY
from domain.tables.lines import LineKind

_STEPPED = WITH_GIFTS | OF_ORDER


@rule("promotion_for")
def promotion_for() -> Any:
    """A promotion is given to an account or to a group, never to both or neither in one row."""
    account, group = PromotionFor.account_id.is_(None), PromotionFor.group_id.is_(None)
    query = select(Promotion.name, literal("an account or a group"), cast(PromotionFor.id, String))
    return query.join_from(PromotionFor, Promotion).where(account == group)


@rule("promotion_goods")
def promotion_goods() -> Any:
    """Goods of a promotion are a SKU or a category; a special price has a price."""
    sku, category = PromotionGoods.sku_id.is_(None), PromotionGoods.category_id.is_(None)
    priced = or_(Promotion.kind != PromotionKind.SPECIAL, PromotionGoods.price.is_not(None))
    query = select(Promotion.name, literal("a SKU or a category, and a price"), cast(PromotionGoods.id, String))
    return query.join_from(PromotionGoods, Promotion).where(or_(sku == category, ~priced))


@rule("promotion_whole")
def promotion_whole() -> Any:
    """A promotion has the steps, goods and price of its kind, and does not end before it begins."""
    steps = select(PromotionStep.id).where(PromotionStep.promotion_id == Promotion.id).exists()
    goods = select(PromotionGoods.id).where(PromotionGoods.promotion_id == Promotion.id).exists()
    stepped = or_(*(Promotion.kind == kind for kind in sorted(_STEPPED)))
    bundle = Promotion.kind == PromotionKind.BUNDLE
    wrong = or_(
        stepped != steps,
        and_(~stepped, ~goods),
        bundle != Promotion.price.is_not(None),
        Promotion.ends_on < Promotion.starts_on,
    )
    return select(Promotion.name, literal("all of its kind"), cast(Promotion.kind, String)).where(wrong)


@rule("promotion_step")
def promotion_steps() -> Any:
    """A step takes money off, or gives so much of a gift."""
    money = Promotion.kind == PromotionKind.AMOUNT_OFF
    off, gift = PromotionStep.off.is_not(None), PromotionStep.gift_quantity.is_not(None)
    named = or_(PromotionStep.gift_sku_id.is_not(None), Promotion.kind == PromotionKind.BUY_GET)
    fits = or_(and_(money, off, ~gift, PromotionStep.gift_sku_id.is_(None)), and_(~money, ~off, gift, named))
    query = select(Promotion.name, literal("money or a gift"), cast(PromotionStep.id, String))
    return query.join_from(PromotionStep, Promotion).where(~fits)


@rule("promotion_use")
def promotion_uses() -> Any:
    """What a promotion took off an order is the sum of its shares, and the account is that of the order."""
    shares = (
        select(OrderLine.order_id, DiscountShare.promotion_id, func.sum(DiscountShare.discount).label("discount"))
        .join(OrderLine, OrderLine.id == DiscountShare.order_line_id)
        .group_by(OrderLine.order_id, DiscountShare.promotion_id)
        .subquery()
    )
    same = and_(shares.c.order_id == PromotionUse.order_id, shares.c.promotion_id == PromotionUse.promotion_id)
    found = func.coalesce(shares.c.discount, type_coerce(-1, MONEY))
    query = select(Order.number, found, PromotionUse.discount).join_from(PromotionUse, Order)
    wrong = or_(found != PromotionUse.discount, PromotionUse.account_id != Order.account_id)
    return query.join(shares, same, isouter=True).where(wrong)


@rule("line_promotion")
def line_promotions() -> Any:
    """A line names the promotion that is its own, whatever the whole order has beside it."""
    of_order = or_(*(Promotion.kind == kind for kind in sorted(OF_ORDER)))
    query = select(Order.number, DiscountShare.promotion_id, func.coalesce(OrderLine.promotion_id, 0))
    query = (
        query.join_from(DiscountShare, OrderLine)
        .join(Order)
        .join(Promotion, Promotion.id == DiscountShare.promotion_id)
    )
    return query.where(~of_order, differ(OrderLine.promotion_id, DiscountShare.promotion_id))


@rule("promotion_share")
def promotion_shares() -> Any:
    """A share is of a promotion that the order has."""
    query = select(Order.number, literal("a use"), cast(DiscountShare.promotion_id, String))
    used = and_(PromotionUse.order_id == Order.id, PromotionUse.promotion_id == DiscountShare.promotion_id)
    query = query.join_from(DiscountShare, OrderLine).join(Order).join(PromotionUse, used, isouter=True)
    return query.where(PromotionUse.order_id.is_(None))


@rule("line_discount")
def line_discounts() -> Any:
    """What comes off a line is the sum of its shares, and no more than it costs."""
    shares = (
        select(DiscountShare.order_line_id, func.sum(DiscountShare.discount).label("discount"))
        .group_by(DiscountShare.order_line_id)
        .subquery()
    )
    found = func.coalesce(shares.c.discount, type_coerce(0, MONEY))
    query = select(Order.number, found, OrderLine.discount).join_from(Order, OrderLine)
    query = query.join(shares, shares.c.order_line_id == OrderLine.id, isouter=True)
    return query.where(or_(found != OrderLine.discount, OrderLine.discount > OrderLine.amount))


@rule("gift_line")
def gift_lines() -> Any:
    """A gift costs nothing and names its promotion; the promotion that goods name has a share in them."""
    gift = OrderLine.kind == LineKind.GIFT
    free = and_(OrderLine.price == 0, OrderLine.amount == 0, OrderLine.promotion_id.is_not(None))
    used = and_(PromotionUse.order_id == Order.id, PromotionUse.promotion_id == OrderLine.promotion_id)
    given = select(PromotionUse.order_id).join(Promotion, Promotion.id == PromotionUse.promotion_id)
    gives = or_(*(Promotion.kind == kind for kind in sorted(WITH_GIFTS)))
    there = or_(OrderLine.quantity == 0, given.where(used, gives).correlate(Order, OrderLine).exists())
    free = and_(free, there)
    mine = and_(DiscountShare.order_line_id == OrderLine.id, DiscountShare.promotion_id == OrderLine.promotion_id)
    shared = or_(OrderLine.promotion_id.is_(None), select(DiscountShare.order_line_id).where(mine).exists())
    query = select(Order.number, literal("a gift at no price, or a share"), cast(OrderLine.id, String))
    return query.join_from(Order, OrderLine).where(or_(and_(gift, ~free), and_(~gift, ~shared)))
