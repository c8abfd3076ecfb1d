"""What was sent that is not text: files that hold an order, pictures of barcodes, scanned codes, and the rest."""

from typing import assert_never

from domain.rules.rights import Right
from handlers import barcode, order_file, unread
from handlers.turn import Question, Sent, SentKind, Turn
from handlers.visit import Visit


def take(visit: Visit, body: Sent, question: Question | None) -> Turn:
    """Do with it what can be done, or say what else would help; ``question`` stays open where nothing was done."""
    match body.kind:
        case SentKind.FILE if visit.by.may(Right.CART_CHANGE):
            return order_file.take(visit, body, question)
        case SentKind.PICTURE if visit.by.may(Right.CATALOGUE_READ):
            return barcode.pictured(visit, body, question)
        case SentKind.SCAN if visit.by.may(Right.CATALOGUE_READ) and body.text:
            return barcode.scanned(visit, body.text)
        case SentKind():
            return unread.word(visit, f"unread.{body.kind}", question)
        case _:
            assert_never(body.kind)
