"""What a dealer's own customer wishes for: words, which become an order only by the dealer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, String
from sqlmodel import Field

from domain.tables.columns import ID, TIME, Row, choice, new_id

#: Longest wish, in characters.
WISH = 1000


class WishStatus(StrEnum):
    """How far a wish is."""

    DRAFT = "draft"
    """Shown to its customer, and to nobody else yet."""
    SENT = "sent"
    """Its dealer's buyers have its card."""
    TAKEN = "taken"
    """One of them put it into their cart."""
    DECLINED = "declined"
    """One of them said no."""


def _status() -> Column[Any]:
    return Column(choice(WishStatus), nullable=False)


class Wish(Row, table=True):
    """A customer's words for one dealer. ``sent_at``: empty for a draft, of which a customer has one at most."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False, index=True))
    words: str = Field(sa_column=Column(String(WISH), nullable=False))
    status: WishStatus = Field(default=WishStatus.DRAFT, sa_column=_status())
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    sent_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
