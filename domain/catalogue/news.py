"""News for dealers: promotions that began and new goods, told once to those whom they concern, never at night."""

from collections import defaultdict

from sqlalchemy import String, cast, exists, literal
from sqlmodel import col, or_, select

from domain import settings
from domain.actor import Actor
from domain.catalogue import new_goods
from domain.db.statements import attach
from domain.events.journal import log_event, notify
from domain.rules.rights import Role
from domain.tables.notices import NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Account, Person
from domain.tables.promotions import Promotion, PromotionFor

_TOLD = "promotion.told"


def tell(actor: Actor) -> int:
    """One message to each buyer with all that is new for them; how many. At night it waits for the morning."""
    if settings.is_quiet(actor):
        return 0
    fresh = _fresh(actor)
    told: defaultdict[int, list[int]] = defaultdict(list)
    for promotion in fresh:
        for person_id in _concerned(actor, promotion):
            told[person_id].append(promotion.id)
        note_told(actor, promotion)
    goods = new_goods.take(actor)
    everybody = [*told, *(each for each in goods if each not in told)]
    for person_id in everybody:
        notify(actor, [person_id], NoticeKind.NEWS, promotions=told.get(person_id, []), goods=goods.get(person_id, []))
    return len(everybody)


def note_told(actor: Actor, promotion: Promotion) -> None:
    """A promotion is no news any more."""
    log_event(actor, _TOLD, subject=f"promotion:{promotion.id}", name=promotion.name)


def want(actor: Actor, *, wanted: bool) -> None:
    """Hear news from now on, or no more; twice changes nothing more."""
    if actor.person is None or actor.person.news is wanted:
        return
    person = attach(actor.session, actor.person)
    person.news = wanted
    log_event(actor, "person.news", subject=f"person:{person.id}", before=not wanted, after=wanted)


def _fresh(actor: Actor) -> list[Promotion]:
    """What runs today and was not told yet."""
    subject = literal("promotion:").concat(cast(col(Promotion.id), String))
    told = exists().where(col(Event.kind) == _TOLD, col(Event.subject) == subject, col(Event.subject) != "")
    query = select(Promotion).where(
        or_(col(Promotion.starts_on).is_(None), col(Promotion.starts_on) <= actor.today),
        or_(col(Promotion.ends_on).is_(None), col(Promotion.ends_on) >= actor.today),
        col(Promotion.ended_at).is_(None),
        ~told,
    )
    return list(actor.session.exec(query.order_by(col(Promotion.id))))


def _concerned(actor: Actor, promotion: Promotion) -> list[int]:
    """The buyers who can have it and want to hear of such."""
    mine = select(PromotionFor.id).where(PromotionFor.promotion_id == promotion.id)
    theirs = or_(col(PromotionFor.account_id) == col(Account.id), col(PromotionFor.group_id) == col(Account.group_id))
    query = (
        select(Person.id)
        .join(Account, col(Account.id) == Person.account_id)
        .where(Person.role == Role.BUYER, col(Person.active), col(Person.news), col(Account.active))
        .where(or_(~mine.exists(), mine.where(theirs).correlate(Account).exists()))
    )
    return list(actor.session.exec(query.order_by(col(Person.id))))
