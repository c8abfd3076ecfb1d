"""Talks that nobody answers, and talks in which nobody says anything any more: what is due is found in the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, or_

from domain import settings
from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import with_role
from domain.rules.rights import Role
from domain.tables.notices import NoticeKind
from domain.tables.threads import Thread
from domain.threads import audience
from domain.threads.access import ThreadView, joined, of_row
from domain.threads.threads import end, subject_of

#: After so long without an answer the deputy is asked, and after as long again the admins.
UNANSWERED = timedelta(minutes=10)
#: After so long without a word a talk ends.
SILENT = timedelta(minutes=30)
DEPUTY_ASKED, ADMINS_ASKED, ENDED = "thread.deputy_asked", "thread.admins_asked", "thread.ended"


def follow_up(actor: Actor, at_once: int) -> int:
    """Ask others where nobody answers, and end what is silent; each once, and all of it by day.

    Nobody is waited for at night: the time of it does not count.
    """
    day = settings.awake_since(actor)
    if day is None:
        return 0
    found = _due(actor, day, at_once)
    return sum(_followed(actor, view, day) for view in found)


def _due(actor: Actor, day: datetime, at_once: int) -> list[ThreadView]:
    waited: list[Any] = []
    if day <= actor.now - UNANSWERED:
        unasked = or_(col(Thread.deputy_asked_at).is_(None), col(Thread.admins_asked_at).is_(None))
        waited.append((col(Thread.waiting_since) <= actor.now - UNANSWERED) & unasked)
    if day <= actor.now - SILENT:
        waited.append(col(Thread.last_at) <= actor.now - SILENT)
    if not waited:
        return []
    query = joined().where(col(Thread.closed_at).is_(None), or_(*waited)).order_by(col(Thread.id)).limit(at_once)
    query = query.with_for_update(of=Thread, skip_locked=True, key_share=True)
    return [of_row(row) for row in actor.session.exec(query)]


def _followed(actor: Actor, view: ThreadView, day: datetime) -> bool:
    since = max(view.thread.waiting_since or actor.now, day)
    done = False
    if since <= actor.now - UNANSWERED:
        deputies = audience.deputies(actor, view.account)
        done = _ask_deputies(actor, view, deputies)
        if since <= actor.now - UNANSWERED * (2 if deputies else 1):
            done = _ask_admins(actor, view) or done
    if max(view.thread.last_at, day) <= actor.now - SILENT:
        end(actor, view, ENDED)
        done = True
    return done


def _ask_deputies(actor: Actor, view: ThreadView, deputies: Sequence[int]) -> bool:
    if view.thread.deputy_asked_at is not None or not deputies:
        return False
    view.thread.deputy_asked_at = actor.now
    _ask(actor, view, deputies, DEPUTY_ASKED)
    return True


def _ask_admins(actor: Actor, view: ThreadView) -> bool:
    """Those who were not asked before."""
    if view.thread.admins_asked_at is not None:
        return False
    known = audience.staff_of(actor, view.thread, view.account)
    view.thread.admins_asked_at = actor.now
    _ask(actor, view, [each for each in with_role(actor, Role.ADMIN) if each not in known], ADMINS_ASKED)
    return True


def _ask(actor: Actor, view: ThreadView, people: Any, kind: str) -> None:
    notify(actor, people, NoticeKind.THREAD_UNANSWERED, thread=view.thread.id)
    log_event(actor, kind, subject=subject_of(view.thread))
    actor.session.flush()
