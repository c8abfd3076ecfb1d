"""Checks of the database: reachable, writable, migrated, intact, its clock right."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlmodel import Session, col, func, select

from bot.doctor.diagnosis import Diagnosis, fail, look, none, ok
from domain import settings
from domain.catalogue import supplier_words
from domain.people.retail import group_has_list
from domain.rules.business_settings import RETAIL, RETAIL_GROUP, SINGLE_APPROVER
from domain.rules.rights import Role
from domain.tables.orders import Event
from domain.tables.people import Person
from storage import disk_usage, failed_messages, outbox
from storage.engine import Database
from storage.schema_version import MigrationState, migration_state, revision, revisions

#: A larger file is not read from end to end just now.
_WHOLE_BYTES = 1 << 30
_OFF, _FAR_OFF = timedelta(seconds=5), timedelta(seconds=60)
#: At most this many of the supplier's words are listed.
_WORDS = 5
_LATE = timedelta(minutes=30)
_FREE_LOOK, _FREE_FAIL = 1 << 30, 100 << 20

Now = Callable[[], datetime]


def check_database(url: str, now: Now) -> Iterator[Diagnosis]:
    """Every check of the database; none is created where there is none."""
    found = _there(url)
    yield found
    if found.verdict != "ok":
        return
    database = Database(url)
    try:
        yield from _examined(database, now)
    finally:
        database.close()


def _there(url: str) -> Diagnosis:
    try:
        parts = make_url(url)
    except ArgumentError:
        return fail("database", "DINGHUO_DATABASE_URL is no database address")
    if parts.get_backend_name() == "sqlite" and not Path(str(parts.database)).is_file():
        return fail("database", f"there is no {parts.database} yet: dinghuo migrate")
    database = Database(url)
    try:
        with database.transaction() as session:
            session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return fail("database", f"cannot be opened: {_first_line(error)}")
    finally:
        database.close()
    return ok("database", parts.render_as_string(hide_password=True))


def _examined(database: Database, now: Now) -> Iterator[Diagnosis]:
    yield _writable(database)
    yield from (_sqlite if database.is_sqlite else _postgres)(database, now)
    with Session(database.engine) as session:
        stands = migration_state(session.connection())
        yield _migrations(session, stands)
        if stands in (MigrationState.CURRENT, MigrationState.AHEAD):
            yield _newest(session, now())
            yield _on_its_way(session, now())
            yield _set_aside(session, now())
            yield _passed_over(session, now())
            yield _somebody(session)
            yield _words(session)
            yield _control(session)
            yield _retail(session)
    yield _disk(database)


def _writable(database: Database) -> Diagnosis:
    """Write a row and roll it back."""
    try:
        with Session(database.engine) as session:
            session.connection().execute(text("CREATE TABLE doctor_was_here (id INTEGER)"))
            session.rollback()
    except SQLAlchemyError as error:
        return fail("writing", f"not possible: {_first_line(error)}")
    return ok("writing", "possible")


def _sqlite(database: Database, _now: Now) -> Iterator[Diagnosis]:
    with Session(database.engine) as session:
        mode = session.connection().execute(text("PRAGMA journal_mode")).scalar_one()
        yield ok("journal", "WAL") if mode == "wal" else fail("journal", f"{mode}, and must be WAL: a network disk?")
        if disk_usage.database_bytes(session) > _WHOLE_BYTES:
            yield none("integrity", "the file is large: take a backup, which is read from end to end")
            return
        said = session.connection().execute(text("PRAGMA quick_check(1)")).scalar_one()
        yield ok("integrity", "every page read") if said == "ok" else fail("integrity", f"{said}: restore a backup")


def _postgres(database: Database, now: Now) -> Iterator[Diagnosis]:
    with Session(database.engine) as session:
        connection = session.connection()
        names = ("server_version", "fsync", "synchronous_commit")
        version, fsync, synchronous = (connection.execute(text(f"SHOW {name}")).scalar_one() for name in names)
        yield ok("server", f"PostgreSQL {version}")
        if fsync != "on":
            yield fail("server", "fsync is off: a power cut loses orders")
        if synchronous == "off":
            yield look("server", "synchronous_commit is off: a power cut loses the orders confirmed last")
        there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        yield clock_diagnosis("database clock", there - now())


def clock_diagnosis(check: str, ahead: timedelta) -> Diagnosis:
    """The diagnosis for a clock that runs ``ahead`` of ours."""
    seconds = abs(ahead.total_seconds())
    words = f"{seconds:.0f} s {'ahead of' if ahead > timedelta(0) else 'behind'} this machine's"
    if seconds > _FAR_OFF.total_seconds():
        return fail(check, f"{words}: let NTP set the clocks")
    if seconds > _OFF.total_seconds():
        return look(check, f"{words}: let NTP set the clocks")
    return ok(check, "like this machine's")


def _migrations(session: Session, stands: MigrationState) -> Diagnosis:
    here = revision(session.connection())
    match stands:
        case MigrationState.CURRENT:
            return ok("migrations", f"at revision {here}")
        case MigrationState.AHEAD:
            return look("migrations", f"the database is at {here}, newer than this version: dinghuo was put back")
        case _:
            return fail("migrations", f"at {here or 'nothing'}, {revisions()[0]} is needed: dinghuo migrate")


def _newest(session: Session, now: datetime) -> Diagnosis:
    """An event in the future means that the clock was set back."""
    newest = session.exec(select(func.max(col(Event.at)))).one()
    if newest is not None and newest > now + _FAR_OFF:
        return fail("clock", f"the newest event is {(newest - now)} in the future: the clock went back")
    return ok("clock", "after everything that happened")


def _on_its_way(session: Session, now: datetime) -> Diagnosis:
    depth = outbox.depth(session, now)
    words = f"{depth.due} due, {depth.later} later, {depth.kept} kept"
    if depth.oldest is not None and now - depth.oldest > _LATE:
        return look("outbox", f"{words}; the oldest has waited {now - depth.oldest}: does dinghuo serve run?")
    return ok("outbox", words)


def _set_aside(session: Session, now: datetime) -> Diagnosis:
    """Notices that no platform accepts."""
    count = outbox.depth(session, now).set_aside
    newest = outbox.newest_set_aside(session)
    if newest is None:
        return ok("news refused", "none")
    words = f"{count} set aside, the last {newest.kind} of {newest.set_aside_at:%Y-%m-%d %H:%M} UTC"
    return look("news refused", f"{words}: {newest.failure}. In the log: {newest.trace or 'a notice is set aside'}")


def _passed_over(session: Session, now: datetime) -> Diagnosis:
    """Messages that failed for good; the platforms do not deliver them again."""
    found = failed_messages.recently_passed_over(session, now)
    if found.newest is None:
        return ok("passed over", "no message within a week")
    last = found.newest
    words = f"{last.channel} {last.key[:40]}, {last.last_at:%Y-%m-%d %H:%M} UTC, {last.times} times: {last.why}"
    return look("passed over", f"{found.count} messages within a week; the last {words}; in the log: {last.trace}")


def _somebody(session: Session) -> Diagnosis:
    admin = session.exec(select(Person.id).where(Person.role == Role.ADMIN, col(Person.active)).limit(1)).first()
    if admin is None:
        return look("admin", "nobody has joined as admin: dinghuo invite --role admin --name …")
    return ok("admin", "has joined")


def _words(session: Session) -> Diagnosis:
    """Words of the supplier whose goods are gone."""
    count = len(supplier_words.every(session))
    idle = supplier_words.meaningless(session)
    if not idle:
        return ok("own words", f"{count}, and each means something on sale" if count else "none")
    words = ", ".join(f"{each.word} = {each.means}" for each in idle[:_WORDS])
    return look("own words", f"{len(idle)} of {count} mean nothing on sale: {words}; dinghuo words --remove WORD")


def _control(session: Session) -> Diagnosis:
    """Settings that let one person decide alone."""
    if settings.value(session, SINGLE_APPROVER):
        return look("approvals", "one person may give both approvals of an order: dinghuo set single_approver off")
    return ok("approvals", "two of one order are never given by one person")


def _retail(session: Session) -> Diagnosis:
    """Whether strangers may buy, and at which prices."""
    group = settings.value(session, RETAIL_GROUP)
    if not settings.value(session, RETAIL):
        return ok("retail", "the door is closed")
    if not group_has_list(session, group):
        return look("retail", f"the door is open, and {group} has no price list: consumers pay the base prices")
    return ok("retail", f"the door is open, with the prices of {group}")


def _disk(database: Database) -> Diagnosis:
    free = disk_usage.free_bytes(database)
    if free is None:
        return none("disk", "the database is not a file of this machine")
    words = f"{free / (1 << 30):.1f} GiB left"
    if free < _FREE_FAIL:
        return fail("disk", f"{words}: writing will soon fail")
    return look("disk", f"{words}: make room") if free < _FREE_LOOK else ok("disk", words)


def _first_line(error: SQLAlchemyError) -> str:
    return str(error).splitlines()[0]
