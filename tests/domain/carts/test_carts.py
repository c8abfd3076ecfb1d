"""Carts: setting, adding, fitting, clearing and putting back; every change raises the revision, none is done twice."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from domain.actor import Actor
from domain.carts import carts, clearing, details
from domain.carts.carts import CartView, CartWish
from domain.catalogue.catalogue import put_on_sale
from domain.refusals import (
    BadDate,
    BadWords,
    BelowMinimum,
    CartMoved,
    NoAccount,
    NotAllowed,
    NotFound,
    NotInCart,
    NotOnSale,
    NotPositive,
    TooFine,
    TooMuch,
)
from domain.stock import stock
from domain.tables.catalogue import Sku
from domain.tables.stock import Warehouse
from tests.world import World

CASE = Decimal(24)


def held(cart: CartView) -> dict[str, Decimal]:
    return {row.goods.sku.code: row.line.quantity for row in cart.rows}


def sku(session: Session, code: str) -> Sku:
    return session.exec(select(Sku).where(Sku.code == code)).one()


def want(actor: Actor, code: str, quantity: str | int) -> CartWish:
    return CartWish(sku_id=sku(actor.session, code).id, quantity=Decimal(quantity))


def test_putting_sets_and_adding_adds(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        carts.put(actor, want(actor, "KL500", 48))
        carts.put(actor, want(actor, "KL500", 24))
        cart = carts.add(actor, [want(actor, "KL500", 6), want(actor, "XB330", 24), want(actor, "XB330", 24)])
        assert held(cart) == {"KL500": 30, "XB330": 48}
        assert held(carts.view(actor)) == held(cart)
        assert cart.total == Decimal("159.00")


def test_the_same_again_changes_not_even_the_revision(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        first = carts.put(actor, want(actor, "KL500", 48)).cart.revision
        assert carts.put(actor, want(actor, "KL500", 48)).cart.revision == first
        assert carts.put(actor, want(actor, "XB330", 0)).cart.revision == first
        assert details.write_note(actor, "").cart.revision == first
        assert details.want_on(actor, None).cart.revision == first
        assert carts.put(actor, want(actor, "KL500", 0)).cart.revision == first + 1


@pytest.mark.parametrize(
    ("code", "quantity", "refusal"),
    [
        ("KL500", "-1", NotPositive),
        ("KL500", "0.5", TooFine),
        ("KL500", "1000001", TooMuch),
        ("MM5", "0.0001", TooFine),
    ],
)
def test_quantities_that_make_no_sense_are_refused(
    world: World, code: str, quantity: str, refusal: type[Exception]
) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        with pytest.raises(refusal):
            carts.put(actor, want(actor, code, quantity))


def test_at_least_so_much_is_there_however_often_it_is_asked(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        carts.put(actor, want(actor, "KL500", 48))
        for _ in range(2):
            cart = carts.at_least(actor, [want(actor, "KL500", 24), want(actor, "XB330", 24)])
            assert held(cart) == {"KL500": 48, "XB330": 24}


def test_adding_is_all_or_nothing(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        before = carts.view(actor).cart.revision
        with pytest.raises(NotFound):
            carts.add(actor, [want(actor, "KL500", 24), CartWish(sku_id=1, quantity=Decimal(1))])
        assert held(carts.view(actor)) == {}
        assert carts.view(actor).cart.revision == before


def test_goods_off_sale_cannot_be_put_in_but_can_be_taken_out(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        carts.put(actor, want(actor, "KL500", 24))
        put_on_sale(world.actor(session, "陈总"), sku(session, "KL500").id, on_sale=False)
        with pytest.raises(NotOnSale):
            carts.put(actor, want(actor, "KL500", 48))
        assert held(carts.put(actor, want(actor, "KL500", 0))) == {}


def test_minimum_is_kept(world: World) -> None:
    with world.session() as session:
        sku(session, "KL500").minimum = CASE
        actor = world.actor(session, "老李")
        with pytest.raises(BelowMinimum) as refused:
            carts.put(actor, want(actor, "KL500", 6))
        assert refused.value.facts["quantity"] == CASE


def test_what_cannot_be_had_is_named_and_fitted(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        carts.add(
            actor,
            [want(actor, "HN250", 72), want(actor, "KL500", 24), want(actor, "QS550", 24), want(actor, "ZJ10", 8)],
        )
        assert carts.view(actor).troubles[0].orderable == 48
        put_on_sale(world.actor(session, "陈总"), sku(session, "QS550").id, on_sale=False)
        assert {row.goods.sku.code for row in carts.view(actor).troubles} == {"HN250", "QS550"}
        fitted = carts.fit(actor)
        assert held(fitted) == {"HN250": 48, "KL500": 24, "ZJ10": 8}
        assert fitted.troubles == ()
        assert carts.fit(actor).cart.revision == fitted.cart.revision


def test_fitting_keeps_whole_steps(world: World) -> None:
    with world.session() as session:
        energy = sku(session, "HN250")
        energy.minimum = energy.multiple = CASE
        actor = world.actor(session, "老李")
        carts.put(actor, want(actor, "HN250", 72))
        home = session.exec(select(Warehouse)).one()
        stock.count(world.actor(session, "老周"), home.id, energy.id, Decimal(47))
        assert held(carts.fit(actor)) == {"HN250": 24}
        stock.count(world.actor(session, "老周"), home.id, energy.id, Decimal(23))
        assert held(carts.fit(actor)) == {}


def filled(world: World, session: Session) -> CartView:
    actor = world.actor(session, "老李")
    carts.add(actor, [want(actor, "KL500", 24), want(actor, "MM5", "2.5")])
    details.write_note(actor, "放门口")
    return details.want_on(actor, actor.today + timedelta(days=1))


def test_clearing_can_be_undone_once(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        before = filled(world, session)
        kept = held(before)
        cleared = clearing.clear(actor, before.cart.revision)
        assert cleared.event_id is not None
        assert (cleared.cart.rows, cleared.cart.cart.note, cleared.cart.cart.wanted_on) == ((), "", None)
        back, done = clearing.unclear(actor, cleared.event_id)
        assert (held(back), back.cart.note, done) == (kept, "放门口", True)
        again, done = clearing.unclear(actor, cleared.event_id)
        assert (held(again), done) == (kept, False)


def test_clearing_twice_still_offers_to_undo(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        revision = filled(world, session).cart.revision
        first = clearing.clear(actor, revision)
        assert clearing.clear(actor, revision).event_id == first.event_id
        assert clearing.clear(actor, 999).event_id is None


def test_a_cart_that_was_used_since_stays_as_it_is(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        cleared = clearing.clear(actor, filled(world, session).cart.revision)
        carts.put(actor, want(actor, "XB330", 24))
        carts.put(actor, want(actor, "XB330", 0))
        cart, done = clearing.unclear(actor, cleared.event_id or 0)
        assert (held(cart), done) == ({}, False)


def test_an_old_clear_does_not_clear_what_came_since(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        revision = filled(world, session).cart.revision
        carts.put(actor, want(actor, "XB330", 24))
        with pytest.raises(CartMoved):
            clearing.clear(actor, revision)


def test_nobody_puts_back_somebody_elses_cart(world: World) -> None:
    with world.session() as session:
        cleared = clearing.clear(world.actor(session, "老李"), filled(world, session).cart.revision)
        with pytest.raises(NotFound):
            clearing.unclear(world.actor(session, "Ann"), cleared.event_id or 0)
        with pytest.raises(NotFound):
            clearing.unclear(world.actor(session, "老李"), 12345)


def test_days_addresses_and_notes_are_checked_at_the_door(world: World) -> None:
    with world.session() as session:
        actor, ann = world.actor(session, "老李"), world.actor(session, "Ann")
        for day in (actor.today - timedelta(days=1), actor.today + timedelta(days=400)):
            with pytest.raises(BadDate):
                details.want_on(actor, day)
        with pytest.raises(BadWords):
            details.write_note(actor, "长" * 301)
        for words in ("", "  ", "长" * 301):
            with pytest.raises(BadWords):
                details.add_address(actor, words)
        with pytest.raises(NotFound):
            details.deliver_to(actor, details.addresses(ann)[0].id)


def test_a_new_address_is_chosen_and_written_down_once(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        for _ in range(2):
            cart = details.add_address(actor, "银杏街 2 号\n后门")
            assert cart.address == carts.view(actor).address == "银杏街 2 号 后门"
        assert len(details.addresses(actor)) == 2


def test_only_those_who_order_have_a_cart(world: World) -> None:
    with world.session() as session:
        with pytest.raises(NotAllowed):
            carts.view(world.actor(session, "老周"))
        with pytest.raises(NoAccount):
            carts.view(world.actor(session, "小王"))


def test_one_gives_way_to_another_in_whole_or_in_part(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        carts.add(actor, [want(actor, "KL500", 48), want(actor, "XB330", 24)])
        part = carts.swap(actor, sku(session, "KL500").id, CASE, want(actor, "XB330", 24))
        assert held(part.cart) == {"KL500": 24, "XB330": 48}
        whole = carts.swap(actor, sku(session, "KL500").id, CASE, want(actor, "KL330", 24))
        assert whole.gone.sku.code == "KL500"
        assert held(whole.cart) == held(carts.view(actor)) == {"XB330": 48, "KL330": 24}


def test_nothing_is_swapped_for_what_is_not_there_or_cannot_be_ordered(world: World) -> None:
    with world.session() as session:
        actor = world.actor(session, "老李")
        carts.put(actor, want(actor, "XB330", 24))
        with pytest.raises(NotInCart):
            carts.swap(actor, sku(session, "KL500").id, CASE, want(actor, "KL330", 24))
        with pytest.raises(TooMuch):
            carts.swap(actor, sku(session, "XB330").id, CASE, want(actor, "KL330", 1000001))
