"""Three processes on one PostgreSQL, whoever of them is asked: one house, one order, one pace, and always a leader."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.grounds import Kind, PostgresGround
from tests.nursery import Nursery
from tests.platforms.fleet import LEADS_NO_LONGER, Fleet, opened, status_of, until
from tests.platforms.hands import Hand
from tests.platforms.heard import SETTLED_SECONDS, Chats, assert_heard_once, chats, settled
from tests.platforms.shop import Facts, Shop, fresh_shop
from tests.platforms.story import assert_all_is_well, play, played, steps
from tests.postgres import NoPostgresError, PostgresServer, address
from tests.postgres import new_server as new_postgres
from tests.servers.telegram.bot_api import BotApiServer
from tests.servers.telegram.bot_api_phone import TelegramPhone
from tests.servers.wechat.wechat_api import WeChatServer

TAKEN_OVER_SECONDS = 5.0
#: A process that stands still is noticed by its silence; then somebody else has to look.
MISSED_SECONDS = 12.0
SUBMIT = 8
CROWD, HASTY = 14, 8

Open = Callable[..., Fleet]


@pytest.fixture
def kind() -> Kind:
    """On SQLite there is one process."""
    return Kind.POSTGRESQL


@pytest.fixture
def open_fleet(shop: Shop, nursery: Nursery, tmp_path: Path) -> Iterator[Open]:
    """Opens the house in several processes at once."""
    with ExitStack() as stack:

        def open_one(
            count: int,
            telegram: BotApiServer | None = None,
            wechat: WeChatServer | None = None,
            shop: Shop = shop,
            **more: str,
        ) -> Fleet:
            folders = [tmp_path / f"process-{number}" for number in range(count)]
            return stack.enter_context(opened(shop, folders, nursery, telegram, wechat, **more))

        yield open_one


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """One that may be stopped without harm to other tests."""
    try:
        server = new_postgres()
    except NoPostgresError as missing:
        pytest.skip(f"not tried on PostgreSQL: {missing}")
    yield server
    server.remove()


def test_a_story_told_to_three_processes_in_turn_is_one_story(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    open_fleet: Open,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
) -> None:
    fleet = open_fleet(3, telegram)
    play(on_telegram, steps(shop))
    telegram.wait_until(lambda: telegram.all_delivered and not telegram.unanswered)
    facts = settled(shop)
    assert_all_is_well(facts)
    assert facts == undisturbed[0]
    assert chats(on_telegram) == undisturbed[1]
    assert telegram.refusals == []
    assert len(fleet.others) == 2


def test_copies_of_a_message_at_several_processes_do_nothing_twice(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    open_fleet: Open,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
) -> None:
    open_fleet(3, telegram)
    telegram.repeat_updates(3, parallel=True)
    play(on_telegram, steps(shop))
    telegram.wait_until(lambda: telegram.all_delivered and not telegram.unanswered)
    facts = settled(shop)
    assert_all_is_well(facts)
    assert facts == undisturbed[0]
    notices = {words: count for each in undisturbed[1].values() for words, count in each.items() if "🔔" in words}
    heard = chats(on_telegram)
    assert {words: heard["salesperson"][words] for words in notices} == notices


def test_the_leader_is_killed_and_the_next_notice_comes_within_five_seconds(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    open_fleet: Open,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
) -> None:
    fleet, story = open_fleet(3, telegram), steps(shop)
    killed = 0.0
    for act in played(on_telegram, story):
        if act == SUBMIT:
            fleet.lose(fleet.leader)
            killed = time.monotonic()
        if act == SUBMIT + 1:
            assert time.monotonic() - killed < TAKEN_OVER_SECONDS
    assert_all_is_well(settled(shop))
    assert_heard_once(chats(on_telegram), undisturbed[1])
    assert len(fleet.others) == 1


def test_a_leader_that_stands_still_is_replaced_and_leads_no_more_when_it_wakes(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    open_fleet: Open,
    shop: Shop,
    undisturbed: tuple[Facts, Chats],
) -> None:
    fleet, story = open_fleet(2, telegram), steps(shop)
    frozen, began = fleet.leader, 0.0
    for act in played(on_telegram, story):
        if act == SUBMIT:
            telegram.wait_until(lambda: telegram.all_delivered)  # else the chat waits for the one that stands still
            fleet.pause(frozen)
            began = time.monotonic()
        if act == SUBMIT + 1:
            assert time.monotonic() - began < MISSED_SECONDS
            fleet.resume(frozen)
            until(lambda: LEADS_NO_LONGER in frozen.logs, "it still believes that it leads")
    assert_all_is_well(settled(shop))
    assert chats(on_telegram) == undisturbed[1]
    assert fleet.leader is not frozen


@pytest.mark.long
def test_the_database_is_started_anew_under_their_feet(
    telegram: BotApiServer,
    on_telegram: dict[str, Hand],
    own_server: PostgresServer,
    open_fleet: Open,
    undisturbed: tuple[Facts, Chats],
) -> None:
    with closing(PostgresGround(own_server.url, "anew_")) as ground, fresh_shop(ground) as shop:
        ground.close()
        fleet, story = open_fleet(2, telegram, shop=shop), steps(shop)
        restarts = []
        for act in played(on_telegram, story):
            if act in {SUBMIT, SUBMIT + 4}:
                restarts.append(threading.Thread(target=restart, args=[own_server]))
                restarts[-1].start()
        for each in restarts:
            each.join()
        assert_all_is_well(settled(shop))
        assert_heard_once(chats(on_telegram), undisturbed[1])
        assert fleet.leader in fleet.servers


def test_a_process_told_to_stop_says_so_first_and_nobody_notices(
    telegram: BotApiServer, open_fleet: Open, shop: Shop
) -> None:
    fleet = open_fleet(2, telegram, drain_seconds="3")
    leaving, crowd = fleet.leader, crowd_of(telegram, 12)
    for phone in crowd:
        phone.type("第一句")
    stopping = threading.Thread(target=leaving.stop)
    stopping.start()
    until(lambda: status_of(leaving, "/readyz") == 503, "it does not say that it leaves")
    assert status_of(leaving, "/healthz") == 200
    for phone in crowd:
        phone.type("第二句")
    stopping.join()
    fleet.forget(leaving)
    for phone in crowd:
        phone.type("第三句")
    telegram.wait_until(lambda: all(len(phone.from_bot) == 3 for phone in crowd), SETTLED_SECONDS)
    assert [delivery for delivery in telegram.deliveries if delivery.status != 200] == []
    assert fleet.leader is not leaving
    assert LEADS_NO_LONGER in leaving.logs


@pytest.mark.long
def test_three_processes_together_speak_no_faster_than_one_bot_may(open_fleet: Open) -> None:
    """Judged by the earliest moment each message may arrive: a busy machine only makes it later.

    Telegram would count what arrives within a second, and a machine that pauses lets two seconds arrive in one.
    """
    pace, burst = 5.0, 4
    with BotApiServer(limits=None) as telegram:
        fleet = open_fleet(3, telegram, telegram_messages_per_second=f"{pace}", telegram_chat_burst=f"{burst}")
        hasty, *rest = crowd_of(telegram, CROWD)
        began = telegram.clock.now()
        for _ in range(HASTY):
            hasty.type("喂")
        telegram.wait_until(lambda: len(hasty.from_bot) == HASTY, SETTLED_SECONDS)
        in_chat = [call.at - began for call in telegram.calls_of("sendMessage")]
        assert [at for place, at in enumerate(in_chat) if place > burst + at] == []
        began = telegram.clock.now()
        for phone in rest:
            phone.type("你好")
        telegram.wait_until(lambda: all(phone.from_bot for phone in rest), SETTLED_SECONDS)
        in_all = [call.at - began for call in telegram.calls_of("sendMessage")[HASTY:]]
        assert [at for place, at in enumerate(in_all) if place > pace * at] == []
        assert not any("could not be shared" in server.logs for server in fleet.servers)


def test_what_one_process_learns_about_the_goods_the_others_find(
    telegram: BotApiServer, on_telegram: dict[str, Hand], open_fleet: Open, shop: Shop, tmp_path: Path
) -> None:
    fleet = open_fleet(2, telegram)
    one, other = fleet.servers
    dealer = on_telegram["dealer"]
    dealer.comes_in(shop.codes["dealer"], "老李")
    for server in (one, other):
        fleet.balancer.ports = [server.port]
        dealer.says("峰泡可乐", "峰泡可乐")
    sheet = tmp_path / "goods.csv"
    sheet.write_text("sku,name,unit,price\nYC1,月潮山楂汁,瓶,3.50\n", "utf-8")
    assert one.command("import", "products", str(sheet)).returncode == 0
    for server in (one, other):
        fleet.balancer.ports = [server.port]
        dealer.says("月潮山楂汁", "月潮山楂汁", "3.5")


def test_a_message_that_wechat_brings_again_to_another_process_waits_for_the_first(
    wechat: WeChatServer, on_wechat: dict[str, Hand], open_fleet: Open, shop: Shop
) -> None:
    fleet = open_fleet(2, wechat=wechat)
    dealer = on_wechat["dealer"]
    dealer.comes_in(shop.codes["dealer"], "老李")
    wechat.courier.budget_seconds, wechat.courier.tries = 2.0, 5
    with psycopg.connect(address(make_url(shop.url))) as somebody:
        somebody.execute("SELECT id FROM identity FOR UPDATE")  # as long as this lasts, nobody is answered

        def both_wait() -> None:
            until(lambda: fleet.waiting_for_locks >= 2, "only one process is at work on it")
            somebody.rollback()

        releasing = threading.Thread(target=both_wait)
        releasing.start()
        dealer.says("峰泡可乐 330 10箱", "峰泡可乐", "10箱")
        releasing.join()
    assert len(wechat.deliveries[-1].attempts) > 1
    facts = shop.facts()
    assert facts["in carts"] == [("KL330", 240_000)]
    assert facts.findings == []


def restart(server: PostgresServer) -> None:
    server.stop()
    server.start()


def crowd_of(telegram: BotApiServer, count: int) -> list[TelegramPhone]:
    """People whom nobody has invited; they are answered all the same."""
    return [telegram.person(id=5000 + number, first_name=f"P{number}") for number in range(count)]
