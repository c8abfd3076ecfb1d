"""Files and pictures out of Telegram: announced, fetched within bounds, opened once, and never in the way."""

import pytest

from handlers.conversation.turn import Sent, SentKind
from storage.files.unreadable import UnreadableReason
from tests import things_enclosed as things
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.running import STRANGER, Running
from tests.bot.telegram.script import Script
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone

FETCHING = ("getFile", "download")
COLA = "2000000000015"


def body(script: Script) -> Sent:
    found = script.asked[-1].body
    assert isinstance(found, Sent)
    return found


def test_a_workbook_is_fetched_and_read(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    wang.send_document("订单.xlsx", things.workbook(things.ORDER), "明天送")
    wang.wait_for("file: 明天送")
    sent = body(script)
    assert (sent.kind, sent.name, sent.text, sent.fault) == (SentKind.FILE, "订单.xlsx", "明天送", None)
    assert sent.sheets[0].rows[-1] == (5, ("生抽", "1.9L", "2", "箱"))
    calls = [call.method for call in platform.calls_of(*FETCHING, "sendChatAction", "sendMessage")]
    assert calls.pop(calls.index("sendChatAction", 0, 3)) == "sendChatAction"  # while it is fetched
    assert calls == ["getFile", "download", "sendMessage"]
    assert platform.refusals == []


def test_a_photo_is_looked_at_for_barcodes(running: Running, wang: TelegramPhone, script: Script) -> None:
    wang.send_photo(things.photo(COLA), "10箱")
    wang.wait_for("picture: 10箱")
    assert body(script) == Sent(kind=SentKind.PICTURE, text="10箱", codes=(COLA,))


def test_a_picture_sent_as_a_file_is_looked_at_too(running: Running, wang: TelegramPhone, script: Script) -> None:
    wang.send_document("IMG_1.PNG", things.photo(COLA, kind="PNG"))
    wang.wait_for("picture")
    assert body(script).codes == (COLA,)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("单.csv", b"a,b\n" * 1_500_000, UnreadableReason.TOO_LARGE),
        ("IMG_1.png", bytes(11_000_000), UnreadableReason.TOO_LARGE),
        ("合同.docx", b"PK", UnreadableReason.STRANGE),
        ("setup.exe", b"MZ", UnreadableReason.STRANGE),
    ],
)
def test_what_is_not_worth_fetching_is_not_fetched(
    running: Running,
    platform: BotApiServer,
    wang: TelegramPhone,
    script: Script,
    *,
    name: str,
    content: bytes,
    fault: UnreadableReason,
) -> None:
    wang.send_document(name, content)
    wang.reply()
    assert body(script).fault is fault
    assert platform.calls_of(*FETCHING) == []


def test_a_file_that_telegram_finds_too_large_is_said_to_be(
    run: Run, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    """Only a server of one's own hands over more than twenty megabytes."""
    run()
    platform.platform.files.download_limit = 100
    wang.send_document("单.xlsx", things.workbook(things.ORDER))
    wang.reply()
    assert body(script).fault is UnreadableReason.TOO_LARGE


@pytest.mark.parametrize("method", FETCHING)
def test_what_does_not_arrive_is_said_not_to_have(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script, method: str
) -> None:
    platform.fail(method, status=500)
    wang.send_document("单.xlsx", things.workbook(things.ORDER))
    wang.reply()
    assert body(script).fault is UnreadableReason.AWAY
    wang.send_document("单.xlsx", things.workbook(things.ORDER))
    wang.reply()
    assert body(script).sheets


def test_a_download_that_breaks_off_is_no_disaster(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    platform.drop("download", times=2)  # the client asks once more by itself
    wang.send_photo(things.photo(COLA))
    wang.reply()
    assert body(script).fault is UnreadableReason.AWAY


def test_typing_that_telegram_does_not_take_is_no_trouble(
    running: Running, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    platform.fail("sendChatAction", status=500)
    wang.send_photo(things.photo(COLA))
    wang.reply()
    assert body(script).codes == (COLA,)


def test_what_strangers_send_is_not_fetched(running: Running, platform: BotApiServer, script: Script) -> None:
    stranger = platform.person(id=int(STRANGER), first_name="Nobody")
    stranger.send_document("单.xlsx", things.bomb())
    stranger.reply()
    assert body(script) == Sent(kind=SentKind.FILE, name="单.xlsx")
    assert platform.calls_of(*FETCHING) == []


def test_a_copy_of_an_update_is_not_opened_again(
    run: Run, platform: BotApiServer, wang: TelegramPhone, script: Script
) -> None:
    run()
    platform.repeat_updates(3, parallel=True)
    wang.send_document("单.xlsx", things.workbook(things.ORDER))
    wang.reply()
    platform.wait_until(lambda: platform.all_delivered)
    assert len(platform.calls_of("download")) == 1
    assert len(wang.from_bot) == 1


def test_one_persons_file_keeps_no_other_waiting(
    running: Running, platform: BotApiServer, wang: TelegramPhone, li: TelegramPhone
) -> None:
    platform.hang("download", seconds=60)
    wang.send_document("单.xlsx", things.workbook(things.ORDER))
    platform.wait_until(lambda: bool(platform.calls_of("getFile")))
    li.type("hello")
    li.wait_for("you said hello")
    platform.heal()
    wang.reply()
