"""Where people can be written to: their chats, the account they order for, and what was pushed there before."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, func, select

from domain.db.statements import Prepared
from domain.tables.columns import ID
from domain.tables.people import Account, Channel, Identity, Person
from storage import outbox, wechat_quota
from storage.conversations import PushedChoices


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """The person, if any, and the chat a notice goes to. ``choices``: what links pushed there before stand for."""

    person: Person | None
    identity: Identity
    account: Account | None = None
    choices: list[Any] = field(default_factory=list)


def chats_of(session: Session, person_id: int) -> list[Receiver]:
    """Every chat an active person can be reached in, the one they used last first."""
    return [
        Receiver(person=person, identity=identity, account=account, choices=pushed or [])
        for person, identity, account, pushed in _RECEIVER.all(session, {"person": person_id})
        if person.active
    ]


def chat(session: Session, channel: Channel | None, external: str | None) -> Receiver | None:
    """This chat, and the active person who uses it now."""
    query = select(Identity, Person).join(Person, col(Person.id) == Identity.person_id, isouter=True)
    found = session.exec(query.where(Identity.channel == channel, Identity.external == external)).first()
    if found is None:
        return None
    identity, person = found
    return Receiver(person=person if person and person.active else None, identity=identity)


def can_be_written_to(session: Session, person_id: int, now: datetime) -> bool:
    """Whether what waits for a person can be brought to them now: WeChat lets us write only so often."""
    here = next(iter(chats_of(session, person_id)), None)
    if here is None:
        return False
    if here.identity.channel is not Channel.WECHAT:
        return True
    waiting = outbox.on_their_way(session, person_id)
    return wechat_quota.left(session, here.identity.external, now) >= max(waiting, 1)


def _query() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    account_id = func.coalesce(col(Person.account_id), col(Person.ordering_for_id))
    return (
        select(Person, Identity, Account)
        .add_columns(col(PushedChoices.choices))
        .join(Identity, and_(col(Identity.person_id) == Person.id, col(Identity.reachable).is_(True)))
        .join(Account, col(Account.id) == account_id, isouter=True)
        .join(PushedChoices, col(PushedChoices.identity_id) == Identity.id, isouter=True)
        .where(col(Person.id) == bindparam("person", type_=ID))
        .order_by(col(Identity.seen_at).desc())
    )


_RECEIVER = Prepared(_query())
