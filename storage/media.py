"""Pictures stored in the database by their content's hash, and the platforms' ids for them."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, Session, col, delete, select

from domain.tables.catalogue import Product, Sku
from domain.tables.columns import TIME, Row, choice
from domain.tables.invoices import InvoiceRequest
from domain.tables.ledger import PaymentClaim
from domain.tables.people import Channel
from domain.tables.returns import ReturnLine
from domain.tables.shipments import Shipment
from domain.tables.threads import ThreadMessage
from storage.upsert import upsert


class Media(Row, table=True):
    """A stored picture; ``hash`` is the sha256 of its bytes, in hex."""

    hash: str = Field(primary_key=True, max_length=64)
    mime: str = Field(max_length=40)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class MediaCopy(Row, table=True):
    """A platform's id for a picture we sent before (Telegram's file id, WeChat's media id)."""

    hash: str = Field(primary_key=True, max_length=64, foreign_key="media.hash")
    channel: Channel = Field(sa_column=Column(choice(Channel), primary_key=True))
    remote: str = Field(max_length=256)
    expires_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))


class WaitingPicture(Row, table=True):
    """A picture of which it was asked what it is: somebody may still say so."""

    hash: str = Field(primary_key=True, max_length=64, foreign_key="media.hash")
    at: datetime = Field(sa_column=Column(TIME, nullable=False))


#: So long a picture waits, and so many are looked at in one run.
_WAITS_FOR, _AT_ONCE = timedelta(hours=36), 200
#: What names pictures.
_PICTURES = (col(Product.picture), col(Sku.picture), col(Sku.picture_en))
_KEPT_WITH = (col(ReturnLine.photo), col(Shipment.delivery_photo), col(ThreadMessage.picture))
_NAMING = (col(PaymentClaim.slip), col(InvoiceRequest.document), *_KEPT_WITH, *_PICTURES)


def store(session: Session, content: bytes, mime: str) -> str:
    """Store a picture once and return its hash."""
    digest = sha256(content).hexdigest()
    if session.get(Media, digest) is None:
        session.add(Media(hash=digest, mime=mime, content=content))
        session.flush()
    return digest


def store_for_now(session: Session, content: bytes, mime: str, now: datetime) -> str:
    """Store a picture that may belong to nothing: it is deleted later, unless something names it by then."""
    digest = sha256(content).hexdigest()
    if session.get(Media, digest) is None:
        store(session, content, mime)
        session.add(WaitingPicture(hash=digest, at=now))
        session.flush()
    return digest


def forget_unused(session: Session, now: datetime) -> None:
    """Delete pictures that waited long and that nothing names."""
    due = select(WaitingPicture.hash).where(WaitingPicture.at < now - _WAITS_FOR).limit(_AT_ONCE)
    for digest in session.exec(due).all():
        session.exec(delete(WaitingPicture).where(col(WaitingPicture.hash) == digest))
        if not any(session.exec(select(column).where(column == digest).limit(1)).first() for column in _NAMING):
            session.exec(delete(MediaCopy).where(col(MediaCopy.hash) == digest))
            session.exec(delete(Media).where(col(Media.hash) == digest))


def forget_soon(session: Session, digest: str, now: datetime) -> None:
    """A picture that may belong to nothing any more: it is deleted later, unless something else names it."""
    if session.get(WaitingPicture, digest) is None:
        session.add(WaitingPicture(hash=digest, at=now))
        session.flush()


def beginning_with(session: Session, start: str) -> str | None:
    """The hash of the one stored picture that begins so; none where there is no such, or several."""
    found = session.exec(select(Media.hash).where(col(Media.hash).startswith(start, autoescape=True)).limit(2)).all()
    return found[0] if len(found) == 1 else None


def load(session: Session, digest: str) -> Media | None:
    """The stored picture; None where the hash is unknown."""
    return session.get(Media, digest)


def remote_name(session: Session, digest: str, channel: Channel, now: datetime) -> str | None:
    """The platform's id for the picture, while it is valid there."""
    copy = session.exec(select(MediaCopy).where(MediaCopy.hash == digest, MediaCopy.channel == channel)).first()
    if copy is None or (copy.expires_at is not None and copy.expires_at <= now):
        return None
    return copy.remote


def remember_remote(session: Session, copy: MediaCopy) -> None:
    """Store a platform's id for the picture; the newest wins."""
    upsert(session, MediaCopy, **copy.model_dump())


def forget_remote(session: Session, digest: str, channel: Channel) -> None:
    """The platform no longer knows the id it gave."""
    session.exec(delete(MediaCopy).where(col(MediaCopy.hash) == digest, col(MediaCopy.channel) == channel))
