"""Pictures, albums and files on the loopback Bot API server."""

from __future__ import annotations

import json

import httpx2

from tests.servers.telegram.bare_bot import ALICE, Bot, keyboard, picture, send_picture
from tests.servers.telegram.bot_api_phone import TelegramPhone


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
