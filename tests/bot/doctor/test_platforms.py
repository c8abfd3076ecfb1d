"""The doctor on Telegram and WeChat, asked on loopback."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.command_context import utc_now
from tests.bot.doctor.conftest import TEMPLATE, Examine, Given, ask_telegram
from tests.platforms.serving import ServerThread, free_port
from tests.servers.carriers.kuaidi100_server import CUSTOMER, KEY, Kuaidi100Server
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer


@pytest.fixture
def carriers() -> Iterator[Kuaidi100Server]:
    server = Kuaidi100Server()
    server.start()
    yield server
    server.stop()


NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def serving(given: Given) -> Iterator[str]:
    """The house is open, on its public address."""
    port = free_port()
    given |= {"port": port, "public_url": f"http://127.0.0.1:{port}"}
    with ServerThread(given):
        yield given["public_url"]


def test_a_house_that_serves_is_reached_on_its_address(examined: Examine, serving: str, telegram: BotApiServer) -> None:
    telegram.wait_until(lambda: bool(telegram.calls_of("setMyCommands")))
    found = examined()
    assert [each for each in found.values() if each.verdict == "fail"] == []
    assert (found["server"].verdict, found["server"].words) == ("ok", "ready")
    assert (found["telegram webhook"].verdict, found["telegram webhook"].words) == (
        "ok",
        f"{serving}/telegram/webhook",
    )
    assert (found["telegram address"].verdict, found["wechat address"].verdict) == ("ok", "ok")


def test_a_token_that_telegram_does_not_know(examined: Examine) -> None:
    found = examined(telegram_token="123:wrong-token")
    assert (found["telegram token"].verdict, "BotFather" in found["telegram token"].words) == ("fail", True)
    assert "telegram webhook" not in found


def test_a_telegram_that_cannot_be_reached(examined: Examine) -> None:
    found = examined(telegram_api_url=NOBODY)
    assert (found["telegram token"].verdict, found["telegram clock"].verdict) == ("fail", "look")


def test_a_webhook_secret_that_telegram_would_not_take(examined: Examine) -> None:
    assert "DINGHUO_TELEGRAM_WEBHOOK_SECRET" in examined(telegram_webhook_secret="ä ö")["telegram settings"].words


def test_a_webhook_that_leads_elsewhere(examined: Examine, telegram: BotApiServer) -> None:
    ask_telegram(telegram, "setWebhook", url="https://elsewhere.example.com/hook")
    polling = examined()["telegram webhook"]
    assert (polling.verdict, "elsewhere" in polling.words) == ("fail", True)
    assert "polling brings nothing" in polling.words
    ours = examined(public_url="https://orders.example.com")["telegram webhook"]
    assert (ours.verdict, "https://orders.example.com/telegram/webhook" in ours.words) == ("fail", True)


def test_a_webhook_that_was_never_set(examined: Examine) -> None:
    assert "posts nowhere" in examined(public_url="https://orders.example.com")["telegram webhook"].words


def test_updates_that_pile_up_and_the_last_error(examined: Examine, telegram: BotApiServer) -> None:
    ask_telegram(telegram, "setWebhook", url="http://127.0.0.1:1/telegram/webhook")
    person = telegram.person(id=1001, first_name="Li")
    for _ in range(51):
        person.type("喂")
    telegram.wait_until(lambda: bool(telegram.deliveries))
    found = examined(public_url="http://127.0.0.1:1")
    assert (found["telegram updates"].verdict, "51 wait" in found["telegram updates"].words) == ("look", True)
    assert (found["telegram delivery"].verdict, "refused" in found["telegram delivery"].words) == ("look", True)
    assert found["telegram address"].verdict == "look"
    much_later = examined(public_url="http://127.0.0.1:1", now=lambda: utc_now() + timedelta(hours=2))
    assert "telegram delivery" not in much_later


def test_an_address_behind_which_somebody_else_sits(examined: Examine, telegram: BotApiServer) -> None:
    found = examined(public_url=telegram.origin)
    assert "answers 404" in found["telegram address"].words
    assert "answers 404" in found["wechat address"].words


def test_a_machine_that_is_not_whitelisted_is_told_its_address(examined: Examine, wechat: WeChatServer) -> None:
    wechat.account.whitelisted = False
    found = examined()
    assert found["wechat token"].verdict == "fail"
    assert "203.0.113.7" in found["wechat token"].words
    assert "wechat callback" not in found


@pytest.mark.parametrize("wrong", [{"wechat_app_secret": "0" * 32}, {"wechat_app_id": "wx0000000000000000"}])
def test_credentials_that_are_not_the_accounts(examined: Examine, wrong: Given) -> None:
    assert "is not the account's" in examined(**wrong)["wechat token"].words


def test_a_wechat_that_cannot_be_reached(examined: Examine) -> None:
    found = examined(wechat_api_url=NOBODY)["wechat token"]
    assert (found.verdict, "no answer from WeChat" in found.words) == ("fail", True)


@pytest.mark.parametrize("missing", ["wechat_token", "wechat_aes_key"])
def test_a_webhook_half_armed(examined: Examine, missing: str) -> None:
    assert f"DINGHUO_{missing.upper()}" in examined(**{missing: ""})["wechat settings"].words


def test_a_key_that_is_none(examined: Examine) -> None:
    assert "43 characters" in examined(wechat_aes_key="short")["wechat settings"].words


def test_token_and_key_are_tried_on_a_message_of_our_own(examined: Examine) -> None:
    assert examined()["wechat signature"].verdict == "ok"


def test_a_process_with_another_token_than_the_one_configured(examined: Examine, serving: str) -> None:
    found = examined(wechat_token="another")["wechat address"]
    assert (found.verdict, "answers 403" in found.words) == ("look", True)
    assert serving in found.words


def test_a_template_that_the_account_does_not_have(examined: Examine) -> None:
    assert examined(wechat_template_id="tmpl-other")["wechat template"].verdict == "fail"
    assert examined(wechat_template_id="")["wechat template"].verdict == "-"
    assert examined(wechat_template_id=TEMPLATE)["wechat template"].verdict == "ok"


def test_rights_that_the_account_does_not_have(examined: Examine, wechat: WeChatServer) -> None:
    wechat.account.without_right |= {"getcallbackip", "template/get_all_private_template"}
    found = examined()
    assert (found["wechat callback"].verdict, found["wechat template"].verdict) == ("look", "look")


def test_a_service_for_parcels_is_asked_whether_it_knows_us(examined: Examine, carriers: Kuaidi100Server) -> None:
    ours = {"kuaidi100_customer": CUSTOMER, "kuaidi100_key": KEY, "kuaidi100_api_url": carriers.url}
    assert examined()["carriers"].verdict == "-"
    assert examined(**ours)["kuaidi100"].verdict == "ok"
    assert (examined(**ours)["kuaidi100 callback"].verdict, examined(**ours)["kuaidi100 phone"].verdict) == (
        "look",
        "look",
    )
    found = examined(**ours | {"kuaidi100_key": "wrong"})["kuaidi100"]
    assert (found.verdict, "503" in found.words) == ("fail", True)
    assert "together" in examined(kuaidi100_customer=CUSTOMER)["kuaidi100"].words
    carriers.away = True
    assert examined(**ours)["kuaidi100"].verdict == "look"
