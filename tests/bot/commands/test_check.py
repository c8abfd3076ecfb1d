"""``dinghuo check`` as an operator runs it: a line for each finding with what to do, and never a traceback."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot.cli import app
from domain.checks import Finding
from domain.tables.people import Channel
from storage.engine import Database
from storage.integrity import damage, examine
from tests.grounds import Grounds, Kind
from tests.lengths import times
from tests.storage.rows import Rows, read_rows
from tests.world import World, build

#: So many files come to harm.
FILES = times(8, long=24)


def run(url: str, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.setenv("DINGHUO_DATABASE_URL", url)
    return CliRunner().invoke(app, ["check", *options])


def found_in(url: str) -> list[Finding]:
    """What is found without the command around it."""
    if found := damage(url):
        return found
    with closing(Database(url)) as database:
        return examine(database)


def address(world: World) -> str:
    return world.database.url.render_as_string(hide_password=False)


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture
def file(grounds: Grounds) -> Iterator[Path]:
    """A house's file, at rest."""
    with grounds.of(Kind.SQLITE).plan("a house", lambda database: build(database, Channel.TELEGRAM)).copy() as url:
        yield Path(url.removeprefix("sqlite:///"))


def test_a_sound_house_agrees(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(address(world), monkeypatch)
    assert (result.exit_code, result.stdout) == (0, "everything agrees\n")


def test_a_finding_is_one_line_with_what_to_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.database.transaction() as session:
        session.execute(text("UPDATE stocklevel SET on_hand = on_hand + 7000 WHERE on_hand = 1000000"))
    result = run(address(world), monkeypatch)
    *lines, last = result.stdout.splitlines()
    assert (result.exit_code, last) == (1, f"{len(lines)} findings")
    assert all(
        "expected 1000" in line and "found 1007" in line and "To do: count these goods" in line for line in lines
    )


def test_a_program_reads_the_same_as_json(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.database.transaction() as session:
        session.execute(text("UPDATE stocklevel SET on_hand = 7000 WHERE on_hand = 500000"))
    (told,) = json.loads(run(address(world), monkeypatch, "--json").stdout)
    assert (told["what"], told["where"], told["found"]) == ("on_hand", "MM5", "7.000")
    assert told["todo"]


def test_it_does_not_wait_for_whoever_is_writing(world: World) -> None:
    with world.database.transaction() as session, ThreadPoolExecutor(1) as pool:
        session.execute(text("UPDATE pack SET size = size"))
        assert pool.submit(found_in, address(world)).result() == []


@pytest.mark.parametrize("content", [b"this is no database" * 99, b"SQLite format 3\x00" + bytes(4000)])
def test_what_is_no_database_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    file = tmp_path / "other.sqlite"
    file.write_bytes(content)
    _is_told_to_restore(run(f"sqlite:///{file}", monkeypatch))


def test_a_file_cut_short_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    _is_told_to_restore(run(f"sqlite:///{file}", monkeypatch))


@pytest.mark.parametrize("seed", range(FILES))
def test_a_damaged_page_is_found_or_was_of_no_use(file: Path, seed: int) -> None:
    """Some bytes where a page begins, or anywhere in it: either it is found, or every row still reads the same."""
    url, chance = f"sqlite:///{file}", Random(seed)
    before = _rows(url)
    content = bytearray(file.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    page = chance.randrange(1, len(content) // size) * size
    content[page : page + 40] = chance.randbytes(40)
    file.write_bytes(content)
    found = found_in(url)
    assert found or _rows(url) == before


def _rows(url: str) -> Rows:
    with closing(Database(url)) as database:
        return read_rows(database.engine)


def _is_told_to_restore(result: Result) -> None:
    assert result.exit_code == 1
    assert "dinghuo restore" in result.stdout
    assert "Traceback" not in result.output
