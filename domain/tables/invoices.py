"""Invoices (发票) that accounts ask for and finance issues elsewhere: title, what they bill, and what came back."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, String
from sqlmodel import Field

from domain.rules.finance.invoicing import InvoiceState
from domain.tables.columns import ID, MONEY, TIME, Row, choice, new_id


class InvoiceTitle(Row, table=True):
    """What invoices of an account are made out to. ``tax_number``: empty for a person."""

    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), primary_key=True))
    title: str = Field(sa_column=Column(String(100), nullable=False))
    tax_number: str = Field(default="", sa_column=Column(String(20), nullable=False, server_default=""))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


class InvoiceRequest(Row, table=True):
    """An invoice that somebody asks for; ``amount`` below zero: a red one, which takes back so much of earlier ones.

    ``number``, ``link`` and ``document``, the hash of a stored file: what came of it; ``reason``: why not.
    ``person_id``: who asked; nobody where goods came back or became cheaper.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    title: str = Field(sa_column=Column(String(100), nullable=False))
    tax_number: str = Field(default="", sa_column=Column(String(20), nullable=False, server_default=""))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    state: InvoiceState = Field(sa_column=Column(choice(InvoiceState), nullable=False))
    asked_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    number: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    link: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    document: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
    reason: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))


class InvoiceRequestLine(Row, table=True):
    """So much of an entry of the ledger is to be on an invoice."""

    request_id: int = Field(sa_column=Column(ID, ForeignKey("invoicerequest.id"), primary_key=True))
    entry_id: int = Field(sa_column=Column(ID, ForeignKey("ledgerentry.id"), primary_key=True, index=True))
    amount: Decimal = Field(sa_column=Column(MONEY, nullable=False))
