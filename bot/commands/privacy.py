"""Personal data commands: export what is stored about a person, erase a person."""

from pathlib import Path

import typer
from sqlmodel import Session, col, or_, select

from bot.command_context import in_use, perform_command
from bot.settings import Settings
from domain.tables.people import Account, Channel, Identity, Person
from storage.privacy import erasure

_ID_DIGITS = 19
_MOST = (1 << 63) - 1


def export(settings: Settings, who: str, file: Path) -> str:
    """Write everything stored about a person into a ZIP file; returns who it was."""
    from storage.privacy import data_export  # noqa: PLC0415 - only for this command

    with in_use(settings) as database, database.reading() as session:
        person = _one(session, who)
        file.touch(mode=0o600)
        file.write_bytes(data_export.archive(session, person.id))
        return _told(session, person)


def name_of(settings: Settings, who: str) -> str:
    """Who is meant, for the confirmation before an erasure."""
    with in_use(settings) as database, database.reading() as session:
        return _told(session, _one(session, who))


def erase(settings: Settings, who: str) -> erasure.Erased:
    """Erase a person in one transaction; on SQLite the file is vacuumed afterwards."""
    with in_use(settings) as database:
        erased = perform_command(settings, database, lambda actor: erasure.erase(actor, _one(actor.session, who).id))
        if not database.vacuum():
            typer.echo("the database is in use: traces stay in its file until it is written over", err=True)
    return erased


def _one(session: Session, who: str) -> Person:
    """The only person who matches; where several do, their ids are printed."""
    found = _meant(session, who)
    if len(found) == 1:
        return found[0]
    typer.echo(f"nobody is called {who}" if not found else f"several are called {who}; give the id:", err=True)
    for person in found:
        typer.echo(f"  {_told(session, person)}", err=True)
    raise typer.Exit(2)


def _meant(session: Session, who: str) -> list[Person]:
    """People by id, by ``channel:external``, or by name; an erased person matches no name."""
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
