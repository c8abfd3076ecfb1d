"""Removes characters from incoming messages that hide, reverse or break a line."""

from dataclasses import replace
from typing import assert_never

from domain.language.sanitise import one_line, plain
from domain.sheets.cells import Sheet
from handlers.conversation.turn import Body, Incoming, Left, Sent, Started, Tapped, Typed


def sanitised(incoming: Incoming) -> Incoming:
    """The same message; a name is one line, because it stands in the middle of words of ours."""
    return replace(incoming, body=_plain_body(incoming.body), name=one_line(incoming.name))


def _plain_body(body: Body) -> Body:
    match body:
        case Typed():
            return replace(body, text=plain(body.text), button=body.button and plain(body.button))
        case Sent():
            sheets = tuple(_plain_sheet(sheet) for sheet in body.sheets)
            return replace(body, text=plain(body.text), name=one_line(body.name), sheets=sheets)
        case Tapped():
            return replace(body, data=plain(body.data))
        case Started():
            return replace(body, code=body.code and plain(body.code))
        case Left():
            return body
        case _:
            assert_never(body)


def _plain_sheet(sheet: Sheet) -> Sheet:
    """A file is as much somebody's words as a message is."""
    rows = tuple((number, tuple(plain(cell) for cell in cells)) for number, cells in sheet.rows)
    return replace(sheet, name=one_line(sheet.name), rows=rows)
