"""The loopback Bot API server itself: what it accepts, what it refuses, what people see."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from PIL import Image

from tests.servers.bare_bot import Bot
from tests.servers.bot_api import BotApiServer
from tests.servers.bot_api_limits import Clock, Limiter, Limits
from tests.servers.bot_api_phone import NoSuchButtonError, TelegramPhone
from tests.servers.bot_api_screen import Shown

ALICE = 41


@pytest.fixture
def clock() -> Clock:
    return Clock(frozen_at=1000.0)


@pytest.fixture
def server(clock: Clock) -> Iterator[BotApiServer]:
    with BotApiServer(limits=None, clock=clock, upload_limit=200_000, download_limit=100_000) as running:
        yield running


@pytest.fixture
def bot(server: BotApiServer) -> Iterator[Bot]:
    bot = Bot(server)
    with bot.http:
        yield bot


@pytest.fixture
def alice(server: BotApiServer) -> TelegramPhone:
    phone = server.person(id=ALICE, first_name="Alice", language_code="en")
    phone.start()
    return phone


def keyboard(*rows: list[str]) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": f"do:{label}"} for label in row] for row in rows]}


def picture(width: int = 40, height: int = 30, colour: str = "red") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(kept, "PNG")
    return kept.getvalue()


# Who is calling


def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert bot.do("getMe")["username"] == "dinghuo_test_bot"


def test_an_unknown_token_is_unauthorized(server: BotApiServer) -> None:
    answer = httpx2.get(f"{server.base_url}1:nobody/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_an_unknown_method_is_not_found(bot: Bot) -> None:
    assert bot.refused("sendPigeon") == "Not Found: method not found"


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
def test_parameters_may_come_in_any_form(bot: Bot, alice: TelegramPhone, way: str) -> None:
    values = {"chat_id": str(ALICE), "text": f"你好 {way}", "reply_markup": json.dumps(keyboard(["OK"]))}
    match way:
        case "query":
            bot.http.get("SENDMESSAGE", params=values)
        case "form":
            bot.http.post("sendMessage", data=values)
        case "json":
            bot.http.post("sendMessage", json=values)
        case "multipart":
            bot.http.post("sendMessage", data=values, files={"unused": ("a.bin", b"--x\r\n\r\n")})
    assert alice.last.text == f"你好 {way}"
    assert alice.last.labels == ("OK",)


# Writing


def test_a_stranger_cannot_be_written_to(server: BotApiServer, bot: Bot) -> None:
    server.person(id=42, first_name="Silent")
    assert bot.refused("sendMessage", chat_id=42, text="hi") == "Bad Request: chat not found"
    assert bot.refused("sendMessage", chat_id=999, text="hi") == "Bad Request: chat not found"
    assert bot.refused("sendMessage", text="hi") == "Bad Request: chat_id is empty"


def test_text_has_its_limits(bot: Bot, alice: TelegramPhone) -> None:
    assert bot.refused("sendMessage", chat_id=ALICE) == "Bad Request: message text is empty"
    assert bot.refused("sendMessage", chat_id=ALICE, text=" \n") == "Bad Request: text must be non-empty"
    assert bot.refused("sendMessage", chat_id=ALICE, text="字" * 4097) == "Bad Request: message is too long"
    bot.do("sendMessage", chat_id=ALICE, text="字" * 4096)


def test_markup_does_not_count_towards_the_length(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text=f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    assert alice.last.text == "<" * 4096


def test_html_becomes_text_and_entities(bot: Bot, alice: TelegramPhone) -> None:
    text = '<b>🛒 A</b> <a href="https://x.test/?a=1&amp;b=2">link</a> <code>1 &gt; 0</code> &copy; a & b'
    bot.do("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")
    assert alice.last.text == "🛒 A link 1 > 0 &copy; a & b"
    assert alice.last.entities == (
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "text_link", "url": "https://x.test/?a=1&b=2", "offset": 5, "length": 4},
        {"type": "code", "offset": 10, "length": 5},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("价<blink>x</blink>", 'Unsupported start tag "blink" at byte offset 3'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_with_the_place(bot: Bot, alice: TelegramPhone, text: str, words: str) -> None:
    said = bot.refused("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")
    assert said == f"Bad Request: can't parse entities: {words}"


def test_a_reply_needs_the_message_it_answers(bot: Bot, alice: TelegramPhone) -> None:
    asked = alice.type("how much?")
    bot.do("sendMessage", chat_id=ALICE, text="5", reply_parameters={"message_id": asked.message_id})
    assert alice.last.reply_to == asked.message_id
    said = bot.refused("sendMessage", chat_id=ALICE, text="5", reply_parameters={"message_id": 777})
    assert said == "Bad Request: message to be replied not found"


def test_someone_who_blocked_the_bot_hears_nothing(bot: Bot, alice: TelegramPhone) -> None:
    alice.block_bot()
    answer = bot.ask("sendMessage", chat_id=ALICE, text="hi")
    assert (answer["error_code"], answer["description"]) == (403, "Forbidden: bot was blocked by the user")
    alice.start()
    bot.do("sendMessage", chat_id=ALICE, text="welcome back")
    kinds = [
        update["my_chat_member"]["new_chat_member"]["status"] for update in bot.updates() if "my_chat_member" in update
    ]
    assert kinds == ["kicked", "member"]


# Buttons


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard(["x" * 62]), "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "字" * 22}]]}, "BUTTON_DATA_INVALID"),
        (keyboard(*[["a"]] * 101), "reply markup is too long"),
        (keyboard(["a"] * 9), "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "a"}]]}, "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}, "button text must be non-empty"),
        ({"inline_keyboard": [[{"text": "a", "url": "nowhere"}]]}, "Wrong HTTP URL"),
        ({"inline_keyboard": [{"text": "a"}]}, "expected an Array of Arrays"),
        ("{broken", "can't parse reply markup JSON object"),
    ],
)
def test_wrong_keyboards_are_refused(bot: Bot, alice: TelegramPhone, markup: Any, words: str) -> None:
    assert words in bot.refused("sendMessage", chat_id=ALICE, text="hi", reply_markup=markup)


def test_the_largest_keyboard_goes_through(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(*[["a"] * 4] * 25))
    assert len(alice.last.buttons) == 100
    bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["b" * 61]))


def test_a_press_finds_the_newest_message_with_that_button(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="first", reply_markup=keyboard(["🛒 cart", "🏠 menu"]))
    second = bot.do("sendMessage", chat_id=ALICE, text="second", reply_markup=keyboard(["🛒 cart"]))
    alice.press("🛒")
    alice.press("do:🏠")
    pressed = [update["callback_query"] for update in bot.updates() if "callback_query" in update]
    assert [query["data"] for query in pressed] == ["do:🛒 cart", "do:🏠 menu"]
    assert pressed[0]["message"]["message_id"] == second["message_id"]
    assert pressed[0]["from"] == {"id": ALICE, "is_bot": False, "first_name": "Alice", "language_code": "en"}


def test_a_missing_button_names_those_on_the_screen(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["✅ yes", "❌ no"]))
    with pytest.raises(NoSuchButtonError, match=r"✅ yes.*❌ no"):
        alice.press("perhaps")


def test_a_press_is_answered_once_and_in_time(bot: Bot, alice: TelegramPhone, clock: Clock) -> None:
    message = bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["OK"]))
    press = alice.press("OK")
    assert bot.refused("answerCallbackQuery", callback_query_id=press.query_id, text="x" * 201).endswith("TOO_LONG")
    assert bot.server.unanswered == [press]
    bot.do("answerCallbackQuery", callback_query_id=press.query_id, text="done", show_alert=True)
    assert (press.answered, press.answer, press.alert) == (True, "done", True)
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert bot.refused("answerCallbackQuery", callback_query_id=press.query_id) == too_old
    assert bot.refused("answerCallbackQuery", callback_query_id="1") == too_old
    late = alice.press_stale(message["message_id"], "gone")
    clock.advance(16)
    assert bot.refused("answerCallbackQuery", callback_query_id=late.query_id) == too_old


def test_a_press_on_a_deleted_message_carries_only_its_number(bot: Bot, alice: TelegramPhone) -> None:
    message = bot.do("sendMessage", chat_id=ALICE, text="hi", reply_markup=keyboard(["OK"]))
    bot.do("deleteMessage", chat_id=ALICE, message_id=message["message_id"])
    alice.press_stale(message["message_id"], "do:OK")
    assert bot.updates()[-1]["callback_query"]["message"]["date"] == 0


def test_keys_below_the_text_field_send_their_words(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="menu", reply_markup={"keyboard": [["🔍 search", "🛒 cart"]]})
    alice.tap("🛒 cart")
    assert bot.updates()[-1]["message"]["text"] == "🛒 cart"
    bot.do("sendMessage", chat_id=ALICE, text="bye", reply_markup={"remove_keyboard": True})
    with pytest.raises(NoSuchButtonError):
        alice.tap("🛒 cart")


# Editing


def test_an_edit_changes_what_is_on_the_screen(bot: Bot, alice: TelegramPhone) -> None:
    message = bot.do("sendMessage", chat_id=ALICE, text="one", reply_markup=keyboard(["OK"]))
    edit = {"chat_id": ALICE, "message_id": message["message_id"]}
    bot.do("editMessageText", **edit, text="two", reply_markup=keyboard(["next"]))
    assert (alice.last.text, alice.last.labels, alice.last.earlier) == ("two", ("next",), ("one",))
    said = bot.refused("editMessageText", **edit, text=" two ", reply_markup=keyboard(["next"]))
    assert said.startswith("Bad Request: message is not modified: ")
    bot.do("editMessageText", **edit, text="two")
    assert alice.last.labels == ()
    bot.do("editMessageReplyMarkup", **edit, reply_markup=keyboard(["again"]))
    assert "not modified" in bot.refused("editMessageReplyMarkup", **edit, reply_markup=keyboard(["again"]))


def test_what_is_not_there_cannot_be_edited(bot: Bot, alice: TelegramPhone) -> None:
    mine = alice.type("my words")
    assert bot.refused("editMessageText", chat_id=ALICE, message_id=99, text="x").endswith("message to edit not found")
    said = bot.refused("editMessageText", chat_id=ALICE, message_id=mine.message_id, text="x")
    assert said == "Bad Request: message can't be edited"
    assert bot.refused("deleteMessage", chat_id=ALICE, message_id=99) == "Bad Request: message to delete not found"
    sent = bot.do("sendMessage", chat_id=ALICE, text="x")["message_id"]
    bot.do("deleteMessage", chat_id=ALICE, message_id=sent)
    assert bot.refused("editMessageText", chat_id=ALICE, message_id=sent, text="y").endswith("to edit not found")


def test_a_picture_is_edited_by_caption_and_media_a_text_only_by_text(bot: Bot, alice: TelegramPhone) -> None:
    photo = send_picture(bot, caption="old")
    edit = {"chat_id": ALICE, "message_id": photo["message_id"]}
    assert bot.refused("editMessageText", **edit, text="x").endswith("there is no text in the message to edit")
    bot.do("editMessageCaption", **edit, caption="new")
    assert (alice.last.text, alice.last.earlier) == ("new", ("old",))
    other = send_picture(bot, colour="blue")["photo"][-1]["file_id"]
    bot.do("editMessageMedia", **edit, media={"type": "photo", "media": other, "caption": "blue"})
    assert shown(alice, photo).text == "blue"
    assert shown(alice, photo).photo == picture(colour="blue")
    text = bot.do("sendMessage", chat_id=ALICE, text="plain")["message_id"]
    media = {"type": "photo", "media": other}
    assert "no caption" in bot.refused("editMessageCaption", chat_id=ALICE, message_id=text, caption="x")
    assert "no media" in bot.refused("editMessageMedia", chat_id=ALICE, message_id=text, media=media)


# Files


def send_picture(bot: Bot, colour: str = "red", **more: Any) -> dict[str, Any]:
    files = {"photo": ("goods.png", picture(colour=colour), "image/png")}
    answer = bot.http.post("sendPhoto", data={"chat_id": str(ALICE), **more}, files=files).json()
    assert answer["ok"], answer
    result: dict[str, Any] = answer["result"]
    return result


def shown(phone: TelegramPhone, message: dict[str, Any]) -> Shown:
    return next(seen for seen in phone.chat if seen.message_id == message["message_id"])


def test_a_picture_is_uploaded_once_and_sent_again_by_its_id(bot: Bot, alice: TelegramPhone) -> None:
    sizes = send_picture(bot, caption="cola", reply_markup=json.dumps(keyboard(["🛒"])))["photo"]
    assert (sizes[-1]["width"], sizes[-1]["height"]) == (40, 30)
    assert (alice.last.photo, alice.last.text, alice.last.labels) == (picture(), "cola", ("🛒",))
    bot.do("sendPhoto", chat_id=ALICE, photo=sizes[0]["file_id"])
    assert alice.last.photo == picture()


def test_pictures_the_platform_does_not_take(bot: Bot, alice: TelegramPhone) -> None:
    def sent(content: bytes, **more: str) -> str:
        data = {"chat_id": str(ALICE), **more}
        return str(bot.http.post("sendPhoto", data=data, files={"photo": ("a.png", content)}).json()["description"])

    assert sent(b"") == "Bad Request: file must be non-empty"
    assert sent(b"no picture") == "Bad Request: IMAGE_PROCESS_FAILED"
    assert sent(picture(210, 10)) == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    assert sent(picture(), caption="x" * 1025) == "Bad Request: message caption is too long"
    assert sent(b"x" * 200_001) == "Request Entity Too Large"
    assert sent(b"x" * 2_000_000) == "Request Entity Too Large"
    assert "wrong remote file" in bot.refused("sendPhoto", chat_id=ALICE, photo="AgACmadeup")
    assert "no photo in the request" in bot.refused("sendPhoto", chat_id=ALICE)
    assert bot.refused("sendPhoto", chat_id=ALICE, photo="https://example.org/a.png").startswith("Bad Request: wrong")


def test_an_album_has_two_to_ten_pictures(bot: Bot, alice: TelegramPhone) -> None:
    media = [{"type": "photo", "media": "attach://one", "caption": "both"}, {"type": "photo", "media": "attach://two"}]
    files = {"one": ("1.png", picture()), "two": ("2.png", picture(colour="blue"))}
    data = {"chat_id": str(ALICE), "media": json.dumps(media)}
    album = bot.http.post("sendMediaGroup", data=data, files=files).json()["result"]
    assert len({message["media_group_id"] for message in album}) == 1
    assert [seen.photo for seen in alice.from_bot] == [picture(), picture(colour="blue")]
    one = {"type": "photo", "media": album[0]["photo"][-1]["file_id"]}
    assert "2-10" in bot.refused("sendMediaGroup", chat_id=ALICE, media=[one])
    assert "2-10" in bot.refused("sendMediaGroup", chat_id=ALICE, media=[one] * 11)
    bot.do("sendMediaGroup", chat_id=ALICE, media=[one] * 10)


def test_the_bot_fetches_what_a_person_sent(bot: Bot, alice: TelegramPhone) -> None:
    alice.send_photo(picture(), caption="is it this?")
    alice.send_document("订单.csv", b"sku,10")
    alice.send_location(31.2, 121.5)
    photo, document, place = (update["message"] for update in bot.updates()[-3:])
    assert photo["caption"] == "is it this?"
    assert fetched(bot, photo["photo"][-1]["file_id"]) == picture()
    assert document["document"]["file_name"] == "订单.csv"
    assert fetched(bot, document["document"]["file_id"]) == b"sku,10"
    assert place["location"] == {"latitude": 31.2, "longitude": 121.5}


def fetched(bot: Bot, file_id: str) -> bytes:
    path = bot.do("getFile", file_id=file_id)["file_path"]
    encoded = bot.server.token.replace(":", "%3A")
    return httpx2.get(f"{bot.server.base_file_url}{encoded}/{path}").content


def test_a_large_file_cannot_be_fetched(bot: Bot, alice: TelegramPhone) -> None:
    alice.send_document("big.bin", b"x" * 100_001)
    file_id = bot.updates()[-1]["message"]["document"]["file_id"]
    assert bot.refused("getFile", file_id=file_id) == "Bad Request: file is too big"
    assert bot.refused("getFile", file_id="none") == "Bad Request: invalid file_id"
    assert httpx2.get(f"{bot.server.base_file_url}{bot.server.token}/photos/none").status_code == 404


# The bot's own settings


def test_each_language_and_chat_sees_its_own_commands(bot: Bot, alice: TelegramPhone) -> None:
    def listed(*names: str) -> list[dict[str, str]]:
        return [{"command": name, "description": "…"} for name in names]

    bot.do("setMyCommands", commands=listed("start"))
    assert alice.commands == ["start"]
    bot.do("setMyCommands", commands=listed("cart"), language_code="en")
    assert alice.commands == ["cart"]
    bot.do("setMyCommands", commands=listed("orders"), scope={"type": "chat", "chat_id": ALICE})
    assert alice.commands == ["orders"]
    assert bot.do("getMyCommands", language_code="en") == listed("cart")
    bot.do("deleteMyCommands", scope={"type": "chat", "chat_id": ALICE})
    assert alice.commands == ["cart"]


@pytest.mark.parametrize(
    ("name", "description", "words"),
    [
        ("Cart", "x", "BOT_COMMAND_INVALID"),
        ("购物车", "x", "BOT_COMMAND_INVALID"),
        ("my-cart", "x", "BOT_COMMAND_INVALID"),
        ("c" * 33, "x", "BOT_COMMAND_INVALID"),
        ("cart", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("cart", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
def test_bad_commands_are_refused(bot: Bot, name: str, description: str, words: str) -> None:
    said = bot.refused("setMyCommands", commands=[{"command": name, "description": description}])
    assert said == f"Bad Request: {words}"


def test_more_than_a_hundred_commands_or_an_odd_scope_are_refused(bot: Bot) -> None:
    command = {"command": "a", "description": "a"}
    assert bot.refused("setMyCommands", commands=[command] * 101).endswith("BOT_COMMANDS_TOO_MUCH")
    assert "Scope" in bot.refused("setMyCommands", commands=[command], scope={"type": "moon"})
    assert "chat not found" in bot.refused("setMyCommands", commands=[command], scope={"type": "chat", "chat_id": 9})
    assert "language" in bot.refused("setMyCommands", commands=[command], language_code="zh-CN")


def test_the_menu_button_and_typing_are_kept(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("setChatMenuButton", chat_id=ALICE, menu_button={"type": "commands"})
    assert bot.do("getChatMenuButton", chat_id=ALICE) == {"type": "commands"}
    assert bot.do("getChatMenuButton") == {"type": "default"}
    bot.do("sendChatAction", chat_id=ALICE, action="typing")
    assert "action" in bot.refused("sendChatAction", chat_id=ALICE, action="dancing")


# Rate limits


def limited(clock: Clock, pace: float = 0.0) -> BotApiServer:
    return BotApiServer(limits=Limits(), clock=clock, pace=pace)


def test_a_chat_takes_five_at_once_and_then_one_a_second(clock: Clock) -> None:
    with limited(clock) as server, Bot(server).http as http:
        bot = Bot(server)
        for person in (1, 2):
            server.person(id=person, first_name=f"P{person}").start()
        for _ in range(5):
            bot.do("sendMessage", chat_id=1, text="hi")
        answer = http.post("sendMessage", json={"chat_id": 1, "text": "hi"})
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
        assert answer.json()["parameters"] == {"retry_after": 1}
        assert answer.json()["description"] == "Too Many Requests: retry after 1"
        bot.do("sendMessage", chat_id=2, text="the others go on")
        clock.advance(1)
        bot.do("sendMessage", chat_id=1, text="hi")
        assert [call.status for call in server.refusals] == [429]
        bot.http.close()


def test_the_bot_as_a_whole_sends_thirty_a_second(clock: Clock) -> None:
    with limited(clock) as server:
        bot = Bot(server)
        for person in range(1, 32):
            server.person(id=person, first_name=f"P{person}").start()
        for person in range(1, 31):
            bot.do("sendMessage", chat_id=person, text="hi")
        assert bot.refused("sendMessage", chat_id=31, text="hi") == "Too Many Requests: retry after 1"
        clock.advance(1)
        bot.do("sendMessage", chat_id=31, text="hi")
        bot.http.close()


def test_a_person_who_takes_their_time_never_meets_the_limit(clock: Clock) -> None:
    with limited(clock, pace=2.0) as server:
        bot = Bot(server)
        phone = server.person(id=1, first_name="Slow")
        for number in range(20):
            phone.type(str(number))
            bot.do("sendMessage", chat_id=1, text=f"got {number}")
        assert server.refusals == []
        bot.http.close()


def test_an_album_larger_than_the_burst_takes_all_of_it(clock: Clock) -> None:
    limiter = Limiter(Limits(), clock.now)
    assert limiter.wait_for(1, 10) == 0
    assert limiter.wait_for(1, 10) == 5
    clock.advance(4.5)
    assert limiter.wait_for(1, 10) == 1
    clock.advance(0.5)
    assert limiter.wait_for(1, 10) == 0


# The record, faults and waiting


def test_every_call_is_recorded_and_refusals_stand_out(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="hi")
    bot.refused("sendMessage", chat_id=ALICE, text="")
    calls = server.calls_of("sendMessage", chat_id=ALICE)
    assert [(call.status, call.params["text"]) for call in calls] == [(200, "hi"), (400, "")]
    assert [call.description for call in server.refusals] == ["Bad Request: message text is empty"]
    assert server.calls_of("sendMessage", chat_id=7) == []


def test_faults_hit_the_next_calls_and_are_not_the_bots(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    server.fail("sendMessage", status=429, retry_after=7)
    server.fail("sendMessage", times=2)
    assert bot.ask("sendMessage", chat_id=ALICE, text="a")["parameters"] == {"retry_after": 7}
    assert [bot.ask("sendMessage", chat_id=ALICE, text="a")["error_code"] for _ in range(2)] == [500, 500]
    bot.do("sendMessage", chat_id=ALICE, text="b")
    assert [seen.text for seen in alice.from_bot] == ["b"]
    assert server.refusals == []


def test_a_lost_answer_leaves_the_message_in_place(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    server.drop("sendMessage", after_doing=True)
    with pytest.raises(httpx2.TransportError):
        bot.ask("sendMessage", chat_id=ALICE, text="sent all the same")
    assert alice.last.text == "sent all the same"
    server.drop("*")
    with pytest.raises(httpx2.TransportError):
        bot.ask("sendMessage", chat_id=ALICE, text="never")
    assert len(alice.from_bot) == 1


def test_a_hanging_server_lets_go_when_it_stops(clock: Clock) -> None:
    server = BotApiServer(limits=None, clock=clock).start()
    server.hang("getMe", seconds=60)
    with ThreadPoolExecutor(1) as pool, httpx2.Client(timeout=30) as http:
        asked = pool.submit(http.get, f"{server.base_url}{server.token}/getMe")
        server.wait_until(lambda: bool(server.calls_of("getMe")))
        server.stop()
        assert isinstance(asked.exception(), httpx2.TransportError)


def test_waiting_in_vain_says_what_was_seen(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="something else")
    with pytest.raises(AssertionError, match=r"(?s)never saw 'cola'.*sendMessage.*something else"):
        alice.wait_for("cola", timeout=0.01)


def test_a_phone_waits_for_what_comes_after_its_own_act(bot: Bot, alice: TelegramPhone) -> None:
    bot.do("sendMessage", chat_id=ALICE, text="before", reply_markup=keyboard(["OK"]))
    press = alice.press("OK")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(bot.do, "editMessageText", chat_id=ALICE, message_id=press.message_id, text="after")
        assert alice.reply().text == "after"


def test_five_hundred_calls_a_second_are_no_trouble(server: BotApiServer, bot: Bot, alice: TelegramPhone) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: bot.ask("sendMessage", chat_id=ALICE, text=str(n)), range(400)))
    assert all(answer["ok"] for answer in answers)
    assert len({answer["result"]["message_id"] for answer in answers}) == 400
