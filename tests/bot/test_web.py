"""The web endpoints of a process: alive, ready or not and why, and its figures."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from bot.command_context import utc_now
from bot.settings import Settings
from bot.web import application
from bot.wiring import Parts, build
from domain.tables.people import Channel
from storage import failed_messages
from storage.engine import Database
from storage.schema_version import migrate


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/facts.sqlite"
    database = Database(address)
    migrate(database)
    database.close()
    return address


@pytest.fixture
def parts(url: str) -> Iterator[Parts]:
    parts = build(Settings(_env_file=None, database_url=url, secret_key="for tests only"))
    yield parts
    parts.turns.close()
    parts.database.close()


def get(parts: Parts, path: str) -> httpx2.Response:
    """Ask once, without a network."""

    async def asked() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=application(parts))
        async with httpx2.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(path)

    return asyncio.run(asked())


def test_a_process_is_alive_whatever_its_database_does(parts: Parts) -> None:
    assert get(parts, "/healthz").json() == {"status": "ok"}


def test_a_process_is_ready_when_its_database_is_there_and_up_to_date(parts: Parts) -> None:
    answer = get(parts, "/readyz")
    assert (answer.status_code, answer.text) == (200, "ready")


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("DELETE FROM alembic_version", "database empty"),
        ("UPDATE alembic_version SET version_num = '0001'", "database not migrated"),
    ],
)
def test_a_process_is_not_ready_before_its_database_is(parts: Parts, spoilt: str, reason: str) -> None:
    with parts.database.transaction() as session:
        session.connection().execute(text(spoilt))
    answer = get(parts, "/readyz")
    assert (answer.status_code, answer.text) == (503, reason)


def test_a_process_of_before_an_update_stays_ready_until_it_is_replaced(parts: Parts) -> None:
    with parts.database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert get(parts, "/readyz").status_code == 200


def test_a_process_is_not_ready_without_its_database(parts: Parts, tmp_path: Path) -> None:
    parts.database.close()
    for file in tmp_path.glob("facts.sqlite*"):
        file.unlink()
    (tmp_path / "facts.sqlite").write_bytes(b"this is no database at all" * 100)
    answer = get(parts, "/readyz")
    assert (answer.status_code, answer.text) == (503, "database away")
    figures = get(parts, "/metrics").text
    assert "dinghuo_database_up 0.0" in figures
    assert "dinghuo_outbox_notices{" not in figures


def test_a_process_that_is_leaving_is_not_ready(parts: Parts) -> None:
    parts.readiness.leave()
    answer = get(parts, "/readyz")
    assert (answer.status_code, answer.text) == (503, "shutting down")


def test_requests_are_counted_by_route_and_strangers_paths_as_one(parts: Parts) -> None:
    for path in ("/healthz", "/healthz", "/wp-login.php", "/telegram/webhook/12345"):
        get(parts, path)
    figures = get(parts, "/metrics").text
    assert 'dinghuo_http_requests_total{path="/healthz",status="200"} 2.0' in figures
    assert 'dinghuo_http_requests_total{path="other",status="404"} 2.0' in figures
    assert "wp-login" not in figures


def test_messages_that_were_passed_over_are_said_and_no_reason_to_send_none(parts: Parts) -> None:
    assert "dinghuo_messages_passed_over 0.0" in get(parts, "/metrics").text
    with parts.database.transaction() as session:
        for key in ("7", "8"):
            failed_messages.record_failure(
                session, Channel.TELEGRAM, key, error=KeyError("x"), trace="3f9c02ab", now=utc_now(), most=1
            )
    answer = get(parts, "/readyz")
    assert (answer.status_code, answer.text) == (200, "ready; 2 messages passed over within a week: dinghuo doctor")
    assert "dinghuo_messages_passed_over 2.0" in get(parts, "/metrics").text
