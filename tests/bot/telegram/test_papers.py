"""Papers of replies on Telegram: files after the words, and what could not be sent comes later, without them."""

from bot.messenger import Delivered
from domain.tables.people import Channel
from handlers.conversation.turn import Reply
from tests.bot.telegram.conftest import Run
from tests.bot.telegram.running import Running
from tests.bot.telegram.script import statement
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone


def test_the_files_of_an_answer_follow_its_words(run: Run, platform: BotApiServer, wang: TelegramPhone) -> None:
    run()
    wang.type("statement")
    platform.wait_until(lambda: len(wang.from_bot) == 3)
    assert [(shown.text, shown.document_name) for shown in wang.from_bot] == [
        ("Statement", ""),
        ("", "a.pdf"),
        ("", "b.xlsx"),
    ]
    assert platform.refusals == []


def test_a_notice_brings_its_files(run: Run, wang: TelegramPhone) -> None:
    running = started(run, wang)
    assert isinstance(running.do(running.channel.messenger.push("1001", statement("a.pdf"), "en", None)), Delivered)
    assert [shown.document_name for shown in wang.from_bot[1:]] == ["", "a.pdf"]


def test_a_file_that_does_not_get_through_comes_later_without_the_words(
    run: Run, platform: BotApiServer, wang: TelegramPhone
) -> None:
    running = started(run, wang)
    platform.fail("sendDocument", status=502)
    running.do(running.channel.messenger.push("1001", statement("a.pdf", "b.xlsx"), "en", None))
    (left,) = running.outbox.kept
    assert left == (Channel.TELEGRAM, "1001", Reply(files=statement("a.pdf", "b.xlsx").files), "en")
    assert isinstance(running.do(running.channel.messenger.push("1001", left[2], "en", None)), Delivered)
    assert [shown.text or shown.document_name for shown in wang.from_bot[1:]] == ["Statement", "a.pdf", "b.xlsx"]


def test_a_paper_that_is_not_theirs_any_more_is_left_out(run: Run, wang: TelegramPhone) -> None:
    running = started(run, wang)
    running.do(running.channel.messenger.push("1001", statement("gone"), "en", None))
    assert [shown.text for shown in wang.from_bot[1:]] == ["Statement"]


def started(run: Run, wang: TelegramPhone) -> Running:
    running = run()
    wang.type("hello")
    wang.reply()
    return running
