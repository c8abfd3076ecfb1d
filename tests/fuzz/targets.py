"""What strangers' bytes reach first, each as a function of any bytes that may only fail the way it says."""

import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha1
from typing import Any

from pydantic import SecretStr
from wechatpy.crypto import WeChatCrypto

from bot.settings import Settings
from bot.wechat.envelope import Envelope, RefusedError
from bot.wechat.read import MalformedError, read
from domain.order_text.reader import LONGEST, OrderReader
from domain.order_text.result import AskedLine, Line, OrderSoFar, TakenLine
from handlers.conversation import callback_data, typed_choices
from handlers.conversation.callback_data import Callback, StaleButton, data_of
from handlers.conversation.dispatch import read_amount, read_id, read_number
from handlers.conversation.sanitise import sanitised
from handlers.conversation.turn import BUTTON_BYTES
from handlers.conversation.typed_choices import Choice
from handlers.conversation.verbs import Verb
from tests.domain.sample_goods import INDEX

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TOKEN, APP_ID, KEY = "spamtest", "wx2c2769f8efd9abc2", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ENVELOPE = Envelope(
    Settings(
        _env_file=None,
        wechat_app_id=APP_ID,
        wechat_token=SecretStr(TOKEN),
        wechat_aes_key=SecretStr(KEY),
        wechat_plain_mode=True,
    )
)
READER = OrderReader(INDEX)
HELD = OrderSoFar(quantities={1: Decimal(24), 9: Decimal("2.5")})


def wechat(data: bytes) -> None:
    """A body from anybody, then the same as if WeChat had signed it, then as if it had sealed it."""
    for body, query in ((data, {}), (data, _signed("signature")), _sealed(data)):
        try:
            opened = ENVELOPE.open({**_times(), **query}, body, NOW)
            letter = read(opened.xml)
        except (RefusedError, MalformedError):
            continue
        if letter.incoming is not None:
            heard = sanitised(letter.incoming)
            assert len(heard.key) <= 200
            heard.key.encode(), heard.identity.encode()


def _times() -> dict[str, str]:
    return {"timestamp": str(int(NOW.timestamp())), "nonce": "1"}


def _signed(name: str, *more: str) -> dict[str, str]:
    facts = sorted([TOKEN, *_times().values(), *more])
    return {name: sha1("".join(facts).encode(errors="replace")).hexdigest()}


def _sealed(data: bytes) -> tuple[bytes, Mapping[str, str]]:
    crypto: Any = WeChatCrypto(TOKEN, KEY, APP_ID)
    xml = crypto.encrypt_message(data.decode(errors="ignore"), "1", _times()["timestamp"])
    text = xml.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
    return xml.encode(), _signed("msg_signature", text)


def button(data: bytes) -> None:
    """Data of a button that somebody made up, and words that may name one; ours come back as they were."""
    text = data.decode(errors="ignore")
    with suppress(StaleButton):
        _looked_into(callback_data.read(text))
    shown: list[Choice] = [
        [1, "可乐", "看可乐", "sku:1"],
        [0, typed_choices.plain(text), typed_choices.plain(text), "cart"],
    ]
    for numbers in (True, False):
        found = typed_choices.chosen(text, shown, numbers=numbers)
        named = found.data if found else None
        assert named is None or callback_data.is_ours(named)
    typed_choices.begins_with_number(text)
    for known in (typed_choices.command(text), typed_choices.more(text, 1)):
        assert known is None or len(known.encode()) <= BUTTON_BYTES
    _comes_back(data)


def _looked_into(pressed: Callback) -> None:
    for text in (*pressed.args, ""):
        for look in (read_id, read_number, read_amount):
            try:
                found = look(text)
            except ValueError:
                continue
            assert not isinstance(found, int) or 0 <= found < 1 << 63
            assert not isinstance(found, Decimal) or (found.is_finite() and data_of(pressed.verb, found))


def _comes_back(data: bytes) -> None:
    """Ids and amounts of ours are read as they were written."""
    if len(data) < struct.calcsize("<QqB"):
        return
    number, amount, places = struct.unpack_from("<QqB", data)
    row, money = number >> 1, Decimal(amount % (9 * 10**14)).scaleb(-(places % 5))
    again = callback_data.read(data_of(Verb.SET_PRICE, row, money))
    assert (read_id if row > 999_999 else read_number)(again.args[0]) == row
    assert read_amount(again.args[1]) == money


def order(data: bytes) -> None:
    """An order in anybody's words: whatever is taken is a quantity that can be ordered, of goods there are."""
    text = data.decode(errors="ignore")[: LONGEST + 100]
    READER.refers_back(text)
    for line in (*READER.read(text).lines, *READER.read(text, HELD).lines):
        _is_sound(line)


def _is_sound(line: Line) -> None:
    if isinstance(line, TakenLine):
        assert line.sku_id in INDEX.entries
        assert line.quantity.is_finite()
        assert line.count.is_finite()
    if isinstance(line, AskedLine):
        assert set(line.options) <= set(INDEX.entries)
        assert line.count is None or line.count.is_finite()


TARGETS: Mapping[str, Callable[[bytes], None]] = {"wechat": wechat, "press": button, "order": order}
