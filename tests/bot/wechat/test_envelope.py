"""Tencent's published vectors: the day the library or its ciphers change, this says so."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.wechat.envelope import Envelope, RefusedError
from bot.wechat.read import read
from domain.tables.people import Channel
from handlers.conversation.turn import Incoming, Typed
from storage.wechat_quota import Contact

SENT = datetime.fromtimestamp(1409735669, UTC)
QUERY = {
    "timestamp": "1409735669",
    "nonce": "1320562132",
    "signature": "16120ec1b8dbb870f510d87ce6bc2463eae6ca1a",
    "msg_signature": "5d197aaffba7e9b25a30732f161a50dee96bd5fa",
}
SEALED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9"
    "FrXpbUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3y"
    "t+WGzjlpKn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v"
    "6h0EIBYYI1BD1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
BODY = (
    f"<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName><Encrypt><![CDATA[{SEALED}]]></Encrypt></xml>".encode()
)


@pytest.fixture
def envelope() -> Envelope:
    return Envelope(
        Settings(
            _env_file=None,
            wechat_app_id="wx2c2769f8efd9abc2",
            wechat_token=SecretStr("spamtest"),
            wechat_aes_key=SecretStr("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"),
        )
    )


def test_the_published_message_opens_and_reads(envelope: Envelope) -> None:
    letter = read(envelope.open(QUERY, BODY, SENT).xml)
    sender = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
    assert (letter.sender, letter.account, letter.contact) == (sender, "gh_10f6c3c3ac5a", Contact.WROTE)
    assert letter.incoming == Incoming(
        channel=Channel.WECHAT, identity=sender, key="6054768590064713728", body=Typed(text="abcdteT")
    )


def test_the_published_signature_verifies(envelope: Envelope) -> None:
    assert envelope.verify({**QUERY, "echostr": "42"}, SENT) == "42"


def test_what_we_close_we_can_open(envelope: Envelope) -> None:
    opened = envelope.open(QUERY, BODY, SENT)
    closed = envelope.seal("<xml><a>可乐</a></xml>", opened, SENT)
    assert "可乐" not in closed
    assert "<TimeStamp>1409735669</TimeStamp>" in closed


@pytest.mark.parametrize(
    "changed",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": ""},
        {"msg_signature": "签名"},
        {"nonce": "1"},
        {"timestamp": "1409735670"},
        {"timestamp": "９"},
        {"timestamp": "1e9"},
        {"timestamp": "-1409735669"},
        {"timestamp": ""},
    ],
)
def test_a_changed_query_is_refused(envelope: Envelope, changed: Mapping[str, str]) -> None:
    with pytest.raises(RefusedError):
        envelope.open({**QUERY, **changed}, BODY, SENT)


@pytest.mark.parametrize(("seconds", "is_opened"), [(300, True), (301, False), (-300, True), (-301, False)])
def test_a_delivery_is_good_for_five_minutes(envelope: Envelope, seconds: int, is_opened: bool) -> None:  # noqa: FBT001
    now = SENT + timedelta(seconds=seconds)
    if is_opened:
        assert envelope.open(QUERY, BODY, now).xml
    else:
        with pytest.raises(RefusedError, match="timestamp"):
            envelope.open(QUERY, BODY, now)
