"""Goods changed in the chat: the price of a case, and a photo that becomes their picture."""

import io
from decimal import Decimal

import pytest
from PIL import Image

from domain.catalogue.catalogue import goods_by_id
from domain.checks import check_all
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from storage import media
from tests import things_enclosed
from tests.world import World


def photo(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "JPEG")
    return made.getvalue()


@pytest.mark.parametrize("words", ["可乐330 改价 45/箱", "可乐330 改价 45元/箱", "改价 KL330 45每箱"])
def test_a_price_by_the_case_is_the_price_of_a_case(world: World, words: str) -> None:
    before = world.sku("KL330").price
    world.admin.types(words).sees("改价为 45", "箱").taps("✅ 就改成这个价").sees("已改价", "¥45.00/箱", "每箱：¥45.00")
    assert world.sku("KL330").price == before
    world.dealer.types("KL330").sees("¥45.00")
    with world.session() as session:
        assert check_all(session) == []


def test_a_price_by_the_case_in_english(world: World) -> None:
    world.admin.types("language").taps("English")
    world.admin.types("reprice KL330 to 45 per case").taps("✅").sees("Price changed", "¥45.00/case")


def test_a_price_of_a_case_is_taken_back(world: World) -> None:
    world.admin.types("KL330 改价").sees("45/箱").types("45/箱").sees("¥44.00/箱 → ¥45.00/箱").taps("↩️").sees("已改价")
    world.admin.does_not_see("每箱")
    world.admin.presses(data_of(Verb.SET_PACK_PRICE, pack_of(world, "KL330"), Decimal(45), Decimal(44)))
    world.admin.sees("刚才有人改过这个商品").does_not_see("¥44.00")


def test_a_leap_of_the_price_of_a_case_is_confirmed(world: World) -> None:
    world.admin.types("KL330 改价").types("450/箱").sees("差得有点多").taps("✅").sees("已改价", "¥450.00/箱")
    world.admin.types("KL330 改价").types("0/箱").does_not_see("已改价")
    world.admin.types("KL330 改价").types("450/桶").does_not_see("已改价")


def test_a_photo_with_a_code_below_it_becomes_the_picture(world: World) -> None:
    world.admin.sends_file("a.jpg", photo(), "KL330").sees("图片设好了", "330ml")
    first = world.sku("KL330").picture
    assert world.admin.last[0].picture == first
    with world.session() as session:
        assert media.load(session, first or "") is not None
    world.dealer.types("KL330")
    assert world.dealer.last[0].picture == first


def test_another_photo_takes_the_place_of_a_picture_only_by_a_tap(world: World) -> None:
    world.admin.sends_file("a.jpg", photo(), "KL330")
    first = world.sku("KL330").picture
    world.admin.sends_file("b.jpg", photo("blue"), world.sku("KL330").barcode).sees("已经有图片了，换成这张？")
    assert world.sku("KL330").picture == first
    asked = world.admin.find("就用这张")[1]
    world.admin.taps("✅ 就用这张").sees("图片设好了")
    second = world.sku("KL330").picture
    assert second not in (None, first)
    world.admin.taps("↩️ 换回原来的图片").sees("图片设好了")
    assert world.sku("KL330").picture == first
    world.admin.sends_file("c.jpg", photo("green"), "KL330").taps("✅ 就用这张")
    third = world.sku("KL330").picture
    world.admin.presses(asked.data).sees("刚才有人改过这个商品")
    assert world.sku("KL330").picture == third


def test_a_photo_that_shows_the_barcode_can_be_the_picture_too(world: World) -> None:
    barcode = world.sku("KL500").barcode
    world.admin.sends_file("a.jpg", things_enclosed.photo(barcode), barcode).sees("图片设好了")
    assert world.sku("KL500").picture


def test_a_photo_goes_with_the_goods_on_the_screen(world: World) -> None:
    world.admin.types("KL500 上架").sees("发张照片").sends_file("a.jpg", photo()).sees("用这张照片做它的图片？")
    assert world.sku("KL500").picture is None
    world.admin.taps("✅ 就用这张").sees("图片设好了").does_not_see("发张照片")
    assert world.sku("KL500").picture


@pytest.mark.parametrize("who", ["dealer", "salesperson", "warehouse", "finance", "customer"])
def test_nobody_else_sets_pictures_or_prices(world: World, who: str) -> None:
    phone = getattr(world, who)
    phone.sends_file("a.jpg", photo(), "KL330").does_not_see("图片设好了")
    phone.presses(data_of(Verb.SET_PICTURE, world.sku("KL330").id, "none", "a" * 16))
    phone.presses(data_of(Verb.SET_PACK_PRICE, pack_of(world, "KL330"), Decimal(0), Decimal(45)))
    assert world.sku("KL330").picture is None
    world.admin.types("KL330 上架").does_not_see("每箱")


def pack_of(world: World, code: str) -> int:
    sku_id = world.sku(code).id
    with world.session() as session:
        return goods_by_id(session, [sku_id])[sku_id].packs[0].id
