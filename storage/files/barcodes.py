"""Barcodes in a photo: the picture is turned upright and scaled to a size that is quick to search."""

import io
import warnings
from collections.abc import Iterable, Iterator

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from storage.files.unreadable import UnreadableError, UnreadableReason

#: The formats of cameras and chats.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
#: Longest side in pixels for the first search, and for the second.
_SIDES = (1600, 3200)
#: A photo sharper than this shows nothing more when it is made larger.
_SMALL = 1000
#: Lines across the picture cross all bars of a barcode that is held less askew than half of this.
_ANGLES = (30, -30)
_LINEAR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllLinear)
_MOST_CODES = 30
#: Of copies that are kept: every letter of a slip can be read in them.
_COPY_SIDE, _COPY_QUALITY = 1280, 80


def read_barcodes(data: bytes) -> list[str]:
    """The content of the barcodes, each once, as far as they can be read.

    Raises UnreadableError: it is no picture, or too large a one.
    """
    picture = _upright(data)
    found = _read(_sizes(picture)) or next(filter(None, (_read([look]) for look in _last_looks(picture))), [])
    return found[:_MOST_CODES]


def smaller_copy(data: bytes) -> bytes:
    """The picture as a JPEG of moderate size, upright and without what cameras write into it.

    Raises UnreadableError: it is no picture, or too large a one.
    """
    picture = _opened(data, "RGB")
    copy, made = _within(picture, _COPY_SIDE), io.BytesIO()
    copy.save(made, "JPEG", quality=_COPY_QUALITY)
    return made.getvalue()


def _read(looks: Iterable[Image.Image]) -> list[str]:
    """The codes that any of these pictures show."""
    seen = (zxingcpp.read_barcodes(look, formats=_LINEAR) for look in looks)
    texts = (each.text.strip() for every in seen for each in every if each.valid)
    return list(dict.fromkeys(text for text in texts if text and text.isprintable()))


def _upright(data: bytes) -> Image.Image:
    """The picture in grey."""
    return _opened(data, "L")


def _opened(data: bytes, mode: str) -> Image.Image:
    """The picture, rotated by its EXIF orientation, and no larger than needed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        picture.draft(mode, (_SIDES[-1], _SIDES[-1]))
        picture.thumbnail((_SIDES[-1], _SIDES[-1]))
        return ImageOps.exif_transpose(picture).convert(mode)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise UnreadableError(str(error), UnreadableReason.TOO_LARGE) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableError(
            f"no picture that can be shown: {type(error).__name__}", UnreadableReason.BROKEN
        ) from error


def _sizes(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture in its quickest size, then larger: a photo of several codes shows some only there."""
    yield _within(picture, _SIDES[0])
    if max(picture.size) > _SIDES[0]:
        yield picture


def _last_looks(picture: Image.Image) -> Iterator[Image.Image]:
    """Where nothing was found: brighter and sharper, rotated, and enlarged."""
    clear = ImageOps.autocontrast(_within(picture, _SIDES[0]), cutoff=2)
    yield clear.filter(ImageFilter.UnsharpMask(radius=3, percent=200))
    for angle in _ANGLES:
        yield clear.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    if max(picture.size) < _SMALL:
        yield picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)


def _within(picture: Image.Image, side: int) -> Image.Image:
    smaller = picture.copy()
    smaller.thumbnail((side, side))
    return smaller
