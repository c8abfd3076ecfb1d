"""How many customer-service messages WeChat lets us send to somebody, and when the last template message was sent."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Column, update
from sqlmodel import Field, Session, col, delete, select

from domain.tables.columns import TIME, Row, choice
from storage.upsert import dialect_insert


class Contact(StrEnum):
    """What a person did that lets us write to them."""

    WROTE = "wrote"
    """Sent a message of their own; a tap on a link in a text is none."""
    ACTED = "acted"
    """Clicked in the menu, followed us or scanned a code."""


#: Messages each contact allows and for how long; a little shorter than WeChat says, for slow clocks.
ALLOWANCE = {Contact.WROTE: (5, timedelta(hours=48, minutes=-5)), Contact.ACTED: (3, timedelta(seconds=55))}


class PushWindow(Row, table=True):
    """One open window of one identity; a newer contact of the same kind renews it and never adds to it."""

    external: str = Field(primary_key=True, max_length=128)
    contact: Contact = Field(sa_column=Column(choice(Contact), primary_key=True))
    said_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    ends_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    left: int


class TemplateRing(Row, table=True):
    """When an identity last got a template message."""

    external: str = Field(primary_key=True, max_length=128)
    rung_at: datetime = Field(sa_column=Column(TIME, nullable=False))


def open_window(session: Session, external: str, contact: Contact, said_at: datetime, now: datetime) -> None:
    """Record a contact; the same contact delivered again changes nothing."""
    left, duration = ALLOWANCE[contact]
    row = {"said_at": said_at, "ends_at": min(said_at, now) + duration, "left": left}
    insert = dialect_insert(session, PushWindow).values(external=external, contact=contact, **row)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["external", "contact"], set_=row, where=col(PushWindow.said_at) < said_at
        )
    )


def claim(session: Session, external: str, count: int, now: datetime, spare: int = 0) -> tuple[Contact, ...]:
    """Claim messages from the window that closes first, leaving ``spare``; all of them or none."""
    live = (PushWindow.external == external, col(PushWindow.ends_at) > now, col(PushWindow.left) > 0)
    windows = session.exec(select(PushWindow).where(*live).order_by(col(PushWindow.ends_at)).with_for_update()).all()
    open_contacts = [window.contact for window in windows for _ in range(window.left)]
    if len(open_contacts) < count + spare:
        return ()
    taken = tuple(open_contacts[:count])
    _change(session, external, taken, -1)
    return taken


def left(session: Session, external: str, now: datetime) -> int:
    """How many messages all open windows allow."""
    live = (PushWindow.external == external, col(PushWindow.ends_at) > now)
    return sum(session.exec(select(PushWindow.left).where(*live)))


def refund(session: Session, external: str, taken: tuple[Contact, ...]) -> None:
    """WeChat did not accept the messages after all."""
    _change(session, external, taken, +1)


def close_windows(session: Session, external: str) -> None:
    """WeChat says that there is no window, or the person has left."""
    session.execute(delete(PushWindow).where(col(PushWindow.external) == external))


def claim_ring(session: Session, external: str, now: datetime, gap: timedelta) -> bool:
    """Whether a template message may be sent now; if so it counts as sent."""
    row = {"rung_at": now}
    insert = dialect_insert(session, TemplateRing).values(external=external, **row)
    result = session.execute(
        insert.on_conflict_do_update(
            index_elements=["external"], set_=row, where=col(TemplateRing.rung_at) <= now - gap
        ).returning(col(TemplateRing.external))
    )
    return result.first() is not None


def forget_ring(session: Session, external: str) -> None:
    """The template message was not sent after all."""
    session.execute(delete(TemplateRing).where(col(TemplateRing.external) == external))


def _change(session: Session, external: str, contacts: tuple[Contact, ...], actor: int) -> None:
    for contact in sorted(set(contacts)):
        session.execute(
            update(PushWindow)
            .where(col(PushWindow.external) == external, col(PushWindow.contact) == contact)
            .values(left=col(PushWindow.left) + actor * contacts.count(contact))
        )
