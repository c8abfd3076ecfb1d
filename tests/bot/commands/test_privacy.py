"""The commands for one person's data: who is meant, what is written, and being asked once more."""

import stat
import zipfile
from pathlib import Path

import pytest
import typer
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.privacy import erase, export, name_of
from bot.settings import Settings
from domain.rules.rights import Role
from domain.tables.people import Channel, Person
from tests.world import World


@pytest.fixture
def channel() -> Channel:
    return Channel.TELEGRAM


@pytest.fixture
def settings(world: World) -> Settings:
    return Settings(_env_file=None, database_url=str(world.database.url))


def test_a_person_is_meant_by_name_by_id_or_by_chat(world: World, settings: Settings) -> None:
    known = world.person("老李")
    told = f"{known.id} · 老李 · buyer · 李记便利店"
    for who in ("老李", str(known.id), "telegram:li"):
        assert name_of(settings, who) == told


@pytest.mark.parametrize("who", ["nobody", "telegram:nobody", "1", "9" * 19, "9" * 30, "", "—"])
def test_nobody_is_meant(settings: Settings, who: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        name_of(settings, who)
    assert "nobody is called" in capsys.readouterr().err


def test_several_of_a_name_are_told_apart_by_their_ids(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.database.transaction() as session:
        session.add(Person(name="老李", role=Role.WAREHOUSE, created_at=world.clock()))
    with pytest.raises(typer.Exit):
        erase(settings, "老李")
    said = capsys.readouterr().err
    assert said.count("老李 · ") == 2
    assert str(world.person("Ann").id) not in said


def test_what_is_written_is_for_the_owners_eyes(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "li.zip"
    assert "老李" in export(settings, "老李", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with zipfile.ZipFile(file) as packed:
        assert "person.csv" in packed.namelist()


def test_forgetting_asks_once_more_and_then_is_for_good(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DINGHUO_DATABASE_URL", str(world.database.url))
    no = CliRunner().invoke(app, ["erase-person", "老李"], input="n\n")
    assert (no.exit_code, "老李" in no.stdout) == (1, True)
    assert world.person("老李").active
    yes = CliRunner().invoke(app, ["erase-person", "老李"], input="y\n")
    assert yes.exit_code == 0, yes.output
    with world.session() as session:
        assert session.exec(select(Person).where(Person.name == "老李")).first() is None
    again = CliRunner().invoke(app, ["erase-person", "老李", "--yes"])
    assert (again.exit_code, "nobody is called 老李" in again.stderr) == (2, True)


def test_a_busy_database_is_said_and_the_person_is_forgotten_all_the_same(
    world: World, settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engine.BUSY_MS", 10)
    with world.database.engine.connect().execution_options(only_reads=True) as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM person").scalar()
        assert erase(settings, "老李").chats == 1
    is_said = "the database is in use" in capsys.readouterr().err
    assert is_said == world.database.is_sqlite  # PostgreSQL takes it out of its files by itself, later
