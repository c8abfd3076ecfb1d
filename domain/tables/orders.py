"""Orders, their lines and approvals, and the append-only event log."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String, UniqueConstraint, text
from sqlmodel import Field

from domain.rules.approvals import ApprovalKind, ApprovalState
from domain.rules.order_life import OrderStatus
from domain.rules.pricing.price_calculation import PriceSource
from domain.tables.columns import ID, MONEY, QUANTITY, RATE, TIME, Row, choice, new_id, no_money, zero_quantity
from domain.tables.lines import LineKind, line_kind, once_as_goods
from domain.tables.people import Place


def _approval(first: ApprovalState = ApprovalState.NOT_ASKED) -> Column[Any]:
    return Column(choice(ApprovalState), nullable=False, default=first, server_default=first.value)


class Order(Row, table=True):
    """A submitted cart. ``status`` has one writer, ``domain/orders/status_changes.py``.

    ``revision`` grows when lines change.
    ``cart_id`` and ``cart_revision`` say which confirm made it: the same confirm cannot make two. That cart is gone.
    ``return_request_id``: the request whose goods it replaces; its own id stands for the cart then.
    ``expires_at``: when the reservation ends if nobody has decided. ``below_minimum``: the smallest order of the
    account, where somebody of the staff let this one pass below it. How far the approvals of the revision are has one
    writer, too, ``domain/orders/approvals.py``; an ``Approval`` says by whom and when.
    ``receiver`` and ``phone``: who takes the goods at the address.
    ``expected_on``: the day on which it was to come when it was placed; empty: no delivery days are kept.
    ``total``: of the goods, after discounts; ``rebate``: what of it rebates pay, the sum of its lines.
    ``rides_after``: so many parcels leave by themselves, what is left then goes with the account's next order.
    """

    __table_args__ = (
        UniqueConstraint("cart_id", "cart_revision"),
        Index("ix_order_account_submitted", "account_id", "submitted_at"),
        Index("ix_order_status_submitted", "status", "submitted_at"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    number: str = Field(unique=True, max_length=24)
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    buyer_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    cart_id: int = Field(sa_column=Column(ID, nullable=False))
    cart_revision: int
    return_request_id: int | None = Field(default=None, sa_column=Column(ID, unique=True, index=True))
    warehouse_id: int = Field(sa_column=Column(ID, ForeignKey("warehouse.id"), nullable=False))
    status: OrderStatus = Field(sa_column=Column(choice(OrderStatus), nullable=False))
    revision: int = 1
    sales_approval: ApprovalState = Field(default=ApprovalState.OPEN, sa_column=_approval(ApprovalState.OPEN))
    finance_approval: ApprovalState = Field(default=ApprovalState.NOT_ASKED, sa_column=_approval())
    admin_approval: ApprovalState = Field(default=ApprovalState.NOT_ASKED, sa_column=_approval())
    payment_approval: ApprovalState = Field(default=ApprovalState.NOT_ASKED, sa_column=_approval())
    currency: str = Field(max_length=3)
    total: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    rebate: Decimal = Field(default=Decimal(0), sa_column=no_money())
    note: str = Field(default="", max_length=500)
    address: str = Field(default="", max_length=300)
    receiver: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    phone: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    wanted_on: date | None = None
    expected_on: date | None = None
    reason: str = Field(default="", max_length=300)
    submitted_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    expires_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    closed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    reminded_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    below_minimum: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    rides_after: int | None = None
    rating: int | None = None
    rating_words: str = Field(default="", max_length=500)

    @property
    def asked(self) -> frozenset[ApprovalKind]:
        """The approvals that the revision asks for."""
        return frozenset(kind for kind in ApprovalKind if self.state_of(kind) is not ApprovalState.NOT_ASKED)

    @property
    def given(self) -> frozenset[ApprovalKind]:
        """Those of them that it has."""
        return frozenset(kind for kind in ApprovalKind if self.state_of(kind) is ApprovalState.GIVEN)

    @property
    def payable(self) -> Decimal:
        """What is left to pay with money."""
        return self.total - self.rebate

    @property
    def is_unpaid(self) -> bool:
        """Whether it has to be paid first, and is not."""
        return self.payment_approval is ApprovalState.OPEN

    def state_of(self, kind: ApprovalKind) -> ApprovalState:
        """How far an approval is."""
        state: ApprovalState = getattr(self, f"{kind}_approval")
        return state


#: Lines that wait for goods have an index of their own.
_WAITING = text("back_ordered > 0")
#: A pack that is given up is looked for here.
_BY_PACK = text("pack_id IS NOT NULL")
#: Few lines have a promotion.
_GIVEN = text("promotion_id IS NOT NULL")


def _price_source() -> Column[Any]:
    return Column(choice(PriceSource), nullable=False, server_default=PriceSource.BASE.value)


class OrderLine(Row, table=True):
    """A line of an order at a frozen price; quantities in base units. Holds and parcels name it by its id.

    ``refused``: cut at approval or given up later; ``shipped`` and ``delivered`` count up to ``quantity - refused``.
    ``back_ordered``: what it waits for, of what was not shipped yet; the rest of that is held. ``proposed``: kept for
    it while its buyer is asked whether they want it; its price is that of so much.
    ``amount``: ``packs`` × ``pack_price`` + ``loose`` × ``price``, rounded once; before ``discount``. ``loose``: base
    units outside of the packs, at ``price`` each. ``price_source``, ``price_list_id`` and ``tier_from`` say whose price
    it is, and from which quantity on.
    ``discount``: what promotions take off, its own (``promotion_id``) and its share of the order's; a gift names one.
    ``rebate``: what of the rest rebates pay.
    ``manual_price``: set by hand, by whom and why, for a unit of ``manual_size`` base units; ``list_price``: what such
    a unit would have cost otherwise. ``tax_rate``: of the SKU, as it was.
    """

    __table_args__ = (
        once_as_goods("uq_orderline_goods", "order_id"),
        Index("ix_orderline_pack", "pack_id", sqlite_where=_BY_PACK, postgresql_where=_BY_PACK),
        Index("ix_orderline_waiting", "sku_id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_orderline_promotion", "promotion_id", sqlite_where=_GIVEN, postgresql_where=_GIVEN),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False, index=True))
    position: int
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    kind: LineKind = Field(default=LineKind.GOODS, sa_column=line_kind())
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    price: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    said: str = Field(default="", max_length=200)
    proposed: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    refused: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    back_ordered: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    shipped: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    delivered: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    pack_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("pack.id")))
    packs: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    pack_price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    loose: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    price_source: PriceSource = Field(default=PriceSource.BASE, sa_column=_price_source())
    price_list_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("pricelist.id")))
    tier_from: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    list_price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    tax_rate: Decimal | None = Field(default=None, sa_column=Column(RATE, nullable=True))
    discount: Decimal = Field(default=Decimal(0), sa_column=no_money())
    rebate: Decimal = Field(default=Decimal(0), sa_column=no_money())
    promotion_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("promotion.id")))
    manual_price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    manual_size: int | None = None
    manual_reason: str = Field(default="", sa_column=Column(String(200), nullable=False, server_default=""))
    manual_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))

    @property
    def pack_size(self) -> int:
        """Base units of the packs that it was bought in; 1 where it was not."""
        return int((self.quantity + self.proposed - self.refused - self.loose) / self.packs) if self.packs else 1


class Approval(Row, table=True):
    """A decision on one revision of an order; ``approved`` is empty until somebody decides.

    Every order asks the salesperson: that row is written with the decision. A rule that asks somebody else as well
    writes an empty row when the order is placed or changed; ``rules`` names those that do. A payment that money which
    was there gave names nobody.
    """

    __table_args__ = (UniqueConstraint("order_id", "revision", "kind"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False))
    revision: int
    kind: ApprovalKind = Field(sa_column=Column(choice(ApprovalKind), nullable=False))
    rules: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]"))
    approved: bool | None = None
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class OrderShare(Row, table=True):
    """A customer who may follow an order without seeing its prices."""

    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), primary_key=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), primary_key=True, index=True))


#: Orders have an index of their own.
_NAMED = text("subject <> ''")


class Event(Row, table=True):
    """What happened, by whom, when and why. Rows are only ever added.

    ``channel``: where they acted; unknown of the oldest. ``no``: given soon after the commit, 1, 2, 3 without a gap.
    Feeds read by it: an ``id`` is made before the insert, so a lower one may commit later.
    """

    __table_args__ = (
        Index("ix_event_subject", "subject", sqlite_where=_NAMED, postgresql_where=_NAMED),
        Index("ix_event_no", "no", unique=True),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    kind: str = Field(max_length=40)
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), index=True))
    subject: str = Field(default="", max_length=60)
    revision: int | None = None
    reason: str = Field(default="", max_length=300)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    channel: Place | None = Field(default=None, sa_column=Column(choice(Place), nullable=True))
    no: int | None = Field(default=None, sa_column=Column(ID, nullable=True))

    @property
    def subject_id(self) -> int:
        """The id in ``subject``."""
        return int(self.subject.partition(":")[2])
