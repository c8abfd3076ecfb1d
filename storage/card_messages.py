"""Which message in which chat shows which card, so that a card can be redrawn in place."""

from sqlalchemy import Column, Index
from sqlmodel import Field, Session

from domain.tables.columns import Row, choice
from domain.tables.people import Channel
from storage.upsert import upsert


class CardMessage(Row, table=True):
    """The newest message that shows a card to an identity."""

    __table_args__ = (
        Index("ix_cardmessage_message", "channel", "external", "message"),
        Index("ix_cardmessage_card", "card"),
    )

    channel: Channel = Field(sa_column=Column(choice(Channel), primary_key=True))
    external: str = Field(primary_key=True, max_length=128)
    card: str = Field(primary_key=True, max_length=48)
    message: str = Field(max_length=64)


def remember(session: Session, channel: Channel, external: str, card: str, message: str) -> None:
    """Record which message shows a card to an identity; replaces an older one of the same card."""
    upsert(session, CardMessage, channel=channel, external=external, card=card, message=message)


def message_of(session: Session, channel: Channel, external: str, card: str) -> str | None:
    """The message that shows a card to an identity."""
    shown = session.get(CardMessage, (channel, external, card))
    return shown.message if shown else None
