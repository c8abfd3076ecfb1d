"""Notices to be sent: claimed by one sender at a time, in order for each person, retried until delivered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, case, col, delete, exists, func, or_, select, update

from domain.db.statements import Prepared
from domain.tables.columns import ID, TIME
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel, Identity

#: The lease of a claim: a sender that has not finished by then is assumed dead.
LEASE = timedelta(seconds=60)
#: Tries for a notice that a platform refuses or that cannot be worded; then it is set aside.
TRIES = 4
#: The longest wait between tries.
LONGEST_WAIT = timedelta(minutes=15)
#: How long a reply sent as a notice is kept.
REPLIES_KEPT_FOR = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Depth:
    """Undelivered notices: due, due later, kept, set aside. ``oldest``: of those due now or later."""

    due: int
    later: int
    kept: int
    set_aside: int
    oldest: datetime | None


def claim(session: Session, now: datetime, limit: int = 20) -> list[Notice]:
    """Claim due notices: the oldest undelivered one of each receiver, which keeps every chat in order."""
    taken: list[Notice] = _CLAIM.scalars(session, {"now": now, "limit": limit, "until": now + LEASE})
    return sorted(taken, key=lambda notice: notice.id)


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether there is more to claim at once."""
    return _DUE.first(session, {"now": now}) is not None


def _due() -> Any:
    now: Any = bindparam("now", type_=TIME)
    free = or_(col(Notice.claimed_until).is_(None), col(Notice.claimed_until) <= now)
    return *_on_its_way(Notice), _is_due(now), free


def _on_its_way(notice: Any) -> tuple[Any, ...]:
    """Conditions: neither delivered nor kept for the next contact nor set aside."""
    return notice.delivered_at.is_(None), notice.kept.is_(False), notice.set_aside_at.is_(None)


def _is_due(now: Any) -> Any:
    """A notice created in the future was left before the clock was set back: it is due."""
    return or_(col(Notice.due_at) <= now, col(Notice.created_at) > now)


def _claim() -> Any:
    """Built once: building this statement would cost more than running it."""
    earlier = aliased(Notice)
    same = or_(
        col(earlier.person_id) == col(Notice.person_id),
        and_(col(earlier.channel) == col(Notice.channel), col(earlier.external) == col(Notice.external)),
    )
    first = ~exists().where(same, col(earlier.id) < col(Notice.id), *_on_its_way(earlier))
    query = select(Notice.id).where(*_due(), first).order_by(col(Notice.id)).limit(bindparam("limit", type_=Integer))
    # materialised, so that no plan of PostgreSQL evaluates it per row and chooses other rows
    chosen = query.with_for_update(skip_locked=True).cte("chosen").prefix_with("MATERIALIZED", dialect="postgresql")
    until: Any = bindparam("until", type_=TIME)
    return update(Notice).where(col(Notice.id).in_(select(chosen.c.id))).values(claimed_until=until).returning(Notice)


_CLAIM = Prepared(_claim(), returned=Notice)
_THIS = col(Notice.id) == bindparam("notice", type_=ID)
_ARRIVED = Prepared(update(Notice).where(_THIS).values(delivered_at=bindparam("now", type_=TIME), claimed_until=None))
_DUE = Prepared(select(Notice.id).where(*_due()).limit(1))


def depth(session: Session, now: datetime) -> Depth:
    """Count undelivered notices in one statement."""
    state = case(
        (col(Notice.set_aside_at).is_not(None), "set_aside"),
        (col(Notice.kept).is_(True), "kept"),
        (_is_due(now), "due"),
        else_="later",
    ).label("state")
    counted = (
        select(state, func.count(), func.min(col(Notice.created_at)))
        .where(col(Notice.delivered_at).is_(None))
        .group_by(state)
    )
    found = {name: (count, oldest) for name, count, oldest in session.exec(counted)}
    counts = {name: found[name][0] if name in found else 0 for name in ("due", "later", "kept", "set_aside")}
    oldest = min((found[name][1] for name in ("due", "later") if name in found), default=None)
    return Depth(**counts, oldest=oldest)


def release_all(session: Session) -> int:
    """Release every claim, when no other sender is at work; returns how many: each may have been delivered."""
    left_behind = col(Notice.delivered_at).is_(None), col(Notice.claimed_until).is_not(None)
    return session.exec(update(Notice).where(*left_behind).values(claimed_until=None)).rowcount


def on_their_way(session: Session, person_id: int) -> int:
    """How many notices are still to be brought to a person."""
    waiting = select(func.count()).select_from(Notice).where(Notice.person_id == person_id, *_on_its_way(Notice))
    return session.exec(waiting).one()


def claim_for(session: Session, person_id: int, now: datetime) -> list[Notice]:
    """Claim every notice for a person who reads now, whatever its due time."""
    free = or_(col(Notice.claimed_until).is_(None), col(Notice.claimed_until) <= now)
    query = (
        select(Notice)
        .where(Notice.person_id == person_id, *_on_its_way(Notice), free)
        .order_by(col(Notice.id))
        .with_for_update(skip_locked=True)
    )
    taken = list(session.exec(query))
    for notice in taken:
        notice.claimed_until = now + LEASE
    return taken


def release(notice: Notice) -> None:
    """The claim ends without a try."""
    notice.claimed_until = None


def mark_delivered(notice: Notice, now: datetime) -> None:
    """It reached the person, or no longer needs to."""
    notice.delivered_at, notice.claimed_until = now, None


def mark_all_delivered(session: Session, notice_ids: list[int], now: datetime) -> None:
    """Mark several delivered by id, also where another process claimed them meanwhile."""
    if notice_ids:
        _ARRIVED.run(session, *({"notice": each, "now": now} for each in notice_ids))


def postpone(notice: Notice, now: datetime, wait: timedelta, reason: str) -> None:
    """Try again after a while."""
    notice.attempts += 1
    notice.due_at, notice.claimed_until, notice.failure = now + wait, None, reason[:200]


def defer(notice: Notice, reason: str) -> None:
    """Keep it, to be shown at the next contact."""
    notice.kept, notice.claimed_until, notice.failure = True, None, reason[:200]


def retry_or_set_aside(notice: Notice, now: datetime, reason: str) -> bool:
    """Nobody accepted it as it is: retry a few times, then set it aside. Returns whether it was set aside."""
    if notice.attempts + 1 < TRIES:
        postpone(notice, now, backoff(notice.attempts), reason)
        return False
    notice.attempts += 1
    notice.set_aside_at, notice.claimed_until, notice.failure = now, None, reason[:200]
    return True


def newest_set_aside(session: Session) -> Notice | None:
    """The last notice that was set aside."""
    aside = select(Notice).where(col(Notice.set_aside_at).is_not(None))
    return session.exec(aside.order_by(col(Notice.set_aside_at).desc()).limit(1)).first()


def backoff(attempts: int) -> timedelta:
    """The wait after a number of tries: 2 seconds, doubling, at most a quarter of an hour."""
    return min(timedelta(seconds=2 ** min(attempts + 1, 12)), LONGEST_WAIT)


def told_at_contact(identity: Identity | type[Identity]) -> tuple[Any, ...]:
    """Conditions: the notices of a person, this chat of theirs or nobody's, that are kept or just being sent."""
    here = and_(col(Notice.channel) == identity.channel, col(Notice.external) == identity.external)
    theirs = here if identity.person_id is None else or_(col(Notice.person_id) == identity.person_id, here)
    open_ones = or_(col(Notice.kept).is_(True), col(Notice.claimed_until).is_not(None))
    return theirs, open_ones, col(Notice.delivered_at).is_(None)


def take_deferred(session: Session, identity: Identity, now: datetime) -> list[Notice]:
    """The notices kept for a person, oldest first, now counted as delivered.

    One that is being sent is due again from now on: should its sender have found nobody there, it is not kept.
    """
    query = select(Notice).where(*told_at_contact(identity)).order_by(col(Notice.id)).limit(10).with_for_update()
    waiting = list(session.exec(query))
    for notice in waiting:
        if notice.kept:
            mark_delivered(notice, now)
        else:
            notice.due_at = now
    return [notice for notice in waiting if notice.kept]


def forget_replies(session: Session, now: datetime) -> None:
    """Delete replies sent this way: they hold whole texts, perhaps a code, and are not needed again."""
    told = (col(Notice.kind) == NoticeKind.RESEND, col(Notice.delivered_at) <= now - REPLIES_KEPT_FOR)
    session.exec(delete(Notice).where(*told))


def enqueue_reply(
    session: Session,
    channel: Channel,
    external: str,
    reply: dict[str, Any],
    language: str,
    now: datetime,
    trace: str = "",
    *,
    plain: bool = False,
) -> None:
    """Queue a reply that a platform did not accept: it is sent with the notices.

    ``plain``: it stands for a notice that was set aside; nothing stands for it where it is refused as well.
    """
    session.add(
        Notice(
            channel=channel,
            external=external,
            kind=NoticeKind.RESEND,
            facts={"reply": reply, "language": language, "plain": plain},
            created_at=now,
            due_at=now,
            trace=trace,
        )
    )
