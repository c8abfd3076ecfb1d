"""People, accounts, invites and carts: who may be related to whom."""

from typing import Any

from sqlalchemy import String, and_, cast, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from domain.checks.findings import differ, rule, words
from domain.checks.tables import Account, Address, Cart, Event, Invite, Notice, OrderShare, Person
from domain.db.statements import any_of
from domain.rules.rights import Role
from domain.tables.notices import NoticeKind

_SELLING = (Role.SALESPERSON, Role.ADMIN)
_IS_BUYER = Person.role == Role.BUYER
_INVITE_ID = cast(Invite.id, String)
_INVITE = literal("invite:").concat(_INVITE_ID)
_USED_BY = Invite.used_by_id == Person.id


@rule("account_of")
def members() -> Any:
    """Who buys, and nobody else, belongs to an account; who sells, and nobody else, orders for one."""
    wrong = or_(
        Person.account_id.is_not(None) != _IS_BUYER,
        and_(~any_of(Person.role, _SELLING), Person.ordering_for_id.is_not(None)),
    )
    found = func.coalesce(cast(Person.account_id, String), "-")
    return select(Person.name, words(Person.role), found).where(wrong)


@rule("salesperson")
def salespeople() -> Any:
    """An account is looked after by somebody who sells."""
    query = select(Account.name, literal("salesperson or admin"), words(Person.role))
    return query.join(Person, Person.id == Account.salesperson_id).where(~any_of(Person.role, _SELLING))


@rule("share")
def shares() -> Any:
    """Orders are shared with customers."""
    query = select(Person.name, literal(Role.CUSTOMER.value), words(Person.role)).join_from(Person, OrderShare)
    return query.where(Person.role != Role.CUSTOMER)


@rule("share")
def followers() -> Any:
    """A person who came in for an order follows it."""
    same = and_(OrderShare.order_id == Invite.order_id, OrderShare.person_id == Person.id)
    query = select(Person.name, Invite.order_id, literal("nothing")).join(Invite, _USED_BY)
    query = query.join(OrderShare, same, isouter=True)
    return query.where(Invite.order_id.is_not(None), Person.active.is_(True), OrderShare.order_id.is_(None))


@rule("invite")
def invites() -> Any:
    """An invite is for a buyer of an account, a customer of an order, or one of the staff; used by somebody, once."""
    wrong = or_(
        (Invite.role == Role.BUYER) != Invite.account_id.is_not(None),
        (Invite.role == Role.CUSTOMER) != Invite.order_id.is_not(None),
        Invite.used_at.is_(None) != Invite.used_by_id.is_(None),
        and_(Invite.used_at.is_not(None), Invite.revoked_at.is_not(None)),
    )
    return select(_INVITE_ID, words(Invite.role), literal("something else")).where(wrong)


@rule("invite_used")
def used() -> Any:
    """A person who came in by an invite has its role and its account."""
    other = or_(words(Person.role) != words(Invite.role), differ(Person.account_id, Invite.account_id))
    return select(Person.name, words(Invite.role), words(Person.role)).join(Invite, _USED_BY).where(other)


@rule("invite_revoked")
def revoked() -> Any:
    """An invite is called back when, and only when, its newest event or that of its writer's leaving says so."""
    called_back = any_of(Event.kind, ("invite.revoked", "invite.reopened"))
    newest = select(Event.subject, func.max(Event.id).label("last")).where(called_back)
    last, leaving = newest.group_by(Event.subject).subquery(), aliased(Event)
    together = and_(leaving.kind == "person.switched_off", leaving.at == Invite.revoked_at)
    back = Invite.revoked_at.is_not(None)
    wrong = or_(
        and_(~back, func.coalesce(Event.kind, "") == "invite.revoked"),
        and_(back, leaving.id.is_(None), func.coalesce(Event.at != Invite.revoked_at, true())),
    )
    return (
        select(_INVITE_ID, func.coalesce(Event.kind, "never called back"), literal("otherwise"))
        .join_from(Invite, last, last.c.subject == _INVITE, isouter=True)
        .join(Event, Event.id == last.c.last, isouter=True)
        .join(leaving, together, isouter=True)
        .where(wrong)
    )


@rule("invite_event")
def written() -> Any:
    """An invite that was written is there."""
    query = select(Event.subject, literal("an invite"), literal("none"))
    query = query.join_from(Event, Invite, Event.subject == _INVITE, isouter=True)
    return query.where(Event.kind == "invite.issued", Invite.id.is_(None))


@rule("invite_event")
def invited() -> Any:
    """An invite was written by whom and when its event says, for the role and the person it says."""
    other = or_(
        Event.id.is_(None),
        differ(Event.person_id, Invite.created_by_id),
        Event.at != Invite.created_at,
        cast(Event.facts["role"].as_string(), String) != words(Invite.role),
        differ(cast(Event.facts["person"].as_string(), String), cast(Invite.person_id, String)),
    )
    issued = and_(Event.subject == _INVITE, Event.kind == "invite.issued")
    query = select(_INVITE_ID, literal("as its event says"), func.coalesce(Event.kind, "no event"))
    return query.join_from(Invite, Event, issued, isouter=True).where(other)


@rule("cart")
def carts() -> Any:
    """A cart is a buyer's for their account, or of somebody who sells; it goes to an address of the account."""
    wrong = or_(
        and_(_IS_BUYER, Person.account_id != Cart.account_id),
        ~any_of(Person.role, (Role.BUYER, *_SELLING)),
        Address.account_id != Cart.account_id,
    )
    query = select(Person.name, Cart.account_id, func.coalesce(Address.account_id, Person.account_id))
    query = query.join(Cart, Cart.person_id == Person.id)
    return query.join(Address, Address.id == Cart.address_id, isouter=True).where(wrong)


@rule("notice")
def notices() -> Any:
    """Every notice has a receiver, and one about an order names it."""
    nobody = and_(Notice.person_id.is_(None), Notice.external == "")
    gone = and_(Notice.person_id.is_not(None), Person.id.is_(None))
    of_order = or_(words(Notice.kind).like("order\\_%", escape="\\"), Notice.kind == NoticeKind.REDRAW_CARD)
    astray = and_(Notice.kind == NoticeKind.RESEND, or_(Notice.channel.is_(None), nobody))
    query = select(words(Notice.kind), literal("somebody"), func.coalesce(Notice.external, ""))
    query = query.join_from(Notice, Person, Person.id == Notice.person_id, isouter=True)
    return query.where(or_(nobody, gone, astray, and_(of_order, Notice.order_id.is_(None))))
