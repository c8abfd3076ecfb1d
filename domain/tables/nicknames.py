"""What each account calls the goods."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, UniqueConstraint
from sqlmodel import Field

from domain.tables.columns import ID, TIME, Row, choice, new_id


class How(StrEnum):
    """How a nickname came about."""

    ANSWERED = "answered"
    """Somebody was asked which goods the words mean, and chose."""
    CORRECTED = "corrected"
    """Somebody said that the words had been read wrongly, and chose what they mean."""
    TAUGHT = "taught"
    """Somebody told us without being asked."""


class Nickname(Row, table=True):
    """What one account calls a SKU; no other account's words are read by it.

    ``words`` as they were said; ``key``: one form for all the ways of writing them. Another meaning for the same words
    is another row, so that buttons drawn for the old one are refused.
    """

    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False))
    key: str = Field(max_length=60)
    words: str = Field(max_length=60)
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    how: How = Field(sa_column=Column(choice(How), nullable=False))
    taught_by_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    taught_at: datetime = Field(sa_column=Column(TIME, nullable=False))
