"""The chats of the demo page, and who holds each phone."""

from enum import StrEnum
from typing import TypedDict

from sqlmodel import Session, col, select

from domain.tables.people import Account, Channel, Identity, Person


class Chat(StrEnum):
    """A phone on the page; its value is the person's identity on the demo channel."""

    BUYER = "buyer"
    SALESPERSON = "salesperson"
    WAREHOUSE = "warehouse"
    CUSTOMER = "customer"
    FINANCE = "finance"
    ADMIN = "admin"


CHATS = frozenset(chat.value for chat in Chat)


class Face(TypedDict):
    """What stands above a phone."""

    name: str
    account: str
    language: str


def faces(session: Session) -> dict[str, Face]:
    """The people we know on the demo channel, by chat."""
    people = (
        select(Identity.external, Person, Account)
        .join(Person, col(Person.id) == col(Identity.person_id))
        .outerjoin(Account, col(Account.id) == col(Person.account_id))
        .where(Identity.channel == Channel.DEMO)
    )
    return {chat: _face(person, account) for chat, person, account in session.exec(people)}


def _face(person: Person, account: Account | None) -> Face:
    theirs = account.language if account else ""
    return Face(name=person.name, account=account.name if account else "", language=person.language or theirs)
