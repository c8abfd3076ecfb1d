"""Every form and page of the desk about somebody else's things: nothing of theirs is seen, nothing is changed."""

from collections.abc import Iterator, Mapping

import pytest
from fastapi.routing import APIRoute
from sqlmodel import select

from bot.desk.enter import enter_router
from bot.desk.orders import _BULK, _STEPS, orders_router
from bot.desk.shipping import shipping_router
from domain.tables.desk import DeskSession
from domain.tables.people import Channel
from tests.bot.desk.house import DeskHouse, desk_of
from tests.grounds import Kind
from tests.stories.hostile.guard import Guard
from tests.stories.hostile.others_things import Secrets, hidden_from, live
from tests.world import World

#: Somebody with a phone of that name: another salesperson, the warehouse, finance.
PEOPLE = {"zhao": "小赵", "zhou": "老周", "sun": "小孙"}


@pytest.fixture
def kind() -> Kind:
    """Rights do not depend on where the facts are."""
    return Kind.SQLITE


@pytest.fixture
def channel() -> Channel:
    """Nor on the channel."""
    return Channel.TELEGRAM


def forms(secrets: Secrets, session_id: int) -> Mapping[str, list[tuple[str, dict[str, object]]]]:
    """By route, each form with everything that it can name of theirs."""
    ticks = [f"{each.order.id}:{each.order.revision}" for each in secrets.orders]
    steps = []
    for each in secrets.orders:
        parcel = {"shipment": each.shipment.id, "carrier": "sf", "tracking": "SF1234567890123"} if each.shipment else {}
        revision = each.shipment.revision if each.shipment else each.order.revision
        for do in _STEPS:
            said = {"do": do, "reason": "不要了", **(parcel if do == "ship" else {})}
            said["revision"] = revision if do == "ship" else each.order.revision
            steps.append((f"/desk/orders/{each.order.number}", said))
    lines = "\n".join(f"{each.order.number} 顺丰 SF1234567890123" for each in secrets.orders)
    return {
        "/desk/orders": [("/desk/orders", {"do": do, "tick": ticks, "reason": "不要了"}) for do in _BULK],
        "/desk/orders/{number}": steps,
        "/desk/ship": [("/desk/ship", {"list": lines})],
        "/desk/sessions": [("/desk/sessions", {"session": session_id})],
    }


#: What these change is the browser's own.
OWN = {"/desk/leave", "/desk/language", "/desk/in/{token}"}


def test_every_form_is_tried(house: DeskHouse, world: World) -> None:
    desk = desk_of(world)
    routes = [route for made in (enter_router, orders_router, shipping_router) for route in made(desk).routes]
    posts = {route.path for route in routes if isinstance(route, APIRoute) and "POST" in (route.methods or ())}
    assert posts - OWN == set(forms(live(world), 0))


@pytest.mark.parametrize("who", PEOPLE)
def test_nothing_of_others_is_seen_or_changed(house: DeskHouse, world: World, who: str) -> None:
    secrets, guard = live(world), Guard(world.database)
    house.enter("陈总")
    with world.session() as session:
        admins = session.exec(select(DeskSession.id).order_by(DeskSession.id.desc())).first() or 0  # type: ignore[attr-defined]
    hidden, visit = hidden_from(world, who, secrets), house.enter(PEOPLE[who])
    for path, given in everything(secrets, admins):
        guard.look()
        if given is not None:
            visit.get("/desk/sessions")
        page = visit.get(path) if given is None else visit.post(path, **given)
        assert not [word for word in hidden if word in without_typed(page, path, given)], f"{path} {given}:\n{page}"
        assert not guard.trespasses(guard.actor(who)), f"{path} {given}"
        assert visit.status < 500
    with world.session() as session:
        assert session.get_one(DeskSession, admins).ended_at is None


def everything(secrets: Secrets, session_id: int) -> Iterator[tuple[str, dict[str, object] | None]]:
    for each in secrets.orders:
        yield f"/desk/orders/{each.order.number}", None
        yield f"/desk/orders?q={each.order.number}", None
    for path in ("/desk/orders", "/desk/orders?tab=waiting", "/desk/ship", "/desk"):
        yield path, None
    for sent in forms(secrets, session_id).values():
        yield from sent


def without_typed(page: str, path: str, given: dict[str, object] | None) -> str:
    """What a person typed themselves is shown again to them."""
    for value in ((given or {}).get("list", ""), path.partition("q=")[2]):
        for word in filter(None, str(value).splitlines()):
            page = page.replace(word, "")
    return page
