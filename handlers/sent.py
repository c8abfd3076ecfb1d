"""What was sent that is not text: files that hold an order, pictures of barcodes, scanned codes, and the rest."""

from dataclasses import replace
from typing import assert_never

from domain.rules.plain_words import one_line
from domain.rules.rights import Right
from handlers import barcode, order_file, unread
from handlers.turn import Body, Question, Reply, Sent, SentKind, Source, Turn, Typed
from handlers.visit import Visit

#: So many letters of what was heard are said back.
SAID_BACK = 200


def take(visit: Visit, body: Sent, question: Question | None) -> Turn:
    """Do with it what can be done, or say what else would help; ``question`` stays open where nothing was done."""
    match body.kind:
        case SentKind.FILE if visit.by.may(Right.CART_CHANGE):
            return order_file.take(visit, body, question)
        case SentKind.PICTURE if visit.by.may(Right.CATALOGUE_READ):
            return barcode.pictured(visit, body, question)
        case SentKind.SCAN if visit.by.may(Right.CATALOGUE_READ) and body.text:
            return barcode.scanned(visit, body.text)
        case SentKind.STICKER:
            return Turn(replies=(Reply(lines=(visit.say("unread.sticker"),)),), question=question)
        case SentKind():
            return unread.word(visit, f"unread.{body.kind}", question)
        case _:
            assert_never(body.kind)


def said_back(visit: Visit, body: Body, turn: Turn) -> Turn:
    """The answer to words that were not written as a message; before it, which words were read."""
    if not isinstance(body, Typed) or body.source is Source.WRITTEN:
        return turn
    words = one_line(body.text)
    short = f"{words[:SAID_BACK]}…" if len(words) > SAID_BACK else words
    read = Reply(lines=(visit.say(f"unread.{body.source}", words=short),))
    return replace(turn, replies=(read, *turn.replies))
