"""The chats of the demo page, and who owns each phone."""

from datetime import datetime
from enum import StrEnum
from typing import TypedDict

from sqlmodel import Session, col, func, select

from domain.tables.people import Account, Channel, Identity, Person
from storage.transcript import ShownKind, ShownLine


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


class PhoneOwner(TypedDict):
    """The header of a phone; ``role`` is empty for the stranger."""

    name: str
    role: str
    account: str
    language: str


def phone_owners(session: Session) -> dict[str, PhoneOwner]:
    """Who owns each phone: the people known on the demo channel, and the stranger."""
    people = (
        select(Identity.external, Person, Account)
        .join(Person, col(Person.id) == col(Identity.person_id))
        .outerjoin(Account, col(Account.id) == col(Person.account_id))
        .where(Identity.channel == Channel.DEMO)
    )
    strangers = {chat.value: PhoneOwner(name=name, role="", account="", language="") for chat, name in PROFILES.items()}
    return strangers | {chat: _face(person, account) for chat, person, account in session.exec(people)}


def dataset_id(session: Session) -> str:
    """The id by which a page knows the demo data it shows: when it was seeded. Empty before that."""
    opened: datetime | None = session.exec(select(func.min(Person.created_at))).one()
    return opened.isoformat() if opened else ""


def set_greeting_language(session: Session, language: str) -> None:
    """Set the language of the people whose chats nobody opened yet to the language of the page."""
    opened = select(ShownLine.chat).where(ShownLine.kind == ShownKind.SAID)
    query = select(Person).join(Identity).where(Identity.channel == Channel.DEMO)
    for person in session.exec(query.where(col(Identity.external).not_in(opened))):
        person.language = language


def language_of(session: Session, chat: str) -> str:
    """The language in which the owner of a phone is answered; empty where they chose none."""
    query = select(Person.language).join(Identity).where(Identity.channel == Channel.DEMO, Identity.external == chat)
    return session.exec(query).first() or ""


def _face(person: Person, account: Account | None) -> PhoneOwner:
    theirs = account.language if account else ""
    return PhoneOwner(
        name=person.name,
        role=person.role.value,
        account=account.name if account else "",
        language=person.language or theirs,
    )
