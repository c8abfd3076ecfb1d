"""Barcodes out of photos as phones take them, read in a process apart."""

from collections.abc import Callable

import pytest
from PIL import Image

from storage.files.sandbox import read_barcodes
from storage.files.unreadable import UnreadableError, UnreadableReason
from tests import things_enclosed as things

COLA, SODA = "2000000000015", "2000000000039"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
@pytest.mark.parametrize("turned", [0, 8, 30, 90, 180])
def test_a_barcode_held_any_way(kind: str, turned: float) -> None:
    assert read_barcodes(things.photo(COLA, kind=kind, turned=turned)) == (COLA,)


def test_several_on_one_photo() -> None:
    assert set(read_barcodes(things.photo(COLA, SODA, "KL500"))) == {COLA, SODA, "KL500"}


def test_a_large_photo_of_a_small_barcode() -> None:
    assert read_barcodes(things.photo(COLA, size=(4000, 3000))) == (COLA,)


def test_a_small_picture_of_a_barcode() -> None:
    assert read_barcodes(things.saved(things.barcode(COLA, scale=1))) == (COLA,)


def test_a_photo_that_only_its_camera_says_is_on_its_side() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = things.barcode(COLA).rotate(90, expand=True).convert("RGB")
    assert read_barcodes(things.saved(lying, "JPEG", exif=exif)) == (COLA,)


def test_a_faint_photo_is_looked_at_twice() -> None:
    faint = things.barcode(COLA).point(lambda light: 150 + light // 12).resize((700, 340))
    assert read_barcodes(things.saved(faint)) == (COLA,)


def test_no_barcode_is_no_code() -> None:
    assert read_barcodes(things.photo()) == ()
    assert read_barcodes(things.photo(COLA, blur=9)) == ()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", UnreadableReason.BROKEN),
        (b"no picture", UnreadableReason.BROKEN),
        (things.photo(COLA)[:400], UnreadableReason.BROKEN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", UnreadableReason.BROKEN),
        (things.poster, UnreadableReason.TOO_LARGE),
    ],
    ids=["empty", "words", "truncated", "drawing", "huge"],
)
def test_what_is_no_photo(content: bytes | Callable[[], bytes], fault: UnreadableReason) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_barcodes(content if isinstance(content, bytes) else content())
    assert refused.value.fault is fault


def test_the_largest_picture_that_is_opened_at_all_breaks_nothing() -> None:
    assert read_barcodes(things.saved(Image.new("L", (9_000, 9_000)))) == ()
