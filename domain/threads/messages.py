"""What is said in a talk: told to everybody else in it, or held until its author said that it is no order."""

from datetime import timedelta

from sqlmodel import col, func, select

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.refusals import NotFound, Refusal
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.threads import ThreadMessage
from domain.threads.access import ThreadView, find
from domain.threads.audience import others_of

#: Longest message, in characters; and most pictures of one person within a day.
WORDS_MOST, PICTURES_MOST = 8_000, 20
PICTURES_WITHIN = timedelta(days=1)
SAID = "thread.said"


class ThreadClosed(Refusal):
    """The talk ended before this was said; nobody heard it."""


class AlreadySaid(Refusal):
    """What was asked about was said meanwhile."""


class TooManyPictures(Refusal):
    """They sent ``most`` pictures within a day, as many as anybody may."""


def say(actor: Actor, thread_id: int, words: str, picture: str | None = None) -> ThreadView:
    """Say something in a talk; what was held of theirs is said before it.

    Raises NotAllowed, NotFound, ThreadClosed, TooManyPictures.
    """
    view = _open(actor, thread_id)
    if picture is not None:
        _need_measure(actor)
    release_held(actor, view, only_own=True)
    message = _kept(actor, view, words, picture)
    _tell(actor, view, message)
    return view


def hold(actor: Actor, thread_id: int, words: str) -> ThreadMessage:
    """Keep what may be an order until they said what it is; what was held before is said. Raises ThreadClosed."""
    view = _open(actor, thread_id)
    release_held(actor, view, only_own=True)
    view.thread.last_at = actor.now
    message = _kept(actor, view, words, None)
    message.held = True
    actor.session.flush()
    return message


def say_held(actor: Actor, message_id: int) -> ThreadView:
    """It was no order: say it now. Raises NotFound, AlreadySaid, ThreadClosed."""
    message = held(actor, message_id)
    view = _open(actor, message.thread_id)
    _release(actor, view, message)
    return view


def take_back(actor: Actor, message_id: int) -> str:
    """It was an order, and nothing to be said: its words. Raises NotFound, AlreadySaid."""
    message = held(actor, message_id)
    words = message.words
    actor.session.delete(message)
    return words


def held(actor: Actor, message_id: int) -> ThreadMessage:
    """A message of this person's that waits for them. Raises NotFound: it is none of theirs; AlreadySaid."""
    actor.need(Right.THREAD_READ)
    mine = (ThreadMessage.id == message_id, ThreadMessage.person_id == actor.person_id)
    message = actor.session.exec(select(ThreadMessage).where(*mine).with_for_update(key_share=True)).first()
    if message is None:
        raise NotFound
    if not message.held:
        raise AlreadySaid
    return message


def release_held(actor: Actor, view: ThreadView, *, only_own: bool = False) -> None:
    """Say what was held in a talk, in its order."""
    waiting = select(ThreadMessage).where(ThreadMessage.thread_id == view.thread.id, col(ThreadMessage.held))
    if only_own:
        waiting = waiting.where(ThreadMessage.person_id == actor.person_id)
    for message in actor.session.exec(waiting.order_by(col(ThreadMessage.id))).all():
        _release(actor, view, message)


def _open(actor: Actor, thread_id: int) -> ThreadView:
    view = find(actor, thread_id, lock=True)
    if not view.is_open:
        raise ThreadClosed
    return view


def _kept(actor: Actor, view: ThreadView, words: str, picture: str | None) -> ThreadMessage:
    message = ThreadMessage(
        thread_id=view.thread.id,
        person_id=actor.person_id or 0,
        at=actor.now,
        words=words[:WORDS_MOST],
        picture=picture,
    )
    actor.session.add(message)
    actor.session.flush()
    return message


def _release(actor: Actor, view: ThreadView, message: ThreadMessage) -> None:
    message.held, message.at = False, actor.now
    actor.session.flush()
    _tell(actor, view, message)


def _tell(actor: Actor, view: ThreadView, message: ThreadMessage) -> None:
    """A word of the buyer waits for an answer; one of the staff is it."""
    thread = view.thread
    thread.last_at = actor.now
    others = others_of(actor, thread, view.account)
    if message.person_id == thread.person_id:
        thread.waiting_since = thread.waiting_since or actor.now
    else:
        thread.waiting_since = thread.deputy_asked_at = thread.admins_asked_at = None
    listeners = [each for each in others if each != message.person_id]
    notify(actor, listeners, NoticeKind.THREAD_SAID, thread=thread.id, message=message.id)
    log_event(actor, SAID, subject=f"thread:{thread.id}", message=message.id)
    actor.session.flush()


def _need_measure(actor: Actor) -> None:
    recent = (
        ThreadMessage.person_id == actor.person_id,
        col(ThreadMessage.picture).is_not(None),
        col(ThreadMessage.at) > actor.now - PICTURES_WITHIN,
    )
    if actor.session.exec(select(func.count()).select_from(ThreadMessage).where(*recent)).one() >= PICTURES_MOST:
        raise TooManyPictures(most=PICTURES_MOST)
