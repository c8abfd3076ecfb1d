"""Promotions: what they give, on which goods, to whom; and which orders had them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field

from domain.rules.pricing.offers import PromotionKind
from domain.tables.columns import ID, MONEY, QUANTITY, TIME, Row, choice, new_id, no_money, zero_quantity


class Promotion(Row, table=True):
    """A promotion. ``starts_on``, ``ends_on``: its first and last day in the shop's time zone; empty: no such end.

    ``priority``: of two that give as much the higher counts. ``each``: its one step is given each time it is full.
    ``price``: of one bundle. ``own_prices``: also for lines at an account's own list or a price by hand.
    ``times``: how many orders of one account may have it; ``set_aside``: base units (of a bundle: bundles) it has in
    all; empty: as many as come. ``ended_at``: somebody ended it before its last day.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=60)
    kind: PromotionKind = Field(sa_column=Column(choice(PromotionKind), nullable=False))
    priority: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    each: bool = False
    price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    own_prices: bool = False
    times: int | None = None
    set_aside: Decimal | None = Field(default=None, sa_column=Column(QUANTITY, nullable=True))
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class PromotionFor(Row, table=True):
    """Whom a promotion is for: an account, or a group of accounts; a promotion without such rows is for everybody."""

    __table_args__ = (UniqueConstraint("promotion_id", "account_id"), UniqueConstraint("promotion_id", "group_id"))

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), nullable=False))
    account_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id"), index=True))
    group_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("accountgroup.id"), index=True))


class PromotionGoods(Row, table=True):
    """Goods that a promotion is about: a SKU, or all of a category; one without such rows is about everything.

    Special price: ``price`` is for ``size`` base units. Bundle: ``quantity`` base units of it are in one.
    """

    __table_args__ = (
        UniqueConstraint("promotion_id", "sku_id", "size"),
        UniqueConstraint("promotion_id", "category_id"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), nullable=False))
    sku_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("sku.id"), index=True))
    category_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("category.id"), index=True))
    quantity: Decimal = Field(default=Decimal(1), sa_column=Column(QUANTITY, nullable=False))
    price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    size: int = 1


class PromotionStep(Row, table=True):
    """What is given from ``reach`` on: a quantity in base units (buy n get m), else an amount of money.

    ``off``: money; or else ``gift_quantity`` base units of a gift, ``gift_sku_id`` empty: of what was bought. Several
    rows of one ``reach`` are gifts to choose from, the first by its id unless another is chosen.
    """

    __table_args__ = (UniqueConstraint("promotion_id", "reach", "gift_sku_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), nullable=False))
    reach: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    off: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    gift_sku_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("sku.id"), index=True))
    gift_quantity: Decimal | None = Field(default=None, sa_column=Column(QUANTITY, nullable=True))


class PromotionUse(Row, table=True):
    """An order that has a promotion, as it is now; it counts unless the order came to nothing.

    ``quantity``: of what was set aside; ``discount``: what it took off all lines together.
    """

    __table_args__ = (Index("ix_promotionuse_promotion", "promotion_id", "account_id"),)

    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    quantity: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    discount: Decimal = Field(default=Decimal(0), sa_column=no_money())


class DiscountShare(Row, table=True):
    """A line of goods that a promotion counted, and what that takes off it; nothing where it gives a gift for it."""

    order_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), primary_key=True, index=True))
    discount: Decimal = Field(default=Decimal(0), sa_column=no_money())


class CartGift(Row, table=True):
    """What a buyer said of a promotion's gift in a cart: another one, at most so much of it, or none (no SKU)."""

    cart_id: int = Field(sa_column=Column(ID, ForeignKey("cart.id", ondelete="CASCADE"), primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), primary_key=True, index=True))
    sku_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("sku.id"), index=True))
    most: Decimal | None = Field(default=None, sa_column=Column(QUANTITY, nullable=True))


class OrderGift(Row, table=True):
    """The same of an order, as its buyer said it in the cart: it holds when the waiting order is changed."""

    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), primary_key=True))
    promotion_id: int = Field(sa_column=Column(ID, ForeignKey("promotion.id"), primary_key=True, index=True))
    sku_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("sku.id"), index=True))
    most: Decimal | None = Field(default=None, sa_column=Column(QUANTITY, nullable=True))
