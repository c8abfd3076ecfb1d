"""Accounts, people, and their identities on each channel."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, UniqueConstraint, false, text, true
from sqlmodel import Field

from domain.rules.finance.credit import OnLimit
from domain.rules.finance.terms import PREPAID
from domain.rules.rights import Role
from domain.tables.columns import ID, MONEY, TIME, Row, choice, new_id


class Channel(StrEnum):
    """Where a person talks to us."""

    TELEGRAM = "telegram"
    WECHAT = "wechat"
    DEMO = "demo"
    TERMINAL = "terminal"


class Place(StrEnum):
    """Where somebody acts: in a chat, by the name of its channel, or outside of any."""

    TELEGRAM = "telegram"
    WECHAT = "wechat"
    DEMO = "demo"
    TERMINAL = "terminal"
    JOB = "job"
    COMMAND = "command"
    DESK = "desk"

    @property
    def is_chat(self) -> bool:
        """Whether the actor sees the answer in a chat."""
        return self.value in _CHATS


_CHATS = frozenset(channel.value for channel in Channel)


#: Accounts whose credit is looked at have an index of their own.
_WATCHED = text("credit_limit IS NOT NULL OR on_limit <> 'warn'")
#: So have those that pay first.
_PREPAID = text(f"terms = '{PREPAID}'")
#: And those with delivery days of their own.
_DELIVERED = text("delivery_days <> ''")


def _on_limit() -> Column[Any]:
    return Column(choice(OnLimit), nullable=False, default=OnLimit.WARN, server_default=OnLimit.WARN.value)


class Account(Row, table=True):
    """A dealer company that buys. ``area``: where it is, in the supplier's own words.

    ``group_id``: its level, by which price lists and promotions are given out.
    ``priority``: scarce goods that arrive go to the accounts with the highest first.
    ``minimum_order``: what an order is worth at least; empty: as its group has it, or the shop.
    ``credit_limit``: what it may owe at most; empty: any amount. ``on_limit``: what happens beyond, or when it is late.
    ``closed_until``: the last day up to which its statement was agreed on; nothing is entered up to then.
    ``delivery_days``: when it is delivered to, as ``domain/rules/delivery_days.py`` writes it; empty: as its area, or
    the shop.
    ``terms``: when it pays, as ``domain/rules/finance/terms.py`` writes it; empty: as the shop has it.
    ``retail``: not a dealer but a consumer, who came in by the door for retail.
    """

    __table_args__ = (
        Index("ix_account_watched", "id", sqlite_where=_WATCHED, postgresql_where=_WATCHED),
        Index("ix_account_prepaid", "id", sqlite_where=_PREPAID, postgresql_where=_PREPAID),
        Index("ix_account_delivered", "id", sqlite_where=_DELIVERED, postgresql_where=_DELIVERED),
    )

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=120)
    salesperson_id: int | None = Field(
        default=None, sa_column=Column(ID, ForeignKey("person.id", use_alter=True), nullable=True, index=True)
    )
    language: str = Field(default="", max_length=8)
    area: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    priority: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))
    active: bool = True
    credit_limit: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    on_limit: OnLimit = Field(default=OnLimit.WARN, sa_column=_on_limit())
    terms: str = Field(default="", sa_column=Column(String(24), nullable=False, server_default=""))
    delivery_days: str = Field(default="", sa_column=Column(String(24), nullable=False, server_default=""))
    minimum_order: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    closed_until: date | None = None
    retail: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    group_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("accountgroup.id"), index=True))
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))


class Address(Row, table=True):
    """Where an account wants its goods, and who takes them there. ``route``: the round on which they are delivered.

    ``receiver_asked``: who receives was asked once; it is not asked again.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    text: str = Field(max_length=300)
    route: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    receiver: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))
    phone: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    receiver_asked: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    is_default: bool = False
    removed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class Person(Row, table=True):
    """A human with one role; buyers belong to one account. ``ordering_for_id``: the account served just now.

    ``news``: whether they want to hear of promotions and new goods; ``reminders``: of what is due.
    ``phone``: as they told it; it proves nothing, and opens nothing.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(max_length=80)
    role: Role = Field(sa_column=Column(choice(Role), nullable=False, index=True))
    account_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id"), index=True))
    ordering_for_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id")))
    language: str = Field(default="", max_length=8)
    phone: str = Field(default="", sa_column=Column(String(20), nullable=False, server_default=""))
    active: bool = True
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    news: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))
    reminders: bool = Field(default=True, sa_column=Column(Boolean, nullable=False, server_default=true()))


class Identity(Row, table=True):
    """How one channel knows a person, or a stranger yet; a person has at most one on each channel.

    ``topic``: of their chat, where they wrote last: what we send goes there. Empty: the chat has none.
    """

    __table_args__ = (UniqueConstraint("channel", "external"), UniqueConstraint("channel", "person_id"))

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    channel: Channel = Field(sa_column=Column(choice(Channel), nullable=False))
    external: str = Field(max_length=128)
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id"), index=True))
    reachable: bool = True
    seen_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    topic: str = Field(default="", sa_column=Column(String(20), nullable=False, server_default=""))


class Invite(Row, table=True):
    """A one-time way in. Only the code's hash is kept; ``order_id`` is set when an order is shared with a customer.

    ``person_id``: whose chat it makes of the one it is used in; nobody's: a new person comes in.
    ``revoked_at``: somebody called it back before it was used.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    code_hash: str = Field(unique=True, max_length=64)
    role: Role = Field(sa_column=Column(choice(Role), nullable=False))
    account_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("account.id")))
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id", use_alter=True)))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    name: str = Field(default="", max_length=80)
    created_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    expires_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    used_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class InviteTry(Row, table=True):
    """A wrong code or telephone number that an identity tried; a few in an hour and the door stays shut for a while."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    channel: Channel = Field(sa_column=Column(choice(Channel), nullable=False))
    external: str = Field(max_length=128, index=True)
    at: datetime = Field(sa_column=Column(TIME, nullable=False))
