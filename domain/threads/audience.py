"""Who of the staff hears a talk: the salesperson, later the deputy and the admins, and whoever wrote in it."""

from sqlmodel import col, select

from domain.actor import Actor
from domain.events.recipients import SELLING, approvers, with_role
from domain.rules.rights import Role
from domain.tables.people import Account, Person
from domain.tables.threads import Thread, ThreadMessage, ThreadWriter


def first_asked(actor: Actor, account: Account) -> tuple[int, ...]:
    """The account's salesperson, or everybody who sells where it has none."""
    asked = approvers(actor, account)
    return (account.salesperson_id,) if account.salesperson_id in asked else asked


def deputies(actor: Actor, account: Account) -> tuple[int, ...]:
    """Who stands in for that one today."""
    first = first_asked(actor, account)
    return tuple(each for each in approvers(actor, account) if each not in first)


def staff_of(actor: Actor, thread: Thread, account: Account) -> tuple[int, ...]:
    """Everybody of the staff who hears what is said in a talk."""
    asked = first_asked(actor, account)
    if thread.deputy_asked_at is not None:
        asked = (*asked, *deputies(actor, account))
    if thread.admins_asked_at is not None:
        asked = (*asked, *with_role(actor, Role.ADMIN))
    return tuple(dict.fromkeys((*asked, *_wrote(actor, thread))))


def others_of(actor: Actor, thread: Thread, account: Account) -> tuple[int, ...]:
    """The buyer and the staff of a talk; a notice leaves out who acts."""
    return (thread.person_id, *staff_of(actor, thread, account))


def _wrote(actor: Actor, thread: Thread) -> list[int]:
    """Those of the staff who wrote in it, or are about to."""
    wrote = select(ThreadMessage.person_id).where(ThreadMessage.thread_id == thread.id)
    writing = select(ThreadWriter.person_id).where(ThreadWriter.thread_id == thread.id)
    theirs = col(Person.id).in_(wrote) | col(Person.id).in_(writing)
    staff = (col(Person.role).in_(SELLING), col(Person.active).is_(True))
    return list(actor.session.exec(select(Person.id).where(theirs, *staff).order_by(col(Person.id))))
