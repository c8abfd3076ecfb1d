"""Parcels that are followed by kuaidi100: subscribed, called back, asked where nobody calls, told in few steps."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlmodel import select

from bot.carriers.follower import CarrierFollower
from bot.carriers.kuaidi100 import PATH, Kuaidi100
from bot.carriers.routes import carrier_router
from bot.settings import Settings
from domain import scheduled
from domain.checks import check_all
from domain.rules.order_life import OrderStatus
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order
from domain.tables.shipments import FollowedNumber, TrackingEvent
from tests.orders import approve, current, place, ship
from tests.servers.carriers.kuaidi100_server import CUSTOMER, KEY, Happened, Kuaidi100Server
from tests.servers.wire import HttpServer, Request, Response
from tests.world import World

NUMBER = "YT1234567890123"
#: Monday at eleven in the shop's zone, which is China's.
NOON = datetime(2026, 11, 23, 11)  # noqa: DTZ001 - as the service writes it
PICKED = Happened(at=NOON, code="103", words="快件已揽收", area="上海")
MOVING = Happened(at=NOON + timedelta(hours=3), code="1002", words="已发往杭州转运中心", area="上海")
OUT = Happened(at=NOON + timedelta(hours=20), code="5", words="快递员正在派件", area="杭州")
THERE = Happened(at=NOON + timedelta(hours=22), code="301", words="本人签收", area="杭州")


@pytest.fixture
def service() -> Iterator[Kuaidi100Server]:
    server = Kuaidi100Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def our_address(world: World, service: Kuaidi100Server) -> Iterator[str]:
    app = FastAPI()
    app.include_router(carrier_router(kuaidi(world, service), world.database, world.supplier, world.clock))
    with TestClient(app) as client:

        def passed_on(request: Request) -> Response:
            given = client.request(
                request.method,
                request.path,
                content=request.body,
                headers={"content-type": request.headers["content-type"]},
            )
            return Response(status=given.status_code, body=given.content)

        server = HttpServer(passed_on, max_body=1 << 20)
        server.start()
        yield f"http://127.0.0.1:{server.port}"
        server.stop()


def kuaidi(world: World, service: Kuaidi100Server, address: str = "", **other: object) -> Kuaidi100:
    given = {"kuaidi100_customer": CUSTOMER, "kuaidi100_key": SecretStr(KEY), "kuaidi100_api_url": service.url} | other
    settings = Settings(_env_file=None, public_url=address, **given)  # type: ignore[arg-type]
    return Kuaidi100(settings, world.supplier.secret)


def follow(world: World, service: Kuaidi100Server, address: str = "", **other: object) -> int:
    return CarrierFollower(world.database, world.supplier, kuaidi(world, service, address, **other), world.clock).run()


def sent(world: World, number: str = NUMBER, carrier: str = "yto") -> Order:
    order = place(world, {"KL330": 48})
    approve(world, order)
    ship(world, order, carrier=carrier, number=number)
    world.deliver()
    return order


def told(world: World) -> None:
    with world.database.transaction() as session:
        scheduled.tell_of_parcels(world.actor(session))
    world.deliver()


def kinds(world: World) -> list[str]:
    with world.session() as session:
        return [each.kind for each in session.exec(select(TrackingEvent).order_by(TrackingEvent.at))]  # type: ignore[arg-type]


def test_a_parcel_is_told_from_its_carrier_to_the_door(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    order = sent(world)
    assert follow(world, service, our_address) == 1
    assert follow(world, service, our_address) == 0, "it tells us by itself from now on"
    assert service.followed[NUMBER].callback == our_address + PATH
    assert service.call_back(NUMBER, [PICKED]) == (200, {"result": True, "returnCode": "200", "message": "ok"})
    told(world)
    world.dealer.hears(order.number, "快递已揽收 上海", "快件已揽收")
    heard = len(world.dealer.heard)
    service.call_back(NUMBER, [MOVING, PICKED])
    told(world)
    assert len(world.dealer.heard) == heard, "on its way is no news"
    world.dealer.types("我的货到哪了").sees("最新 11月23日 14:00：运输中 上海", "已发往杭州转运中心")
    world.clock.pass_(hours=22)
    service.call_back(NUMBER, [OUT, MOVING, PICKED])
    told(world)
    world.dealer.hears("正在派送 杭州")
    service.call_back(NUMBER, [THERE, OUT, MOVING, PICKED], state="3", status="shutdown")
    told(world)
    world.dealer.hears("快递显示已送达")
    assert kinds(world) == ["picked_up", "moving", "out_for_delivery", "delivered"]
    assert current(world, order).status is OrderStatus.APPROVED, "only the dealer says that it is here, or time"


def test_events_that_come_twice_and_out_of_order_are_kept_and_told_once(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world)
    follow(world, service, our_address)
    for _ in range(3):
        assert service.call_back(NUMBER, [OUT, PICKED, OUT])[0] == 200
    told(world)
    service.call_back(NUMBER, [MOVING, PICKED])
    told(world)
    told(world)
    assert kinds(world) == ["picked_up", "moving", "out_for_delivery"]
    assert world.notices(NoticeKind.PARCEL_MOVED) == 1, "the newest of what was new"
    with world.session() as session:
        assert check_all(session) == []


def test_a_callback_that_is_not_signed_by_the_service_changes_nothing(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world)
    follow(world, service, our_address)
    status, said = service.call_back(NUMBER, [THERE], salt="guessed")
    assert (status, said["result"]) == (403, False)
    assert kinds(world) == []
    with TestClient(_app(world, service)) as client:
        for form in ({}, {"sign": "A", "param": "{}"}, {"param": "x"}, {"sign": "é", "param": "["}):
            assert client.post(PATH, data=form).status_code == 403
        assert client.post(PATH, content=b"x" * 300_000).status_code == 413
        assert client.post(PATH, content=b"\xff\xfe").status_code == 403


def test_the_night_is_quiet_and_the_morning_tells_the_newest(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world)
    follow(world, service, our_address)
    world.clock.pass_(hours=12)
    service.call_back(NUMBER, [OUT, PICKED])
    told(world)
    assert world.notices(NoticeKind.PARCEL_MOVED) == 0
    world.clock.pass_(hours=11)
    told(world)
    world.dealer.hears("正在派送")
    assert world.notices(NoticeKind.PARCEL_MOVED) == 1


def test_without_a_public_address_it_is_asked_every_few_hours(world: World, service: Kuaidi100Server) -> None:
    sent(world)
    assert follow(world, service) == 1
    assert kinds(world) == [], "nothing is known yet, and that is no fault"
    service.known[NUMBER] = [PICKED, MOVING]
    assert follow(world, service) == 0
    world.clock.pass_(hours=4)
    assert follow(world, service) == 1
    assert kinds(world) == ["picked_up", "moving"]
    assert (service.queries, service.refused) == ([NUMBER, NUMBER], [])


def test_polling_rescues_a_subscription_that_falls_silent(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world)
    follow(world, service, our_address)
    service.known[NUMBER] = [PICKED, MOVING, OUT, THERE]
    world.clock.pass_(hours=12)
    assert follow(world, service, our_address) == 1
    assert kinds(world)[-1] == "delivered"
    world.clock.pass_(days=2)
    assert follow(world, service, our_address) == 0, "a parcel that is there is asked about no more"


def test_a_service_that_is_away_for_a_day_is_asked_again(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world)
    service.away = True
    for _ in range(48):
        assert follow(world, service, our_address) == 0
        world.clock.pass_(minutes=30)
    service.away = False
    assert follow(world, service, our_address) == 1
    assert NUMBER in service.followed


def test_what_the_service_refuses_waits_a_day_and_holds_up_no_other(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world, "SF1234567890123", "sf")
    sent(world)
    follow(world, service, our_address)
    assert (list(service.followed), service.refused) == ([NUMBER], ["408"])
    world.clock.pass_(days=1)
    follow(world, service, our_address, kuaidi100_phone="13800138000")
    assert "SF1234567890123" in service.followed


def test_a_wrong_key_is_refused_and_nothing_is_kept(world: World, service: Kuaidi100Server) -> None:
    sent(world)
    service.known[NUMBER] = [PICKED]
    follow(world, service, kuaidi100_key=SecretStr("wrong"))
    assert (service.refused, kinds(world)) == (["503"], [])
    world.clock.pass_(hours=23)
    follow(world, service)
    assert kinds(world) == [], "it waits a day"
    world.clock.pass_(hours=1)
    follow(world, service)
    assert kinds(world) == ["picked_up"]


def test_a_corrected_number_is_followed_instead_and_what_was_told_of_the_wrong_one_is_gone(
    world: World, service: Kuaidi100Server, our_address: str
) -> None:
    sent(world)
    follow(world, service, our_address)
    service.call_back(NUMBER, [PICKED])
    told(world)
    world.warehouse.types("0001").taps("✏️ 改单号").types("YT1234567890999").sees("单号改好了")
    follow(world, service, our_address)
    world.dealer.types("我的货到哪了").does_not_see("快件已揽收")
    assert service.call_back(NUMBER, [OUT])[0] == 200, "whosever it is"
    assert kinds(world) == ["picked_up"]
    service.call_back("YT1234567890999", [MOVING])
    world.dealer.types("我的货到哪了").sees("运输中")


def test_a_parcel_of_two_numbers_is_there_when_both_are_and_seven_days_later_it_counts_as_received(
    world: World, service: Kuaidi100Server
) -> None:
    order = sent(world, f"{NUMBER} / YT1234567890124")
    service.known = {NUMBER: [PICKED, THERE], "YT1234567890124": [PICKED]}
    world.clock.pass_(days=1)
    assert follow(world, service) == 2
    _days(world, 6)
    assert world.notices(NoticeKind.RECEIPT_REMINDER) == 0
    service.known["YT1234567890124"] = [PICKED, THERE]
    follow(world, service)
    _days(world, 0)
    world.dealer.hears("收到了吗")
    _days(world, 2)
    assert current(world, order).status is OrderStatus.COMPLETED


def test_trouble_is_told_to_the_salesperson_too(world: World, service: Kuaidi100Server) -> None:
    order = sent(world)
    service.known[NUMBER] = [PICKED, Happened(at=NOON + timedelta(hours=1), code="203", words="地址不详，无法派送")]
    follow(world, service)
    told(world)
    for phone in (world.dealer, world.salesperson):
        phone.hears(order.number, "派送遇到问题", "地址不详")


def test_what_is_sent_by_hand_is_followed_by_nobody(world: World, service: Kuaidi100Server) -> None:
    sent(world, "13800138000", "own")
    sent(world, "LY12345678", "灯笼快运")
    assert follow(world, service) == 0
    with world.session() as session:
        assert session.exec(select(FollowedNumber)).all() == []


def _days(world: World, days: int) -> None:
    world.clock.pass_(days=days)
    with world.database.transaction() as session:
        scheduled.receive_unconfirmed(world.actor(session))
    world.deliver()


def _app(world: World, service: Kuaidi100Server) -> FastAPI:
    app = FastAPI()
    app.include_router(carrier_router(kuaidi(world, service), world.database, world.supplier, world.clock))
    return app
