"""The words on a PDF of ours, as a program that shows it reads them."""

import pypdfium2


def texts(content: bytes) -> str:
    """All pages, first to last."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(_text(document[at]) for at in range(len(document)))
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    try:
        return str(words.get_text_range())
    finally:
        words.close()
        page.close()
