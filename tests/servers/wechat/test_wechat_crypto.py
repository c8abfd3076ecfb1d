"""The sealing, against the vectors that Tencent publishes."""

import pytest

from tests.servers.wechat.wechat_crypto import Seal, SealError, signature

TOKEN = "spamtest"
SEAL = Seal(encoding_aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", app_id="wx2c2769f8efd9abc2")
TIMESTAMP = "1409735669"
NONCE = "1320562132"
ENCRYPTED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXp"
    "bUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlp"
    "Kn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD"
    "1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
PLAIN = (
    "<xml><ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>\n"
    "<FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName>\n"
    "<CreateTime>1409735668</CreateTime>\n"
    "<MsgType><![CDATA[text]]></MsgType>\n"
    "<Content><![CDATA[abcdteT]]></Content>\n"
    "<MsgId>6054768590064713728</MsgId>\n"
    "</xml>"
)


def test_the_published_signatures_come_out() -> None:
    assert signature(TOKEN, TIMESTAMP, NONCE) == "16120ec1b8dbb870f510d87ce6bc2463eae6ca1a"
    assert signature(TOKEN, TIMESTAMP, NONCE, ENCRYPTED) == "5d197aaffba7e9b25a30732f161a50dee96bd5fa"


def test_the_published_message_opens() -> None:
    assert SEAL.open(ENCRYPTED) == PLAIN


@pytest.mark.parametrize("text", ["", "可乐 10箱", "x" * 31, "x" * 32, "x" * 33, PLAIN * 20])
def test_what_is_closed_opens_again(text: str) -> None:
    assert SEAL.open(SEAL.close(text)) == text


def test_two_closings_of_one_text_differ() -> None:
    assert SEAL.close("可乐") != SEAL.close("可乐")


@pytest.mark.parametrize("sealed", ["", "可乐", "AAAA", ENCRYPTED[:-4], ENCRYPTED[64:], "A" * 64])
def test_what_nobody_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(SealError):
        SEAL.open(sealed)


def test_a_text_sealed_for_another_account_does_not_open() -> None:
    stranger = Seal(encoding_aes_key=SEAL.encoding_aes_key, app_id="wx0000000000000000")
    with pytest.raises(SealError, match="another app id"):
        SEAL.open(stranger.close("可乐"))
