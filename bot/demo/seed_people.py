"""Seeds the demo's people: accounts with members and addresses, staff, and the owner of each phone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.demo.accounts import DEMO_ACCOUNTS, DEMO_STAFF, DemoAccount, DemoPerson
from bot.demo.chats import Chat
from domain.rules.rights import Role
from domain.tables.people import Account, Address, Channel, Identity, Person

#: Whose phone stands on the page. One story: 王老板 buys, 周敏 looks after him, 老秦 packs, and a customer waits.
PHONE_OWNERS: Mapping[Chat, str] = {
    Chat.BUYER: "wang",
    Chat.SALESPERSON: "zhou",
    Chat.WAREHOUSE: "laoqin",
    Chat.FINANCE: "fang",
    Chat.ADMIN: "boss",
}


@dataclass(frozen=True, kw_only=True)
class SeededPeople:
    """Accounts and people by their keys in the demo's data."""

    accounts: Mapping[str, Account]
    by_key: Mapping[str, Person]

    def salesperson_of(self, account: str) -> Person:
        """Who looks after an account."""
        key = next(each.salesperson for each in DEMO_ACCOUNTS if each.key == account)
        return self.by_key[key]


def seed_people(session: Session, since: datetime, now: datetime) -> SeededPeople:
    """Write accounts and people, created at ``since``, and bind the phones."""
    people = {each.key: _person(each, None, since) for each in DEMO_STAFF}
    session.add_all(people.values())
    session.flush()
    accounts = {each.key: _account(each, people, since) for each in DEMO_ACCOUNTS}
    session.add_all(accounts.values())
    session.flush()
    for each in DEMO_ACCOUNTS:
        account = accounts[each.key]
        people |= {member.key: _person(member, account, since) for member in each.members}
        session.add_all(
            Address(account_id=account.id, text=text, is_default=position == 0)
            for position, text in enumerate(each.addresses)
        )
    session.add_all(people.values())
    session.flush()
    session.add_all(
        Identity(channel=Channel.DEMO, external=chat.value, person_id=people[key].id, seen_at=now)
        for chat, key in PHONE_OWNERS.items()
    )
    return SeededPeople(accounts=accounts, by_key=people)


def _person(person: DemoPerson, account: Account | None, since: datetime) -> Person:
    return Person(
        name=person.name,
        role=Role(person.role),
        account_id=account.id if account else None,
        language=person.language,
        created_at=since,
    )


def _account(account: DemoAccount, people: Mapping[str, Person], since: datetime) -> Account:
    return Account(
        name=account.name,
        salesperson_id=people[account.salesperson].id,
        language=account.language,
        credit_limit=account.credit_limit,
        created_at=since,
    )
