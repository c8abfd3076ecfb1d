"""The doctor on settings, database, disk and clock."""

import json
import shutil
import subprocess
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.command_context import utc_now
from bot.doctor.diagnosis import Severity
from bot.settings import Settings
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Event
from domain.tables.people import Channel
from domain.tables.prices import AccountGroup, PriceList, PriceListFor
from domain.tables.settings import Setting
from storage import disk_usage, failed_messages, outbox
from storage.engine import Database
from tests.bot.doctor.conftest import Examine, Given
from tests.nursery import Nursery
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer


def doctor(nursery: Nursery, given: Given, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {f"DINGHUO_{name.upper()}": str(value) for name, value in given.items()}
    return subprocess.run(
        [nursery.programs / "dinghuo", "doctor", *words],
        cwd=folder,
        env={"PATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_healthy_house_is_said_to_be_healthy(examined: Examine) -> None:
    found = examined()
    assert {each.check: each.words for each in found.values() if each.verdict in ("fail", "look")} == {}
    assert found["telegram token"].words == "@dinghuo_test_bot"
    assert found["migrations"].verdict == "ok"


def test_the_command_prints_a_line_for_each_and_succeeds(nursery: Nursery, given: Given, tmp_path: Path) -> None:
    done = doctor(nursery, given, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ok    telegram token       @dinghuo_test_bot\n" in done.stdout
    assert {line.split()[0] for line in done.stdout.splitlines()} <= {each.value for each in Severity}


def test_the_command_fails_where_something_does_and_tells_programs_what(
    nursery: Nursery, given: Given, tmp_path: Path
) -> None:
    done = doctor(nursery, {**given, "telegram_token": "123:wrong-token"}, tmp_path, "--json")
    assert done.returncode == 1
    failed = [each for each in json.loads(done.stdout) if each["verdict"] == "fail"]
    assert [each["check"] for each in failed] == ["telegram token"]


def test_no_secret_is_ever_said(given: Given, examined: Examine, wechat: WeChatServer) -> None:
    secret = [str(given[name]) for name in given if name.endswith(("token", "secret", "key"))]
    for changed in ({}, {"telegram_api_url": "http://127.0.0.1:1"}, {"wechat_api_url": "http://127.0.0.1:1"}):
        words = "\n".join(each.words for each in examined(**changed).values())
        assert [each for each in secret if each in words] == []
        assert not any(token in words for token in wechat.account.tokens.issued)


def test_a_check_that_breaks_down_is_a_failure_and_hides_no_other(
    examined: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_url: str, _now: object) -> None:
        raise RuntimeError("the token is 123:secret")

    monkeypatch.setattr("bot.doctor.examine.check_database", broken)
    found = examined()
    assert (found["database"].verdict, found["database"].words) == ("fail", "the check itself broke down: RuntimeError")
    assert found["telegram token"].verdict == "ok"


@pytest.mark.parametrize(
    ("changed", "check", "verdict", "words"),
    [
        ({"telegram_token": "", "wechat_app_id": ""}, "channels", "fail", "DINGHUO_TELEGRAM_TOKEN"),
        ({"public_url": "http://orders.example.com"}, "public address", "fail", "must be https"),
        ({"public_url": "https://orders.example.com:9000"}, "public address", "fail", "port 443"),
        ({"public_url": "https://orders.example.com/wechat"}, "public address", "fail", "only scheme and name"),
        ({"public_url": "https://[bad"}, "public address", "fail", "no address"),
        ({"secret_key": "short"}, "secret key", "look", "5 characters"),
        ({"secret_key": ""}, "secret key", "ok", "kept in the database"),
        ({"host": "0.0.0.0"}, "listening", "look", "/metrics"),
        ({"wechat_plain_mode": True}, "wechat plain mode", "look", "does not cover"),
        ({"telegram_messages_per_second": 60}, "telegram pace", "look", "takes 30"),
    ],
)
def test_a_setting_that_makes_no_sense(examined: Examine, changed: Given, check: str, verdict: str, words: str) -> None:
    without_network = {"telegram_api_url": "http://127.0.0.1:1", "wechat_api_url": "http://127.0.0.1:1"}
    found = examined(**{**without_network, **changed})[check]
    assert (found.verdict, words in found.words) == (verdict, True)


def test_a_setting_with_a_slip_in_its_name(examined: Examine, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DINGHUO_TELEGRAM_TOKN=123:secret\nOTHER=1\n")
    (tmp_path / ".env").chmod(0o644)
    found = examined()
    assert found["settings"].words == "DINGHUO_TELEGRAM_TOKN is no setting; is DINGHUO_TELEGRAM_TOKEN meant?"
    assert (found["settings file"].verdict, "chmod 600" in found["settings file"].words) == ("look", True)


def test_a_database_that_is_not_there_is_not_made(examined: Examine, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "facts.sqlite"
    found = examined(database_url=f"sqlite:///{nowhere}")["database"]
    assert (found.verdict, "dinghuo migrate" in found.words) == ("fail", True)
    assert not nowhere.parent.exists()


def test_a_file_that_is_no_database(examined: Examine, tmp_path: Path) -> None:
    (tmp_path / "letter.sqlite").write_text("Dear Sir or Madam, " * 100)
    assert examined(database_url=f"sqlite:///{tmp_path}/letter.sqlite")["database"].verdict == "fail"


def test_a_database_of_before_the_update(examined: Examine, database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0001'"))
    found = examined()
    assert (found["migrations"].verdict, "dinghuo migrate" in found["migrations"].words) == ("fail", True)


def test_a_database_of_a_later_version(examined: Examine, database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert examined()["migrations"].verdict == "look"


def test_a_damaged_database(examined: Examine, database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        session.add_all(Event(at=utc_now(), kind="noise", reason="x" * 200) for _ in range(2000))
    database.close()
    shutil.copy(str(database.url.database), tmp_path / "damaged.sqlite")
    with (tmp_path / "damaged.sqlite").open("r+b") as file:
        file.seek(-200_000, 2)
        file.write(b"\x00" * 8192)
    found = examined(database_url=f"sqlite:///{tmp_path}/damaged.sqlite")
    assert "restore a backup" in found["integrity"].words


def test_a_disk_that_is_nearly_full(examined: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_usage, "free_bytes", lambda _: 500 << 20)
    assert examined()["disk"].verdict == "look"
    monkeypatch.setattr(disk_usage, "free_bytes", lambda _: 50 << 20)
    assert examined()["disk"].verdict == "fail"


def test_an_event_of_the_future_means_that_the_clock_went_back(examined: Examine, database: Database) -> None:
    with database.transaction() as session:
        session.add(Event(at=utc_now() + timedelta(hours=8), kind="noise"))
    assert examined()["clock"].verdict == "fail"


def test_news_that_waits_for_hours(examined: Examine, database: Database) -> None:
    with database.transaction() as session:
        long_ago = utc_now() - timedelta(hours=2)
        waiting = Notice(
            channel=Channel.TELEGRAM, external="1", kind=NoticeKind.RESEND, created_at=long_ago, due_at=long_ago
        )
        session.add(waiting)
    found = examined()["outbox"]
    assert (found.verdict, "1 due" in found.words) == ("look", True)


def test_news_that_was_refused_for_good(examined: Examine, database: Database) -> None:
    with database.transaction() as session:
        refused = Notice(
            channel=Channel.TELEGRAM,
            external="1",
            kind=NoticeKind.RESEND,
            created_at=utc_now(),
            due_at=utc_now(),
            attempts=outbox.TRIES - 1,
            trace="abcd1234",
        )
        outbox.retry_or_set_aside(refused, utc_now(), "BUTTON_DATA_INVALID")
        session.add(refused)
    found = examined()["news refused"]
    assert (found.verdict, examined()["outbox"].verdict) == ("look", "ok")
    for words in ("1 set aside", "resend", "BUTTON_DATA_INVALID", "abcd1234"):
        assert words in found.words


def test_messages_that_were_passed_over(examined: Examine, database: Database) -> None:
    assert examined()["passed over"].verdict == "ok"
    with database.transaction() as session:
        failed = partial(
            failed_messages.record_failure, session, Channel.WECHAT, "24000017", trace="3f9c02ab", now=utc_now()
        )
        assert [failed(error=KeyError("可乐"), most=2) for _ in range(2)] == [False, True]
    found = examined()["passed over"]
    assert found.verdict == "look"
    for words in ("1 messages", "wechat 24000017", "2 times: KeyError", "3f9c02ab"):
        assert words in found.words
    assert "可乐" not in found.words


def test_a_house_without_anybody_in_charge(examined: Examine, database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(text("DELETE FROM person"))
    assert "dinghuo invite" in examined()["admin"].words


@pytest.mark.parametrize(("minutes", "verdict"), [(0, "ok"), (0.2, "look"), (10, "fail"), (-10, "fail")])
def test_a_clock_that_is_wrong(examined: Examine, minutes: float, verdict: str) -> None:
    found = examined(now=lambda: utc_now() + timedelta(minutes=minutes))
    assert (found["telegram clock"].verdict, found["wechat clock"].verdict) == (verdict, verdict)


def test_what_is_not_configured_is_not_examined(examined: Examine) -> None:
    found = examined(wechat_app_id="")
    assert (found["wechat"].verdict, found["telegram token"].verdict) == ("-", "ok")
    assert Settings(_env_file=None).public_url == ""


def test_the_fixture_servers_agree(telegram: BotApiServer, examined: Examine) -> None:
    """Nothing the doctor does is refused, and it takes no update away from the process that serves."""
    telegram.person(id=1, first_name="Li").start()
    examined()
    assert telegram.refusals == []
    assert not telegram.all_delivered


def test_a_door_for_retail_without_prices_of_its_own(examined: Examine, database: Database) -> None:
    assert (examined()["retail"].verdict, examined()["retail"].words) == ("ok", "the door is closed")
    with database.transaction() as session:
        session.add(Setting(name="retail", value="open"))
    assert examined()["retail"].verdict == "look"
    with database.transaction() as session:
        group, prices = AccountGroup(name="零售"), PriceList(name="零售价")
        session.add_all((group, prices))
        session.flush()
        session.add(PriceListFor(list_id=prices.id, group_id=group.id))
    assert "with the prices of 零售" in examined()["retail"].words
