"""What came in, in plain words: nothing that hides, turns around or breaks a line goes further than this."""

from dataclasses import replace
from typing import assert_never

from domain.rules.plain_words import one_line, plain
from handlers.turn import Body, Incoming, Left, Sent, Started, Tapped, Typed


def plainly(incoming: Incoming) -> Incoming:
    """The same message; a name is one line, because it stands in the middle of words of ours."""
    return replace(incoming, body=_plain_body(incoming.body), name=one_line(incoming.name))


def _plain_body(body: Body) -> Body:
    match body:
        case Typed():
            return replace(body, text=plain(body.text), button=body.button and plain(body.button))
        case Sent():
            return replace(body, text=plain(body.text))
        case Tapped():
            return replace(body, data=plain(body.data))
        case Started():
            return replace(body, code=body.code and plain(body.code))
        case Left():
            return body
        case _:
            assert_never(body)
