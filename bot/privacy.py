"""What one person may ask of the house: to see what is kept about them, and to be forgotten."""

from pathlib import Path

import typer
from sqlmodel import Session, col, or_, select

from bot.house import house_of, in_use, utc_now
from bot.settings import Settings
from domain.acting import By
from domain.tables.people import Account, Channel, Identity, Person
from storage import erasure

_ID_DIGITS = 19
_MOST = (1 << 63) - 1


def export(settings: Settings, who: str, file: Path) -> str:
    """Write all that is kept about a person into a ZIP file; who it was."""
    from storage import own_data  # noqa: PLC0415 - only for this command

    with in_use(settings) as database, database.transaction() as session:
        person = _one(session, who)
        file.touch(mode=0o600)
        file.write_bytes(own_data.archive(session, person.id))
        return _told(session, person)


def name_of(settings: Settings, who: str) -> str:
    """Who is meant, for asking once more before they are forgotten."""
    with in_use(settings) as database, database.transaction() as session:
        return _told(session, _one(session, who))


def erase(settings: Settings, who: str) -> erasure.Erased:
    """Forget a person, in one transaction; on SQLite what is gone leaves the file as well."""
    with in_use(settings) as database:
        house = house_of(settings, database)
        with database.transaction() as session:
            by = By(session=session, person=None, now=utc_now(), house=house)
            erased = erasure.erase(by, _one(session, who).id)
        if not database.wipe():
            typer.echo("the database is in use: traces stay in its file until it is written over", err=True)
    return erased


def _one(session: Session, who: str) -> Person:
    """The only person who is meant; several are told apart by their ids."""
    found = _meant(session, who)
    if len(found) == 1:
        return found[0]
    typer.echo(f"nobody is called {who}" if not found else f"several are called {who}; give the id:", err=True)
    for person in found:
        typer.echo(f"  {_told(session, person)}", err=True)
    raise typer.Exit(2)


def _meant(session: Session, who: str) -> list[Person]:
    """By id, by ``channel:name there``, or by name; whoever was erased has none any more."""
    channel, _, external = who.partition(":")
    if channel in set(Channel) and external:
        chat = Identity.channel == Channel(channel), Identity.external == external
        return list(session.exec(select(Person).join(Identity).where(*chat)))
    number = int(who) if who.isascii() and who.isdecimal() and len(who) <= _ID_DIGITS else -1
    called = or_(col(Person.name) == who, col(Person.id) == min(number, _MOST))
    return list(session.exec(select(Person).where(called, Person.name != erasure.NOBODY).order_by(col(Person.id))))


def _told(session: Session, person: Person) -> str:
    account = session.get(Account, person.account_id) if person.account_id else None
    facts = (str(person.id), person.name, person.role.value, account.name if account else "")
    return " · ".join(fact for fact in facts if fact)
