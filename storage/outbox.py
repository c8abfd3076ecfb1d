"""Notices on their way: claimed by one sender at a time, in order for each person, tried again until delivered."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, case, col, delete, exists, func, or_, select, update

from domain.prepared import Prepared
from domain.tables.columns import ID, TIME
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel, Identity

#: A sender that has not finished by then is taken for dead.
LEASE = timedelta(seconds=60)
#: So often a notice is tried that a platform refuses, or that we cannot word; then it is set aside.
TRIES = 4
#: Waiting between tries grows to this.
LONGEST_WAIT = timedelta(minutes=15)
#: A reply that went out as a notice is kept so long.
REPLIES_KEPT_FOR = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Depth:
    """What has not reached anybody: due now, due later, kept for the next contact, set aside for good.

    ``oldest``: of those due now or later.
    """

    due: int
    later: int
    kept: int
    set_aside: int
    oldest: datetime | None


def claim(session: Session, now: datetime, limit: int = 20) -> list[Notice]:
    """Take due notices on: the oldest undelivered one of each receiver, which keeps every chat in order."""
    taken: list[Notice] = _CLAIM.scalars(session, {"now": now, "limit": limit, "until": now + LEASE})
    return sorted(taken, key=lambda notice: notice.id)


def is_any_due(session: Session, now: datetime) -> bool:
    """Whether there is more to take on at once."""
    return _DUE.first(session, {"now": now}) is not None


def _due() -> Any:
    now: Any = bindparam("now", type_=TIME)
    free = or_(col(Notice.claimed_until).is_(None), col(Notice.claimed_until) <= now)
    return *_on_its_way(Notice), _is_due(now), free


def _on_its_way(notice: Any) -> tuple[Any, ...]:
    """Neither delivered nor kept for the next contact nor set aside, as conditions."""
    return notice.delivered_at.is_(None), notice.kept.is_(False), notice.set_aside_at.is_(None)


def _is_due(now: Any) -> Any:
    """What was left in a moment still to come was left before the clock was set back: it has waited long enough."""
    return or_(col(Notice.due_at) <= now, col(Notice.created_at) > now)


def _claim() -> Any:
    """Built once: putting this statement together would cost more than running it."""
    earlier = aliased(Notice)
    same = or_(
        col(earlier.person_id) == col(Notice.person_id),
        and_(col(earlier.channel) == col(Notice.channel), col(earlier.external) == col(Notice.external)),
    )
    first = ~exists().where(same, col(earlier.id) < col(Notice.id), *_on_its_way(earlier))
    query = select(Notice.id).where(*_due(), first).order_by(col(Notice.id)).limit(bindparam("limit", type_=Integer))
    # chosen once, whatever plan PostgreSQL makes: asked again for every row, it would choose others
    chosen = query.with_for_update(skip_locked=True).cte("chosen").prefix_with("MATERIALIZED", dialect="postgresql")
    until: Any = bindparam("until", type_=TIME)
    return update(Notice).where(col(Notice.id).in_(select(chosen.c.id))).values(claimed_until=until).returning(Notice)


_CLAIM = Prepared(_claim(), returned=Notice)
_THIS = col(Notice.id) == bindparam("notice", type_=ID)
_ARRIVED = Prepared(update(Notice).where(_THIS).values(delivered_at=bindparam("now", type_=TIME), claimed_until=None))
_DUE = Prepared(select(Notice.id).where(*_due()).limit(1))


def depth(session: Session, now: datetime) -> Depth:
    """How much is on its way, in one statement that looks only at what is not delivered."""
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


def take_over(session: Session) -> int:
    """Free what a sender claimed that is no more; only for who knows that no other sender is at work.

    How many there were: each of them may have reached its chat already.
    """
    left_behind = col(Notice.delivered_at).is_(None), col(Notice.claimed_until).is_not(None)
    return session.exec(update(Notice).where(*left_behind).values(claimed_until=None)).rowcount


def claim_for(session: Session, person_id: int, now: datetime) -> list[Notice]:
    """Take on all that waits for somebody who is here to read it, whatever wait another sender chose."""
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


def give_back(notice: Notice) -> None:
    """Whoever took it on did not get to it."""
    notice.claimed_until = None


def delivered(notice: Notice, now: datetime) -> None:
    """It reached the person, or no longer needs to."""
    notice.delivered_at, notice.claimed_until = now, None


def arrived(session: Session, notice_ids: list[int], now: datetime) -> None:
    """The same of several, by their ids: a notice that arrived has arrived, whoever has taken it on by now."""
    if notice_ids:
        _ARRIVED.run(session, *({"notice": each, "now": now} for each in notice_ids))


def later(notice: Notice, now: datetime, wait: timedelta, reason: str) -> None:
    """Try again after a while."""
    notice.attempts += 1
    notice.due_at, notice.claimed_until, notice.failure = now + wait, None, reason[:200]


def keep(notice: Notice, reason: str) -> None:
    """Show it first when the person comes back."""
    notice.kept, notice.claimed_until, notice.failure = True, None, reason[:200]


def refused(notice: Notice, now: datetime, reason: str) -> bool:
    """Nobody took it as it is: try again a few times, then set it aside. Whether it was set aside."""
    if notice.attempts + 1 < TRIES:
        later(notice, now, backoff(notice.attempts), reason)
        return False
    notice.attempts += 1
    notice.set_aside_at, notice.claimed_until, notice.failure = now, None, reason[:200]
    return True


def newest_set_aside(session: Session) -> Notice | None:
    """The last one that was set aside."""
    aside = select(Notice).where(col(Notice.set_aside_at).is_not(None))
    return session.exec(aside.order_by(col(Notice.set_aside_at).desc()).limit(1)).first()


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many tries: 2 seconds, doubling, at most a quarter of an hour."""
    return min(timedelta(seconds=2 ** min(attempts + 1, 12)), LONGEST_WAIT)


def kept_for(identity: Identity | type[Identity]) -> tuple[Any, ...]:
    """The notices kept for a person, or for this chat of theirs, or of nobody's, as conditions."""
    here = and_(col(Notice.channel) == identity.channel, col(Notice.external) == identity.external)
    theirs = here if identity.person_id is None else or_(col(Notice.person_id) == identity.person_id, here)
    return theirs, col(Notice.kept).is_(True), col(Notice.delivered_at).is_(None)


def take_kept(session: Session, identity: Identity, now: datetime) -> list[Notice]:
    """What was kept for a person, oldest first, now counted as delivered."""
    query = select(Notice).where(*kept_for(identity))
    waiting = list(session.exec(query.order_by(col(Notice.id)).limit(10)))
    for notice in waiting:
        delivered(notice, now)
    return waiting


def forget_replies(session: Session, now: datetime) -> None:
    """Replies that went out this way; they hold whole words, perhaps a code, and nobody asks for them again."""
    told = (col(Notice.kind) == NoticeKind.RESEND, col(Notice.delivered_at) <= now - REPLIES_KEPT_FOR)
    session.exec(delete(Notice).where(*told))


def put_back(
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
    """A reply that a platform did not take: it goes out with the notices.

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
