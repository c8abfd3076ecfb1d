"""Whatever goes wrong, an operator reads one line that says what; the exit code says that it went wrong."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.commands import maintenance
from tests.bot.commands.operator import PROGRAMS, Operator, is_one_line
from tests.grounds import Kind
from tests.platforms.serving import free_port

#: Commands that ask the database for something.
ASKING = (
    "migrate",
    "check",
    "backup copy",
    "import products goods.csv",
    "invite --role admin",
    "search 可乐",
    "parse orders.txt",
    "chat --as buyer",
    "export-person 老李 li.zip",
    "erase-person 老李 --yes",
    "demo --port 0",
)


@pytest.fixture
def kind() -> Kind:
    """Where the database is away there is none to try it on."""
    return Kind.SQLITE


@pytest.fixture
def at_work(operator: Operator) -> Operator:
    """With a sheet and orders at hand."""
    (operator.folder / "goods.csv").write_text("sku,name,unit,price\nA1,可乐,瓶,3\n", "utf-8")
    (operator.folder / "orders.txt").write_text("可乐 3瓶\n", "utf-8")
    return operator


@pytest.mark.parametrize("command", ASKING)
def test_a_database_that_is_away(at_work: Operator, command: str) -> None:
    place = f"127.0.0.1:{free_port()}"
    done = at_work.types(f"DINGHUO_DATABASE_URL=postgresql+psycopg://li:very-secret@{place}/x dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert "the database cannot be reached" in done.stderr
    assert "very-secret" not in done.stderr


@pytest.mark.parametrize("command", ["migrate", "invite --role admin", "backup copy"])
def test_a_file_that_is_no_database(at_work: Operator, command: str) -> None:
    (at_work.folder / "data").mkdir()
    (at_work.folder / "data" / "dinghuo.sqlite").write_bytes(b"this was a database once" * 1000)
    done = at_work.types(f"dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert "file is not a database" in done.stderr


def test_a_folder_where_no_database_can_be_made(at_work: Operator) -> None:
    (at_work.folder / "data").touch()
    done = at_work.types("dinghuo migrate")
    assert is_one_line(done), done.stderr
    assert "data" in done.stderr


@pytest.mark.parametrize("command", ["invite --role admin", "move postgresql+psycopg://localhost/x", "demo --port 0"])
def test_a_database_of_a_later_version(at_work: Operator, command: str) -> None:
    _now_at(at_work, "9999", at_work.folder / ("data/demo.sqlite" if "demo" in command else "data/dinghuo.sqlite"))
    done = at_work.types(f"dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert "later version" in done.stderr


@pytest.mark.parametrize("command", ["check", "export-person 老李 li.zip"])
def test_a_database_of_an_earlier_version(at_work: Operator, command: str) -> None:
    _now_at(at_work, "0001", at_work.folder / "data/dinghuo.sqlite")
    done = at_work.types(f"dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert "dinghuo migrate" in done.stderr


def _now_at(operator: Operator, revision: str, file: Path) -> None:
    operator.types(f"DINGHUO_DATABASE_URL=sqlite:///{file} dinghuo migrate")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", [revision])


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root@localhost/x", "begins with mysql"),
        ("postgresql://localhost/x", "postgresql+psycopg://"),
        ("nonsense", "not the address of a database"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "doctor", "serve", "demo"])
def test_an_address_that_leads_nowhere(at_work: Operator, command: str, url: str, says: str) -> None:
    done = at_work.types(f"DINGHUO_DATABASE_URL={url} dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert done.stderr.startswith("DINGHUO_DATABASE_URL: ")
    assert says in done.stderr


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "nonsense", "sqlite:///elsewhere.sqlite"])
def test_a_place_nobody_can_move_to(at_work: Operator, url: str) -> None:
    done = at_work.types(f"dinghuo move {url}")
    assert is_one_line(done), done.stderr


@pytest.mark.parametrize(
    "command",
    [
        "import products none.csv",
        "import products .",
        "import products picture.csv",
        "parse none.txt",
        "parse .",
        "parse picture.csv",
        "search --batch none.txt",
        "search --batch picture.csv",
        "restore none",
        "restore picture.csv",
        "restore .",
    ],
)
def test_a_file_that_is_not_there_or_something_else(at_work: Operator, command: str) -> None:
    (at_work.folder / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    done = at_work.types(f"dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert command.rsplit(maxsplit=1)[-1] in done.stderr


@pytest.mark.parametrize("command", ["backup away/copy", "export-person 老李 away/li.zip"])
def test_a_folder_that_is_not_there(at_work: Operator, command: str) -> None:
    at_work.types("dinghuo migrate")
    done = at_work.types(f"dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert not (at_work.folder / "away").exists()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("invite --role buyer --name 老李", "a buyer belongs to an account: give --account NAME"),
        (f"invite --role buyer --account {'店' * 300} --name 老李", "a name has 1 to "),
        (f"invite --role admin --name {'陈' * 300}", "a name has 1 to "),
    ],
)
def test_an_invite_that_cannot_be_written_says_why(at_work: Operator, command: str, says: str) -> None:
    done = at_work.types(f"dinghuo {command}")
    assert is_one_line(done), done.stderr
    assert done.stderr.startswith(says)


def test_a_search_that_finds_nothing_says_so_beside_its_answer(at_work: Operator) -> None:
    done = at_work.types("dinghuo search 可乐 500")
    assert (done.stdout, done.stderr, done.returncode) == ("", "nothing found\n", 0)


def test_a_fault_of_ours_is_one_line_and_its_place_is_shown_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise LookupError("two\nlines with postgresql://li:very-secret@x/y")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(maintenance, "findings", broken)
    done = CliRunner().invoke(cli.app, ["check"])
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("a fault of Dinghuo: LookupError: two (")
    assert isinstance(CliRunner().invoke(cli.app, ["--traceback", "check"]).exception, LookupError)


def test_a_reader_who_leaves_early_is_no_fault(at_work: Operator) -> None:
    done = replace(at_work, programs=PROGRAMS).types("dinghuo --help | head -c 1")
    assert "Traceback" not in done.stderr
