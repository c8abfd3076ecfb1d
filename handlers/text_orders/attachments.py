"""Received attachments: order files, pictures of barcodes, scanned codes, and the rest."""

from dataclasses import replace
from typing import assert_never

from domain.language.sanitise import one_line
from domain.rules.rights import Right
from handlers.conversation import unsupported
from handlers.conversation.request import Request
from handlers.conversation.turn import Body, Question, Reply, Sent, SentKind, Source, Turn, Typed
from handlers.text_orders import barcode, order_file

#: So many letters of what was heard are said back.
SAID_BACK = 200


def take(request: Request, body: Sent, question: Question | None) -> Turn:
    """Do with it what can be done, or say what else would help; ``question`` stays open where nothing was done."""
    match body.kind:
        case SentKind.FILE if request.actor.may(Right.CART_CHANGE):
            return order_file.take(request, body, question)
        case SentKind.PICTURE if request.actor.may(Right.CATALOGUE_READ):
            return barcode.pictured(request, body, question)
        case SentKind.SCAN if request.actor.may(Right.CATALOGUE_READ) and body.text:
            return barcode.scanned(request, body.text)
        case SentKind.STICKER:
            return Turn(replies=(Reply(lines=(request.say("unsupported.sticker"),)),), question=question)
        case SentKind():
            return unsupported.word(request, f"unsupported.{body.kind}", question)
        case _:
            assert_never(body.kind)


def said_back(request: Request, body: Body, turn: Turn) -> Turn:
    """The answer to words that were not written as a message; before it, which words were read."""
    if not isinstance(body, Typed) or body.source is Source.WRITTEN:
        return turn
    words = one_line(body.text)
    short = f"{words[:SAID_BACK]}…" if len(words) > SAID_BACK else words
    read = Reply(lines=(request.say(f"unsupported.{body.source}", words=short),))
    return replace(turn, replies=(read, *turn.replies))
