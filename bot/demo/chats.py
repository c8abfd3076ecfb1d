"""The chats of the demo page, and who holds each phone."""

from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from sqlmodel import Session, col, func, select

from domain.tables.people import Account, Channel, Identity, Person


class Chat(StrEnum):
    """A phone on the page; its value is the person's identity on the demo channel."""

    BUYER = "buyer"
    SALESPERSON = "salesperson"
    WAREHOUSE = "warehouse"
    CUSTOMER = "customer"
    FINANCE = "finance"
    ADMIN = "admin"
    STRANGER = "stranger"
    """Nobody we know yet: somebody who was given an invite."""


#: What the platform calls whom we do not know.
PROFILES = {Chat.STRANGER: "林小满"}
CHATS = frozenset(chat.value for chat in Chat)


class Face(TypedDict):
    """What stands above a phone; ``role`` is empty for whom we do not know."""

    name: str
    role: str
    account: str
    language: str


def faces(session: Session) -> dict[str, Face]:
    """Who holds each phone: the people we know on the demo channel, and the stranger."""
    people = (
        select(Identity.external, Person, Account)
        .join(Person, col(Person.id) == col(Identity.person_id))
        .outerjoin(Account, col(Account.id) == col(Person.account_id))
        .where(Identity.channel == Channel.DEMO)
    )
    strangers = {chat.value: Face(name=name, role="", account="", language="") for chat, name in PROFILES.items()}
    return strangers | {chat: _face(person, account) for chat, person, account in session.exec(people)}


def house_name(session: Session) -> str:
    """By what a page knows the house it shows: the moment it opened. Empty while nobody is in it."""
    opened: datetime | None = session.exec(select(func.min(Person.created_at))).one()
    return opened.isoformat() if opened else ""


def greet_in(session: Session, chat: Chat, language: str) -> None:
    """Whoever opens a chat for the first time is spoken to in the language of their page."""
    query = select(Person).join(Identity).where(Identity.channel == Channel.DEMO, Identity.external == chat)
    person = session.exec(query).first()
    if person is not None:
        person.language = language


def _face(person: Person, account: Account | None) -> Face:
    theirs = account.language if account else ""
    return Face(
        name=person.name,
        role=person.role.value,
        account=account.name if account else "",
        language=person.language or theirs,
    )
