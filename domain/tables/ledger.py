"""What accounts owe: the append-only ledger, and which lines of orders its invoices bill."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Index, String, UniqueConstraint
from sqlmodel import Field

from domain.rules.finance.ledger import LedgerKind
from domain.tables.columns import ID, MONEY, QUANTITY, TIME, Row, choice, new_id, no_money


class LedgerEntry(Row, table=True):
    """A change of what an account owes; rows are only ever added. Its balance is their sum.

    ``undoes_id``: the payment that it takes back. ``value_day``: when money really came, where that is another day.
    ``amount``: above zero where it owes more. ``day``: in the shop's zone, never in a closed period.
    ``due_on``: empty where it is not known yet, or nothing is due. ``document``: what people call it by.
    ``person_id``: who wrote it; nobody where a command did.
    """

    __table_args__ = (
        Index("ix_ledgerentry_account", "account_id", "day"),
        Index("ix_ledgerentry_due", "account_id", "due_on", "kind", "amount", "day"),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    day: date
    value_day: date | None = None
    kind: LedgerKind = Field(sa_column=Column(choice(LedgerKind), nullable=False))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    due_on: date | None = None
    document: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), index=True))
    note: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    undoes_id: int | None = Field(
        default=None, sa_column=Column(ID, ForeignKey("ledgerentry.id"), unique=True, index=True)
    )
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class LedgerDue(Row, table=True):
    """When an entry is due, where that became known later than the entry itself."""

    entry_id: int = Field(sa_column=Column(ID, ForeignKey("ledgerentry.id"), primary_key=True))
    due_on: date


class PaymentClaim(Row, table=True):
    """What a buyer says they paid; finance decides. ``entry_id``: the payment that was booked, if it came.

    ``shipment_id``: the parcel whose driver took the money in cash; it is on its way to finance until it is decided.
    ``slip``: the hash of a stored photo of the slip, which belongs to the account.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    note: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    slip: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    shipment_id: int | None = Field(default=None, sa_column=Column(ID, nullable=True, unique=True, index=True))
    claimed_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    entry_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("ledgerentry.id"), unique=True))


class ClaimOrder(Row, table=True):
    """An order that somebody names with what they say they paid: it is for this one before all others."""

    claim_id: int = Field(sa_column=Column(ID, ForeignKey("paymentclaim.id"), primary_key=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), primary_key=True))


class PaymentAllocation(Row, table=True):
    """So much of a payment pays an order that was named with it; rows are only ever added, below zero to take back.

    What of the payments no row speaks of pays what is due the longest: that is worked out and not kept.
    ``debt_id``: the invoice that it pays; none: it waits for what the order has not been billed yet. ``due_on``: as the
    invoice says. ``day``: from when on it counts.
    """

    __table_args__ = (Index("ix_paymentallocation_account", "account_id", "due_on", "debt_id", "amount", "day"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    payment_id: int = Field(sa_column=Column(ID, ForeignKey("ledgerentry.id"), nullable=False, index=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False, index=True))
    debt_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("ledgerentry.id"), index=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    due_on: date | None = None
    day: date
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class TemporaryLimit(Row, table=True):
    """So much more than its limit an account may owe up to a day, that day included; the newest row counts.

    ``amount``: nothing ends an earlier one.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    until: date
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class PostedLine(Row, table=True):
    """What an invoice bills of an order line, with the tax in it; rows are only ever added.

    ``quantity``: in base units; zero where only the amount changed, as the rest of the line was given up.
    ``rebate``: what of the amount rebates pay; the ledger has it as an entry of its own.
    ``return_line_id``: a claim kept it back at its receipt; billed since, or granted, and then it has no entry.
    No entry and no claim: it left before there was a ledger, and was billed elsewhere.
    """

    __table_args__ = (UniqueConstraint("shipment_id", "order_line_id"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    entry_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("ledgerentry.id"), index=True))
    shipment_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("shipment.id")))
    order_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False, index=True))
    return_line_id: int | None = Field(default=None, sa_column=Column(ID, nullable=True))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    tax: Decimal = Field(default=Decimal(0), sa_column=no_money())
    rebate: Decimal = Field(default=Decimal(0), sa_column=no_money())
