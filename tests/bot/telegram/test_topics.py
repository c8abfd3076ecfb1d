"""Topics in a private chat: whoever writes in one is answered there, and what comes later comes there."""

from bot.messenger import Delivered
from tests.bot.telegram.running import Running
from tests.bot.telegram.script import Script, card
from tests.servers.telegram.bot_api_phone import TelegramPhone


def test_an_answer_comes_in_the_topic_of_the_question(running: Running, wang: TelegramPhone, script: Script) -> None:
    topic = wang.open_topic()
    wang.type("hello", topic)
    assert wang.reply().topic == topic
    wang.type("hello again")
    assert wang.reply().topic == 0
    assert [incoming.topic for incoming in script.asked] == [str(topic), ""]


def test_a_press_is_answered_in_the_topic_of_its_message(running: Running, wang: TelegramPhone) -> None:
    topic = wang.open_topic()
    wang.type("menu", topic)
    wang.reply()
    wang.press("photo")
    assert wang.reply().topic == topic


def test_news_comes_in_the_topic(running: Running, wang: TelegramPhone) -> None:
    topic = wang.open_topic()
    wang.type("hello", topic)
    wang.reply()
    running.do(running.channel.messenger.push("1001", card("waits"), "en", None, str(topic)))
    assert (wang.last.text, wang.last.topic) == ("Order\n\nwaits", topic)


def test_news_for_a_topic_that_was_deleted_comes_all_the_same(running: Running, wang: TelegramPhone) -> None:
    topic = wang.open_topic()
    wang.type("hello", topic)
    wang.reply()
    wang.delete_topic(topic)
    outcome = running.do(running.channel.messenger.push("1001", card("waits"), "en", None, str(topic)))
    assert isinstance(outcome, Delivered)
    assert (wang.last.text, wang.last.topic) == ("Order\n\nwaits", 0)
