"""The first page of a paper as a picture, for a chat that carries no files."""

import io
from threading import Lock

import pypdfium2

#: Pixels a point: sharp on a phone that shows the whole width of the page, and when it is drawn larger.
_SCALE = 2.0
#: Shades of the ink, which are all that a paper has.
_SHADES = 64
#: PDFium knows no threads.
_ONE_AT_A_TIME = Lock()


def first_page(pdf: bytes) -> bytes:
    """A PNG of it."""
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(pdf)
        try:
            picture = document[0].render(scale=_SCALE).to_pil().convert("RGB")
        finally:
            document.close()
    written = io.BytesIO()
    picture.quantize(_SHADES).save(written, "PNG")
    return written.getvalue()
