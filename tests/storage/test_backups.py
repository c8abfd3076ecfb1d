"""Backups and restores, on both databases: every row comes back, and nothing is lost by a restore that fails."""

import os
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, func, select

from domain.checks import check_all
from domain.tables.orders import Event
from domain.tables.people import Channel
from handlers.conversation.turn import Incoming, Typed
from storage.backups.backup import backup
from storage.backups.contents import is_empty
from storage.backups.errors import BackupError
from storage.backups.restore import InconsistentBackupError, Restored, restore
from storage.engine import ONLY_READS, Database
from storage.schema_version import migrate, revisions
from tests.grounds import Ground, Grounds, Kind, Plan
from tests.storage.busy_day import FOLDER, NEWEST, as_stored
from tests.storage.conftest import NewDatabase, copies
from tests.storage.rows import read_rows
from tests.world import MONDAY, world_on


@pytest.fixture
def full(ground: Ground) -> Iterator[Database]:
    """A shop after a busy day."""
    with copies(_busy_day(ground)) as made:
        yield as_in_a_shop(made())


@pytest.fixture
def full_sqlite(grounds: Grounds) -> Iterator[Database]:
    """The same as a file."""
    with copies(_busy_day(grounds.of(Kind.SQLITE))) as made:
        yield made()


@pytest.fixture
def full_postgres(postgres: Ground) -> Iterator[Database]:
    """The same on a server."""
    with copies(_busy_day(postgres)) as made:
        yield as_in_a_shop(made())


@pytest.fixture
def copy(full: Database, tmp_path: Path) -> Path:
    file = tmp_path / "backups" / "monday"
    file.parent.mkdir()
    assert backup(full, file) == file.stat().st_size > 0
    return file


def _busy_day(ground: Ground) -> Plan:
    return ground.plan("busy day", _fill)


def as_in_a_shop(database: Database) -> Database:
    """Without the tests' own second set of rows, which a copy would hold as well."""
    if not database.is_sqlite:
        change(database, "DROP SCHEMA laid_by CASCADE")
    return database


def _fill(database: Database) -> None:
    as_stored(database, NEWEST)
    migrate(database)


def address(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def put_back(database: Database, file: Path, *, force: bool = False) -> Restored:
    """Nobody has it open meanwhile."""
    database.close()
    return restore(address(database), file, MONDAY, force=force)


def change(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.connection().execute(text(statement))


def value(database: Database, question: str) -> object:
    with Session(database.engine.execution_options(**{ONLY_READS: True})) as session:
        return session.connection().execute(text(question)).scalar_one()


def test_every_table_comes_back_row_by_row(full: Database, copy: Path, new_database: NewDatabase) -> None:
    other = new_database()
    done = put_back(other, copy)
    assert (done.aside, done.findings) == ("", [])
    assert read_rows(other.engine) == read_rows(full.engine)


@pytest.mark.thorough
def test_a_house_goes_on_in_a_restored_database(copy: Path, new_database: NewDatabase) -> None:
    other = new_database()
    put_back(other, copy)
    world = world_on(other, Channel.TELEGRAM)
    world.clock.pass_(hours=50)
    world.dealer.types("购物车").sees("下午送").taps("✅").sees("请核对订单").taps("✅").sees("D20261125-00")
    with world.database.transaction() as session:
        assert check_all(session) == []


@pytest.mark.thorough
def test_a_copy_is_for_its_owner_alone_and_nothing_is_left_beside_it(copy: Path) -> None:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [each.name for each in copy.parent.iterdir()] == [copy.name]


def test_a_database_that_was_only_migrated_is_empty(new_database: NewDatabase) -> None:
    database = new_database()
    migrate(database)
    change(database, "INSERT INTO housesecret (name, value) VALUES ('invites', 'x')")
    assert is_empty(database)
    change(database, "INSERT INTO warehouse (id, name) VALUES (1, 'x')")
    assert not is_empty(database)


@pytest.mark.thorough
def test_a_database_that_holds_something_is_not_overwritten(full: Database, copy: Path) -> None:
    change(full, "UPDATE person SET name = '新人'")
    with pytest.raises(BackupError, match=r"is not empty; --force"):
        put_back(full, copy)
    assert value(full, "SELECT max(name) FROM person") == "新人"


def test_with_force_it_is_put_aside(full: Database, copy: Path) -> None:
    before = read_rows(full.engine)
    change(full, "UPDATE person SET name = '新人'")
    done = put_back(full, copy, force=True)
    assert read_rows(full.engine) == before
    assert "replaced" in done.aside
    assert max_name_aside(full, done.aside) == "新人"


def max_name_aside(database: Database, aside: str) -> object:
    if database.is_sqlite:
        with closing(Database(f"sqlite:///{aside}")) as old:
            return value(old, "SELECT max(name) FROM person")
    return value(database, f"SELECT max(name) FROM {aside.removeprefix('schema ')}.person")


def test_what_was_put_aside_is_no_part_of_the_next_copy(full: Database, copy: Path, new_database: NewDatabase) -> None:
    put_back(full, copy, force=True)
    backup(full, copy)
    other = new_database()
    put_back(other, copy)
    assert read_rows(other.engine) == read_rows(full.engine)


def test_a_database_in_use_is_not_touched(full: Database, copy: Path) -> None:
    with closing(Database(address(full))) as serving:
        assert value(serving, "SELECT count(*) FROM person")
        with pytest.raises(BackupError, match="stop"):
            put_back(full, copy, force=True)
    assert not is_empty(full)


@pytest.mark.parametrize("new", [True, False], ids=["into an empty one", "over a full one"])
def test_a_damaged_copy_is_refused_and_nothing_changes(
    full: Database, copy: Path, new_database: NewDatabase, *, new: bool
) -> None:
    target = new_database() if new else full
    before = read_rows(target.engine)
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size // 2)
        file.write(b"\xa5" * 6000)
        file.truncate(copy.stat().st_size - 3000)
    with pytest.raises(BackupError, match="damaged"):
        put_back(target, copy, force=True)
    assert read_rows(target.engine) == before


@pytest.mark.thorough
def test_a_copy_of_a_later_version_is_refused(full: Database, tmp_path: Path, new_database: NewDatabase) -> None:
    change(full, "UPDATE alembic_version SET version_num = '9999'")
    backup(full, tmp_path / "later")
    other = new_database()
    with pytest.raises(BackupError, match="later version"):
        put_back(other, tmp_path / "later")
    assert is_empty(other)


@pytest.mark.thorough
def test_a_copy_of_an_earlier_version_is_brought_up_to_date(new_database: NewDatabase, tmp_path: Path) -> None:
    old, other = new_database(), new_database()
    rows = as_stored(old, FOLDER / "0001.jsonl")
    backup(old, tmp_path / "old")
    assert put_back(other, tmp_path / "old").revision == revisions()[0]
    assert value(other, "SELECT count(trace) FROM notice") == len(rows["notice"])


def test_books_that_do_not_agree_are_taken_only_by_force(
    full: Database, tmp_path: Path, new_database: NewDatabase
) -> None:
    change(full, "UPDATE stocklevel SET on_hand = on_hand + 1000")
    backup(full, tmp_path / "odd")
    other = new_database()
    with pytest.raises(InconsistentBackupError) as refused:
        put_back(other, tmp_path / "odd")
    assert refused.value.findings
    assert is_empty(other)
    assert put_back(other, tmp_path / "odd", force=True).findings == refused.value.findings
    assert read_rows(other.engine) == read_rows(full.engine)


def test_a_copy_of_the_other_kind_is_refused(full_sqlite: Database, full_postgres: Database, tmp_path: Path) -> None:
    backup(full_sqlite, tmp_path / "file")
    backup(full_postgres, tmp_path / "server")
    with pytest.raises(BackupError, match="backup of SQLite"):
        put_back(full_postgres, tmp_path / "file", force=True)
    with pytest.raises(BackupError, match="backup of PostgreSQL"):
        put_back(full_sqlite, tmp_path / "server", force=True)


@pytest.mark.parametrize("content", [b"", b"Dear Sir or Madam", None], ids=["empty", "a letter", "missing"])
def test_what_is_no_copy_is_refused(new_sqlite: NewDatabase, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "letter"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BackupError, match="letter"):
        put_back(new_sqlite(), file)


def test_the_database_is_no_copy_of_itself(full_sqlite: Database) -> None:
    with pytest.raises(BackupError, match="is the database itself"):
        put_back(full_sqlite, Path(str(full_sqlite.url.database)), force=True)


def test_a_damaged_database_can_be_replaced(full_sqlite: Database, tmp_path: Path) -> None:
    backup(full_sqlite, tmp_path / "good")
    full_sqlite.close()
    Path(str(full_sqlite.url.database)).write_bytes(b"this was a database once" * 1000)
    done = put_back(full_sqlite, tmp_path / "good", force=True)
    assert Path(done.aside).read_bytes().startswith(b"this was")
    assert not is_empty(full_sqlite)


def test_an_older_copy_stays_until_the_new_one_is_whole(full_sqlite: Database, tmp_path: Path) -> None:
    file = tmp_path / "nightly"
    backup(full_sqlite, file)
    good = file.read_bytes()
    with closing(Database(f"sqlite:///{tmp_path}/nowhere.sqlite")) as nowhere, pytest.raises(BackupError):
        backup(nowhere, file)
    assert file.read_bytes() == good
    assert not (tmp_path / "nowhere.sqlite").exists()


@pytest.mark.thorough
def test_a_folder_that_is_not_there_is_not_made(full: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="there is no folder"):
        backup(full, tmp_path / "not mounted" / "copy")
    assert list(tmp_path.glob("not*")) == []


def test_without_the_client_programs_it_says_so(
    full_postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(full_postgres, tmp_path / "good")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is not on PATH"):
        backup(full_postgres, tmp_path / "next")
    with pytest.raises(BackupError, match="pg_restore is not on PATH"):
        put_back(full_postgres, tmp_path / "good", force=True)
    assert not (tmp_path / "next").exists()


def test_a_password_stands_in_no_commands_words(
    full_postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = tmp_path / "pg_dump"
    listening.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/words\necho "$PGPASSWORD" > {tmp_path}/password\nexit 1\n')
    listening.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    url = full_postgres.url.set(password="very-secret").render_as_string(hide_password=False)
    with closing(Database(url)) as secret, pytest.raises(BackupError, match="pg_dump failed"):
        backup(secret, tmp_path / "copy")
    assert "very-secret" not in (tmp_path / "words").read_text()
    assert (tmp_path / "password").read_text() == "very-secret\n"


class Busy(threading.Thread):
    """A dealer who never stops ordering and cancelling."""

    def __init__(self, database: Database, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._world = world_on(database, Channel.TELEGRAM)
        self._world.clock.pass_(hours=50)
        self.enough, self._answered = threading.Event(), threading.Event()
        self.troubles: list[str] = []

    def run(self) -> None:
        words = ("可乐330 5箱", "清空", "购物车", "雪璃 2箱", "订单")
        for turn in range(100_000):
            said = Typed(text=words[turn % len(words)])
            key = f"{self.name}-{turn}"
            self._say(Incoming(channel=Channel.TELEGRAM, identity=self.name, key=key, body=said))
            self._answered.set()
            if self.enough.is_set():
                return

    def wait_for_more(self) -> None:
        """Until a message that began after this is answered: the first to end may have begun before."""
        for _ in range(2):
            self._answered.clear()
            assert self._answered.wait(60)

    def _say(self, incoming: Incoming) -> None:
        """As a platform does: again where the database was busy."""
        while not self.enough.is_set():
            try:
                answer = self._world.door.answer(incoming)
            except OperationalError:
                continue
            self.troubles += [answer.trouble] if answer.trouble else []
            return


@pytest.fixture
def busy(full: Database) -> Iterator[Sequence[Busy]]:
    """Three people who write as fast as they can."""
    dealers = [Busy(full, name) for name in ("li", "ann", "mo")]
    for dealer in dealers:
        dealer.start()
    yield dealers
    for dealer in dealers:
        dealer.enough.set()
        dealer.join(20)
    assert [dealer.troubles for dealer in dealers] == [[], [], []]


def deliveries(database: Database) -> int:
    return int(str(value(database, "SELECT count(*) FROM delivery")))


def test_copies_taken_while_others_write_are_each_of_one_moment(
    full: Database, busy: Sequence[Busy], tmp_path: Path, new_database: NewDatabase
) -> None:
    counts = []
    for number in range(3):
        before = deliveries(full)
        backup(full, tmp_path / "copy")
        after = deliveries(full)
        other = new_database()
        assert put_back(other, tmp_path / "copy").findings == []
        counts.append(deliveries(other))
        busy[0].wait_for_more()
        assert before <= counts[number] <= after
        with other.transaction() as session:
            assert session.exec(select(func.count()).select_from(Event)).one() > 0
        other.close()
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
