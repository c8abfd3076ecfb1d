"""A talk begins, somebody of the staff joins it, and it ends."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, delete

from domain import settings
from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.orders import access as orders
from domain.people import contact
from domain.refusals import NotAllowed
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.people import Account
from domain.tables.threads import Thread, ThreadWriter
from domain.threads.access import ThreadView, current, find
from domain.threads.audience import first_asked, others_of
from domain.threads.messages import release_held

OPENED, ENTERED, LEFT, CLOSED, REOPENED = (
    f"thread.{each}" for each in ("opened", "entered", "left", "closed", "reopened")
)


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A talk that a buyer may go on in. ``names``: who is asked; ``rung``: they were told just now.

    ``back_at``: outside the shop's hours, when somebody is back.
    """

    view: ThreadView
    names: tuple[str, ...]
    rung: bool
    back_at: datetime | None


def begin(actor: Actor, order_id: int | None = None) -> Begun:
    """Begin a talk about the account, or about one of its orders; where they are in one, it goes on.

    About an account the staff is called at once; about an order, which may only be looked at, by the first word.
    Raises NotAllowed, NotFound.
    """
    person = actor.need(Right.THREAD_ASK)
    if person.account_id is None:
        raise NotAllowed
    order = orders.find(actor, order_id).order if order_id is not None else None
    view = _going_on(actor, order) or _opened(actor, actor.session.get_one(Account, person.account_id), order)
    asked = first_asked(actor, view.account)
    rung = order is None and contact.ring(actor, view.account, asked, view.thread.id)
    if rung and view.thread.waiting_since is None:
        view.thread.waiting_since = actor.now
    names = contact.names_of(actor, asked)
    return Begun(view=view, names=names, rung=rung, back_at=settings.day_begins(actor))


def enter(actor: Actor, thread_id: int) -> ThreadView:
    """From now on what they type is said in this talk; one that ended is only looked at. Raises NotAllowed, NotFound.

    A buyer enters no talk but their own.
    """
    view = find(actor, thread_id, lock=True)
    if not may_write(actor, view):
        raise NotAllowed
    if view.is_open:
        _seat(actor, view.thread)
    return view


def reopen(actor: Actor, thread_id: int) -> ThreadView:
    """Go on in a talk that ended. Raises NotAllowed, NotFound."""
    view = find(actor, thread_id, lock=True)
    if not may_write(actor, view):
        raise NotAllowed
    if not view.is_open:
        view.thread.closed_at = view.thread.closed_by_id = None
        view.thread.last_at = actor.now
        log_event(actor, REOPENED, subject=subject_of(view.thread))
    _seat(actor, view.thread)
    return view


def leave(actor: Actor) -> ThreadView | None:
    """What they type is no longer said anywhere; the talk goes on without them. Nothing where they were in none."""
    view = current(actor)
    if view is not None:
        actor.session.exec(delete(ThreadWriter).where(col(ThreadWriter.person_id) == actor.person_id))
        log_event(actor, LEFT, subject=subject_of(view.thread))
    return view


def close(actor: Actor, thread_id: int) -> tuple[ThreadView, bool]:
    """End a talk, and whether this did it: it may have ended before. Raises NotAllowed, NotFound."""
    view = find(actor, thread_id, lock=True)
    if not may_write(actor, view):
        raise NotAllowed
    if not view.is_open:
        return view, False
    end(actor, view, CLOSED)
    return view, True


def end(actor: Actor, view: ThreadView, kind: str) -> None:
    """Write that it ended, and tell the others; what was held is said before, so that nothing is lost."""
    release_held(actor, view)
    view.thread.closed_at, view.thread.closed_by_id = actor.now, actor.person_id
    view.thread.waiting_since = view.thread.deputy_asked_at = view.thread.admins_asked_at = None
    others = others_of(actor, view.thread, view.account)
    actor.session.exec(delete(ThreadWriter).where(col(ThreadWriter.thread_id) == view.thread.id))
    notify(actor, others, NoticeKind.THREAD_CLOSED, thread=view.thread.id, at=actor.now.isoformat())
    log_event(actor, kind, subject=subject_of(view.thread))


def may_write(actor: Actor, view: ThreadView) -> bool:
    """Whether this person may say something in it: its buyer, and the staff of its account."""
    return actor.may(Right.THREAD_ANSWER) or (actor.may(Right.THREAD_ASK) and actor.person_id == view.thread.person_id)


def subject_of(thread: Thread) -> str:
    """How events name it."""
    return f"thread:{thread.id}"


def _going_on(actor: Actor, order: Order | None) -> ThreadView | None:
    """The talk they are in, unless they ask about another order: that is another talk, and this one ends."""
    view = current(actor)
    if view is None or order is None or view.thread.order_id == order.id:
        return view
    close(actor, view.thread.id)
    return None


def _opened(actor: Actor, account: Account, order: Order | None) -> ThreadView:
    person = actor.need(Right.THREAD_ASK)
    thread = Thread(
        account_id=account.id,
        person_id=person.id,
        order_id=order.id if order else None,
        opened_at=actor.now,
        last_at=actor.now,
    )
    actor.session.add(thread)
    actor.session.flush()
    log_event(actor, OPENED, subject=subject_of(thread), account=account.id, about=thread.order_id)
    _seat(actor, thread)
    return ThreadView(thread=thread, account=account, buyer=person, order=order)


def _seat(actor: Actor, thread: Thread) -> None:
    seat = actor.session.get(ThreadWriter, actor.person_id)
    if seat is not None and seat.thread_id == thread.id:
        return
    if seat is None:
        actor.session.add(ThreadWriter(person_id=actor.person_id or 0, thread_id=thread.id))
    else:
        seat.thread_id = thread.id
    log_event(actor, ENTERED, subject=subject_of(thread))
    actor.session.flush()
