"""An operator backs a working house up, loses a day, and puts it back."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.engine import Database
from tests.grounds import Ground
from tests.nursery import Nursery
from tests.platforms.conftest import Serve
from tests.platforms.hands import Hand
from tests.platforms.heard import settled
from tests.platforms.shop import Shop, furnish_shop
from tests.platforms.story import assert_all_is_well, play, steps
from tests.servers.telegram.bot_api import BotApiServer

#: The dealer has submitted, nobody has decided.
SUBMITTED = 9


@pytest.fixture
def shop(ground: Ground) -> Iterator[Shop]:
    """In a database that holds nothing else, so that a copy of it can take its place."""
    with ground.plan("bare", lambda _: None).copy() as url, closing(Database(url)) as database:
        shop = furnish_shop(database)
        database.close()  # a restore wants to be alone
        yield shop


def test_a_house_is_backed_up_while_it_works_and_put_back(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    serve_process: Serve,
    nursery: Nursery,
    shop: Shop,
    tmp_path: Path,
) -> None:
    server = serve_process(telegram, webhook=True, nursery=nursery)
    story, copy = steps(shop), str(tmp_path / "copy.sqlite")
    play(on_telegram, story[:SUBMITTED])
    before = settled(shop)
    taken = server.command("backup", copy)
    assert (taken.returncode, taken.stderr) == (0, "")
    play(on_telegram, story[SUBMITTED:])
    assert_all_is_well(settled(shop))
    assert "is not empty" in server.command("restore", copy).stderr
    assert re.search("stop (every )?dinghuo serve", server.command("restore", copy, "--force").stderr)
    server.stop()
    done = server.command("restore", copy, "--force")
    assert done.returncode == 0, done.stderr
    assert f"restored from {copy}" in done.stdout
    assert "is kept as" in done.stdout
    assert shop.facts() == before
    server.start()
    server.wait_until_ready()
    on_telegram["salesperson"].says("菜单", "小王，您好")
    on_telegram["dealer"].says("我的货到哪了", "待审核")
