"""One id leads through the log: from a message to its turn, its reply, the notices it left, and its apology."""

import json
import re
from typing import Any

from sqlalchemy import text

from storage.engine import Database
from tests.nursery import Nursery
from tests.platforms.conftest import Serve, telegram_hand
from tests.platforms.hands import Hand, WeChatHand
from tests.platforms.heard import settled
from tests.platforms.shop import Shop
from tests.platforms.story import play, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer

Line = dict[str, Any]
#: A question that lost what it was about: whoever answers it meets a fault of ours.
SPOIL = """UPDATE delivery SET question = '{"kind": "quantity", "facts": {}}'"""


def lines(log: str) -> list[Line]:
    """Every line is JSON, the libraries' too."""
    return [json.loads(line) for line in log.splitlines()]


def events(log: list[Line], name: str, **facts: object) -> list[Line]:
    return [line for line in log if line["event"] == name and facts.items() <= line.items()]


def test_a_turn_its_reply_and_its_notices_bear_one_id(
    telegram: BotApiServer, wechat: WeChatServer, serve_process: Serve, nursery: Nursery, shop: Shop
) -> None:
    server = serve_process(telegram, wechat, nursery=nursery)
    people: dict[str, Hand] = {who: telegram_hand(telegram, who) for who in ("salesperson", "warehouse")}
    play({**people, "dealer": WeChatHand(wechat, wechat.person())}, steps(shop))
    settled(shop)
    server.stop()
    log = lines(server.logs)
    turns = {line["trace"]: line for line in events(log, "turn ended")}
    assert len(turns) == len(events(log, "turn ended"))
    replies = events(log, "reply sent") + events(log, "reply given")
    assert {line["trace"] for line in replies} == turns.keys()
    notices = events(log, "notice tried")
    assert {line["trace"] for line in notices} <= turns.keys()
    (told,) = events(log, "notice tried", kind="order_waiting")
    assert (told["channel"], told["outcome"], turns[told["trace"]]["channel"]) == ("telegram", "delivered", "wechat")


def test_the_id_in_an_apology_finds_the_fault(
    telegram: BotApiServer, serve_process: Serve, nursery: Nursery, shop: Shop
) -> None:
    server = serve_process(telegram, webhook=True, nursery=nursery)
    dealer = telegram_hand(telegram, "dealer")
    dealer.comes_in(shop.codes["dealer"], "老李")
    database = Database(shop.url)
    with database.transaction() as session:
        session.connection().execute(text(SPOIL))
    database.close()
    dealer.says("5", "抱歉")
    found = re.search(r"编号 ([0-9a-f]{8}) ", dealer.messages[-1])
    assert found
    server.stop()
    log = [line for line in lines(server.logs) if line.get("trace") == found[1]]
    assert "KeyError" in events(log, "message failed")[0]["exception"]
    assert events(log, "turn ended", outcome="failed", channel="telegram")
    assert events(log, "reply sent", to="1001")
