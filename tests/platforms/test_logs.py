"""A day with every secret in use, every library at its most talkative, and things going wrong: no line holds one."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.settings import Settings
from storage.engine import Database
from tests.platforms.conftest import Serve, telegram_hand
from tests.platforms.hands import Hand, WeChatHand
from tests.platforms.secrets_kept import assert_no_secret_in, secrets_of
from tests.platforms.serving import configuration
from tests.platforms.shop import Shop
from tests.platforms.story import played, steps
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.wechat.wechat_api import WeChatServer
from tests.written import writing_logs

#: What libraries write at this level is the worst that an operator could choose to see.
TALKATIVE = ("aiohttp", "telegram", "urllib3", "requests", "sqlalchemy.engine", "uvicorn", "asyncio")


@pytest.fixture
def given(shop: Shop, telegram: BotApiServer, wechat: WeChatServer) -> Settings:
    return Settings(_env_file=None, **configuration(shop, telegram, wechat, port=0, webhook=True))  # type: ignore[arg-type]


@pytest.fixture
def written(given: Settings) -> Iterator[io.StringIO]:
    """Logs as a process writes them."""
    with writing_logs(given) as written:
        yield written
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET)


def talk() -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)


def things_go_wrong(telegram: BotApiServer, wechat: WeChatServer) -> None:
    telegram.fail("*", status=502, times=2)
    telegram.drop("*", times=1)
    wechat.revoke_tokens()


def test_nothing_secret_is_ever_written(
    telegram: BotApiServer,
    wechat: WeChatServer,
    serve_inside: Serve,
    shop: Shop,
    written: io.StringIO,
) -> None:
    serve_inside(telegram, wechat, webhook=True)
    talk()
    people: dict[str, Hand] = {who: telegram_hand(telegram, who) for who in ("salesperson", "warehouse")}
    people["dealer"] = WeChatHand(wechat, wechat.person())
    for number in played(people, steps(shop)):
        if number in (3, 9, 11):  # somebody on Telegram acts next, and is answered again at once
            things_go_wrong(telegram, wechat)
    people["salesperson"].says("菜单", "小王")
    the_talk_is_spoilt(shop)
    people["dealer"].says("购物车", "编号")
    for library in ("sqlalchemy.engine", "urllib3", "message failed", "Traceback"):
        assert library in written.getvalue()
    assert_no_secret_in(written.getvalue(), secrets_of(shop, telegram, wechat))


def the_talk_is_spoilt(shop: Shop) -> None:
    """What was answered cannot be read any more, so every further message fails."""
    database = Database(shop.url)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE delivery SET answer = '{}'"))
    database.close()
