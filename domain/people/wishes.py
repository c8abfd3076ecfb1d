"""Wishes of a dealer's own customer: words without prices, sent to the dealer's buyers. Nothing is ordered by them."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, delete, func, select

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import buyers_of
from domain.people.directory import name_of
from domain.refusals import NotFound, Refusal
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order, OrderShare
from domain.tables.people import Account, Person
from domain.tables.wishes import WISH, Wish, WishStatus

#: Most wishes a customer may send a day.
SENT_MOST = 20
SENT_WITHIN = timedelta(days=1)
SENT, TAKEN, DECLINED = "wish.sent", "wish.taken", "wish.declined"


class WishTaken(Refusal):
    """``name`` said yes to the customer before."""


class WishDeclined(Refusal):
    """``name`` said no to the customer before."""


class TooManyWishes(Refusal):
    """This customer sent ``most`` wishes within a day, as many as anybody may."""


def dealers_of(actor: Actor) -> list[Account]:
    """The dealers whose orders a customer follows, the one who shared the newest first."""
    person = actor.need(Right.WISH_SEND)
    newest = func.max(col(Order.submitted_at))
    query = (
        select(Account)
        .join(Order, col(Order.account_id) == Account.id)
        .join(OrderShare, col(OrderShare.order_id) == Order.id)
        .where(OrderShare.person_id == person.id, col(Account.active).is_(True))
        .group_by(col(Account.id))
        .order_by(newest.desc(), col(Account.id))
    )
    return list(actor.session.exec(query))


def draft(actor: Actor, account_id: int, words: str) -> Wish:
    """Keep a customer's words until they send them, in place of an earlier draft. Raises NotFound: not their dealer."""
    person = actor.need(Right.WISH_SEND)
    _dealer(actor, account_id)
    mine = (col(Wish.person_id) == person.id, col(Wish.status) == WishStatus.DRAFT)
    actor.session.exec(delete(Wish).where(*mine))
    wish = Wish(account_id=account_id, person_id=person.id, words=words[:WISH], created_at=actor.now)
    actor.session.add(wish)
    actor.session.flush()
    return wish


def drop(actor: Actor, wish_id: int) -> None:
    """Let go of a draft. Raises NotFound: it is none of theirs, or was sent."""
    actor.session.delete(_draft(actor, wish_id))


def send(actor: Actor, wish_id: int) -> Account:
    """Give a draft to the dealer's buyers; the same again changes nothing. Raises NotFound, TooManyWishes."""
    person = actor.need(Right.WISH_SEND)
    wish = _own(actor, wish_id)
    account = _dealer(actor, wish.account_id)
    if wish.status is not WishStatus.DRAFT:
        return account
    _need_measure(actor, person)
    wish.status, wish.sent_at = WishStatus.SENT, actor.now
    log_event(actor, SENT, subject=f"wish:{wish.id}", account=account.id)
    buyers = [each for each, _ in buyers_of(actor, [account.id])]
    notify(actor, buyers, NoticeKind.WISH_SENT, wish=wish.id)
    return account


def one(actor: Actor, wish_id: int) -> tuple[Wish, Person]:
    """A wish that was sent to this buyer's account, with who it is from, locked. Raises NotFound."""
    buyer = actor.need(Right.WISH_ANSWER)
    query = select(Wish, Person).join(Person, col(Person.id) == Wish.person_id)
    theirs = (Wish.id == wish_id, Wish.account_id == buyer.account_id, Wish.status != WishStatus.DRAFT)
    query = query.where(*theirs).with_for_update(of=Wish, key_share=True)
    found = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound
    return found


def own_draft(actor: Actor, wish_id: int) -> Wish:
    """A draft of this customer. Raises NotFound: it is none of theirs, or was sent."""
    return _draft(actor, wish_id)


def answer(actor: Actor, wish_id: int, *, taken: bool) -> Wish:
    """Say yes or no; what a yes puts into the cart is another act. Raises NotFound, WishTaken, WishDeclined."""
    wish, _ = one(actor, wish_id)
    if wish.status is not WishStatus.SENT:
        name = name_of(actor.session, wish.decided_by_id)
        raise WishTaken(name=name) if wish.status is WishStatus.TAKEN else WishDeclined(name=name)
    wish.status = WishStatus.TAKEN if taken else WishStatus.DECLINED
    wish.decided_at, wish.decided_by_id = actor.now, actor.person_id
    log_event(actor, TAKEN if taken else DECLINED, subject=f"wish:{wish.id}")
    notify(actor, [wish.person_id], NoticeKind.WISH_ANSWERED, wish=wish.id)
    return wish


def answered(actor: Actor, wish_id: int) -> tuple[Wish, Account]:
    """A wish of this customer with the dealer it went to. Raises NotFound."""
    wish = _own(actor, wish_id)
    return wish, actor.session.get_one(Account, wish.account_id)


def _own(actor: Actor, wish_id: int) -> Wish:
    person = actor.need(Right.WISH_SEND)
    query = select(Wish).where(Wish.id == wish_id, Wish.person_id == person.id).with_for_update(key_share=True)
    wish = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if wish is None:
        raise NotFound
    return wish


def _draft(actor: Actor, wish_id: int) -> Wish:
    wish = _own(actor, wish_id)
    if wish.status is not WishStatus.DRAFT:
        raise NotFound
    return wish


def _dealer(actor: Actor, account_id: int) -> Account:
    found = next((each for each in dealers_of(actor) if each.id == account_id), None)
    if found is None:
        raise NotFound
    return found


def _need_measure(actor: Actor, person: Person) -> None:
    recent: Any = (Wish.person_id == person.id, col(Wish.sent_at) > actor.now - SENT_WITHIN)
    if actor.session.exec(select(func.count()).select_from(Wish).where(*recent)).one() >= SENT_MOST:
        raise TooManyWishes(most=SENT_MOST)
