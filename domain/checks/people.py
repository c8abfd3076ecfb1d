"""People, accounts, invites and carts: who may be what to whom."""

from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from domain.checks.findings import differ, rule, words
from domain.prepared import any_of
from domain.rules.rights import Role
from domain.tables.carts import Cart
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event, OrderShare
from domain.tables.people import Account, Address, Invite, Person

_SELLING = (Role.SALESPERSON, Role.ADMIN)
_IS_BUYER = col(Person.role) == Role.BUYER


@rule("account_of")
def members() -> Any:
    """Who buys, and nobody else, belongs to an account; who sells, and nobody else, orders for one."""
    wrong = or_(
        and_(_IS_BUYER, col(Person.account_id).is_(None)),
        and_(~_IS_BUYER, col(Person.account_id).is_not(None)),
        and_(~any_of(col(Person.role), _SELLING), col(Person.ordering_for_id).is_not(None)),
    )
    return select(col(Person.name), words(Person.role), func.coalesce(cast(col(Person.account_id), String), "-")).where(
        wrong
    )


@rule("keeper")
def keepers() -> Any:
    """An account is looked after by somebody who sells."""
    return (
        select(col(Account.name), literal("salesperson or admin"), words(Person.role))
        .join(Person, col(Person.id) == col(Account.salesperson_id))
        .where(~any_of(col(Person.role), _SELLING))
    )


@rule("share")
def shares() -> Any:
    """Orders are shared with customers."""
    return (
        select(col(Person.name), literal(Role.CUSTOMER.value), words(Person.role))
        .join(OrderShare, col(OrderShare.person_id) == col(Person.id))
        .where(col(Person.role) != Role.CUSTOMER)
    )


@rule("share")
def followers() -> Any:
    """Whoever came in for an order follows it."""
    same = and_(col(OrderShare.order_id) == col(Invite.order_id), col(OrderShare.person_id) == col(Person.id))
    return (
        select(col(Person.name), col(Invite.order_id), literal("nothing"))
        .join(Invite, col(Invite.used_by_id) == col(Person.id))
        .join(OrderShare, same, isouter=True)
        .where(col(Invite.order_id).is_not(None), col(Person.active).is_(True), col(OrderShare.order_id).is_(None))
    )


@rule("invite")
def invites() -> Any:
    """An invite is for a buyer of an account, a customer of an order, or one of the house; used by somebody, once."""
    customer, buyer = (col(Invite.role) == role for role in (Role.CUSTOMER, Role.BUYER))
    wrong = or_(
        buyer != col(Invite.account_id).is_not(None),
        customer != col(Invite.order_id).is_not(None),
        col(Invite.used_at).is_(None) != col(Invite.used_by_id).is_(None),
        and_(col(Invite.used_at).is_not(None), col(Invite.revoked_at).is_not(None)),
    )
    return select(cast(col(Invite.id), String), words(Invite.role), literal("something else")).where(wrong)


@rule("invite_used")
def used() -> Any:
    """Whoever came in by an invite is what it says, for the account it says."""
    other = or_(
        words(Person.role) != words(Invite.role),
        differ(col(Person.account_id), col(Invite.account_id)),
    )
    return (
        select(col(Person.name), words(Invite.role), words(Person.role))
        .join(Invite, col(Invite.used_by_id) == col(Person.id))
        .where(other)
    )


@rule("invite_revoked")
def revoked() -> Any:
    """An invite is called back when, and only when, its newest event or that of its writer's leaving says so."""
    last = (
        select(col(Event.subject), func.max(col(Event.id)).label("last"))
        .where(any_of(col(Event.kind), ("invite.revoked", "invite.reopened")))
        .group_by(col(Event.subject))
        .subquery()
    )
    leaving = aliased(Event)
    together = and_(col(leaving.kind) == "person.switched_off", col(leaving.at) == col(Invite.revoked_at))
    back = col(Invite.revoked_at).is_not(None)
    wrong = or_(
        and_(~back, func.coalesce(col(Event.kind), "") == "invite.revoked"),
        and_(back, col(leaving.id).is_(None), func.coalesce(col(Event.at) != col(Invite.revoked_at), true())),
    )
    return (
        select(cast(col(Invite.id), String), func.coalesce(col(Event.kind), "never called back"), literal("otherwise"))
        .select_from(Invite)
        .join(last, last.c.subject == literal("invite:").concat(cast(col(Invite.id), String)), isouter=True)
        .join(Event, col(Event.id) == last.c.last, isouter=True)
        .join(leaving, together, isouter=True)
        .where(wrong)
    )


@rule("invite_event")
def written() -> Any:
    """An invite that was written is there."""
    subject = literal("invite:").concat(cast(col(Invite.id), String))
    return (
        select(col(Event.subject), literal("an invite"), literal("none"))
        .select_from(Event)
        .join(Invite, subject == col(Event.subject), isouter=True)
        .where(col(Event.kind) == "invite.issued", col(Invite.id).is_(None))
    )


@rule("invite_event")
def invited() -> Any:
    """An invite was written by whom and when its event says, for the role and the person it says."""
    subject = literal("invite:").concat(cast(col(Invite.id), String))
    other = or_(
        col(Event.id).is_(None),
        differ(col(Event.person_id), col(Invite.created_by_id)),
        col(Event.at) != col(Invite.created_at),
        cast(col(Event.facts)["role"].as_string(), String) != words(Invite.role),
        differ(cast(col(Event.facts)["person"].as_string(), String), cast(col(Invite.person_id), String)),
    )
    return (
        select(cast(col(Invite.id), String), literal("as its event says"), func.coalesce(col(Event.kind), "no event"))
        .select_from(Invite)
        .join(Event, and_(col(Event.subject) == subject, col(Event.kind) == "invite.issued"), isouter=True)
        .where(other)
    )


@rule("cart")
def carts() -> Any:
    """A cart is a buyer's for their account, or of somebody who sells; it goes to an address of the account."""
    strange = or_(
        and_(_IS_BUYER, col(Person.account_id) != col(Cart.account_id)),
        ~any_of(col(Person.role), (Role.BUYER, *_SELLING)),
    )
    elsewhere = col(Address.account_id) != col(Cart.account_id)
    return (
        select(col(Person.name), col(Cart.account_id), func.coalesce(col(Address.account_id), col(Person.account_id)))
        .join(Cart, col(Cart.person_id) == col(Person.id))
        .join(Address, col(Address.id) == col(Cart.address_id), isouter=True)
        .where(or_(strange, elsewhere))
    )


@rule("notice")
def notices() -> Any:
    """Every notice has somebody to go to, and one about an order names it."""
    nobody = and_(col(Notice.person_id).is_(None), col(Notice.external) == "")
    gone = and_(col(Notice.person_id).is_not(None), col(Person.id).is_(None))
    of_order = or_(words(Notice.kind).like("order\\_%", escape="\\"), col(Notice.kind) == NoticeKind.CARD_MOVED)
    astray = and_(col(Notice.kind) == NoticeKind.RESEND, or_(col(Notice.channel).is_(None), nobody))
    return (
        select(words(Notice.kind), literal("somebody"), func.coalesce(col(Notice.external), ""))
        .join(Person, col(Person.id) == col(Notice.person_id), isouter=True)
        .where(or_(nobody, gone, astray, and_(of_order, col(Notice.order_id).is_(None))))
    )
