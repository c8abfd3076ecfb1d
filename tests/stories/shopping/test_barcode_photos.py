"""Photos of barcodes: the card of what carries one, an order line below it, and nothing that was misread."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import select

from domain.tables.catalogue import Sku
from handlers.conversation.turn import Sent, SentKind
from storage.files.unreadable import UnreadableReason
from tests import things_enclosed as things
from tests.carts import cart
from tests.world import World

COLA_330, COLA_500, SODA, SOY = "2000000000015", "2000000000022", "2000000000039", "2000000000060"


def test_a_photo_of_a_barcode_opens_the_card_and_takes_a_quantity(world: World) -> None:
    dealer = world.dealer.sends_file("photo.jpg", things.photo(COLA_500)).sees("峰泡可乐 500ml瓶", "¥2.50/瓶", "🛒")
    dealer.types("10箱")
    assert cart(world) == {"KL500": "240"}


def test_a_picture_sent_as_a_file_is_a_picture(world: World) -> None:
    world.dealer.sends_file("IMG_0001.PNG", things.photo(SOY, kind="PNG")).sees("味满楼生抽")


@pytest.mark.parametrize("words", ["10箱", "来十箱", "这个要10箱", "10 cases please", "240瓶", "就这款来10箱，谢谢"])
def test_a_quantity_below_the_photo_is_an_order_line(world: World, words: str) -> None:
    world.dealer.sends_file("photo.jpg", things.photo(COLA_500), words).sees("✅ 都放进购物车了", "10箱")
    assert cart(world) == {"KL500": "240"}


def test_a_number_below_the_photo_is_asked_about(world: World) -> None:
    world.dealer.sends_file("photo.jpg", things.photo(COLA_500), "10").sees("是这样吗").taps("10箱")
    assert cart(world) == {"KL500": "240"}


@pytest.mark.parametrize("words", ["生抽 10箱", "这个怎么卖", "破了一箱"])
def test_other_words_below_the_photo_order_nothing(world: World, words: str) -> None:
    world.dealer.sends_file("photo.jpg", things.photo(COLA_500), words).sees("峰泡可乐 500ml瓶", f"“{words}”没看懂")
    assert cart(world) == {}


def test_several_barcodes_are_a_list(world: World) -> None:
    dealer = world.dealer.sends_file("photo.jpg", things.photo(COLA_330, SODA, SOY))
    dealer.sees("照片里有 3 种我们的货", "雪璃柠檬汽水").taps("味满楼生抽").sees("¥12.80/桶")
    world.dealer.sends_file("photo.jpg", things.photo(COLA_330, SODA, SOY), "10箱").sees("“10箱”是要哪一种")
    assert cart(world) == {}


def test_a_code_of_ours_counts_and_one_that_is_not_does_not(world: World) -> None:
    world.dealer.sends_file("photo.jpg", things.photo("6901234567892", SOY)).sees("味满楼生抽", "¥12.80/桶")


def test_a_barcode_that_nothing_carries_is_said_with_its_digits(world: World) -> None:
    world.dealer.sends_file("photo.jpg", things.photo("6901234567892")).sees("6901234567892", "直接发给我")


def test_a_photo_without_a_barcode_gets_a_kind_word(world: World) -> None:
    world.dealer.sends_file("photo.jpg", things.photo()).sees("条码没看清", "条码下面的数字")
    world.english_dealer.sends_file("photo.jpg", things.photo()).sees("I see no barcode", "digits")


def test_an_order_below_a_photo_without_a_barcode_is_an_order(world: World) -> None:
    world.dealer.sends_file("photo.jpg", things.photo(), "生抽 2箱").sees("✅ 都放进购物车了")
    assert cart(world) == {"JY1900": "12"}


def test_the_barcode_of_a_case_leads_to_what_is_inside(world: World) -> None:
    for code in ("12000000000029", "(01)12000000000029(17)271231"):
        world.dealer.send(Sent(kind=SentKind.PICTURE, codes=(code,))).sees("峰泡可乐 500ml瓶")


def test_a_label_with_our_own_code_is_known(world: World) -> None:
    world.dealer.sends_file("label.png", things.saved(things.barcode("KL500", "Code128"))).sees("峰泡可乐 500ml瓶")


def test_a_barcode_is_found_with_and_without_its_zeros(world: World) -> None:
    with world.database.transaction() as session:
        session.exec(select(Sku).where(Sku.code == "JY1900")).one().barcode = "036000291452"
    world.dealer.send(Sent(kind=SentKind.PICTURE, codes=("0036000291452",))).sees("味满楼生抽")
    world.dealer.send(Sent(kind=SentKind.SCAN, text="0036000291452")).sees("味满楼生抽")


def test_a_scanned_code_opens_the_card_and_takes_a_quantity(world: World) -> None:
    world.dealer.sends(SentKind.SCAN, SOY).sees("味满楼生抽").types("2箱")
    assert cart(world) == {"JY1900": "12"}


def test_the_same_photo_again_does_nothing_twice(world: World) -> None:
    for _ in range(2):
        world.dealer.sends_file("photo.jpg", things.photo(COLA_500), "10箱", key="update-9").sees("✅")
    assert cart(world) == {"KL500": "240"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "打不开"),
        (b"no picture at all", "打不开"),
        (things.poster, "太大"),
        (bytes(11_000_000), "太大"),
    ],
    ids=["empty", "words", "pixels", "bytes"],
)
def test_what_is_no_photo_is_said_with_a_way_forward(
    world: World, content: bytes | Callable[[], bytes], words: str
) -> None:
    world.dealer.sends_file("photo.jpg", content if isinstance(content, bytes) else content()).sees(words, "数字").taps(
        "🏠"
    )


def test_a_photo_that_did_not_arrive_can_be_sent_again(world: World) -> None:
    away = Sent(kind=SentKind.PICTURE, fault=UnreadableReason.AWAY)
    world.dealer.send(away).sees("没取到")
    world.dealer.send(replace(away, fault=UnreadableReason.LOCKED)).sees("打不开")


def test_the_warehouse_sees_what_is_there(world: World) -> None:
    world.warehouse.sends_file("photo.jpg", things.photo(SOY), "2箱").sees("味满楼生抽").does_not_see("没看懂")
    assert cart(world) == {}


def test_who_sees_no_goods_hears_that_pictures_are_not_read(world: World) -> None:
    world.customer.sends_file("photo.jpg", things.photo(SOY)).sees("图片我看不懂")
