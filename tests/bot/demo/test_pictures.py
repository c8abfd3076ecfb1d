from collections import defaultdict
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import pytest
from PIL import Image, ImageFont

from bot.demo.drawing.colours import BRANDS
from bot.demo.goods import DemoGood, demo_goods
from bot.demo.pictures import draw

GOODS = demo_goods()
ONE_OF_EACH_LOOK = {good.look: good for good in GOODS}.values()


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {good.sku: draw(good) for good in GOODS}


def test_every_good_has_a_square_picture_that_travels_fast(pictures: dict[str, bytes]) -> None:
    assert max(map(len, pictures.values())) <= 20_000
    for picture in pictures.values():
        with Image.open(BytesIO(picture)) as opened:
            assert opened.format == "JPEG"
            assert opened.size == (480, 480)


def test_no_two_goods_look_the_same(pictures: dict[str, bytes]) -> None:
    seen = defaultdict(list)
    for sku, picture in pictures.items():
        seen[sha256(picture).hexdigest()].append(sku)
    assert [skus for skus in seen.values() if len(skus) > 1] == []


def test_every_letter_of_the_catalogue_can_be_written_on_a_label() -> None:
    font = ImageFont.truetype(BytesIO(files("bot.demo.drawing").joinpath("labels.otf").read_bytes()), 20)
    nothing = bytes(font.getmask("\uffff"))
    words = {letter for good in GOODS for letter in good.name + good.brand + good.spec if not letter.isspace()}
    assert [letter for letter in sorted(words) if bytes(font.getmask(letter)) == nothing] == []


def test_a_label_is_in_the_readers_language() -> None:
    assert draw(GOODS[0]) != draw(GOODS[0], english=True)


@pytest.mark.parametrize("good", ONE_OF_EACH_LOOK, ids=lambda good: good.look)
def test_a_picture_is_drawn_the_same_each_time(good: DemoGood, pictures: dict[str, bytes]) -> None:
    assert draw(good) == pictures[good.sku]


def test_a_picture_can_be_drawn_in_another_size() -> None:
    with Image.open(BytesIO(draw(GOODS[0], size=240))) as small:
        assert small.size == (240, 240)


def test_each_brand_has_its_colours() -> None:
    assert {good.brand_en for good in GOODS} <= set(BRANDS)
