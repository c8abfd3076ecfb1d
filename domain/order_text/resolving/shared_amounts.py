"""An amount for each of several names: ``A、B、C各5箱``."""

from collections.abc import Sequence
from dataclasses import replace

from domain.order_text.frame import Part
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.remarks import is_heading, is_these
from domain.order_text.resolving.named_lines import take_line, take_parts
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.same_again import each_with


def take_each(reading: Reading, piece: Piece, name: str) -> None:
    """The amount goes to every name of ``A、B、C各5箱``."""
    name = "" if is_these(name) else name
    if not name and not reading.now.waiting:
        reading.now.forward = piece
        return
    if name and not (reading.now.waiting or piece.leads) and each_with(reading, piece, name):
        return
    if joined := _joined(reading, name):
        reading.now.waiting = []
        take_parts(reading, replace(piece, tail=""), joined)
        return
    names = reading.names.apart(name) if name else []
    clear = reading.now.waiting or all(reading.finder.find(each, piece.unit).sure for each in names)
    parts = [] if clear else reading.context.apart(name, piece.unit, many=True)
    if parts:
        take_parts(reading, replace(piece, tail=""), parts)
    else:
        share(reading, piece, names)
    if piece.leads:
        reading.now.forward = piece


def with_tail(reading: Reading, piece: Piece, name: str) -> tuple[Piece, str]:
    """A piece with the values behind its amount as part of its name: ``dog tins 1 case each of beef and lamb``."""
    tail = plain_name(piece.tail)
    if not name or not tail or piece.tail_act or piece.leads:
        return piece, name
    parts = reading.context.apart(f"{name} {tail}", piece.unit, many=True)
    if not parts or not all(part.whole and part.options for part in parts):
        return piece, name
    return replace(piece, tail=""), f"{name} {tail}"


def share(reading: Reading, piece: Piece, names: list[str]) -> None:
    """Give the amount of a piece to the names that wait for one, and to more."""
    now = reading.now
    if not names and len(now.waiting) == 1 and (parts := _values_of(reading, now.waiting[0].name)):
        now.waiting = []
        take_parts(reading, replace(piece, tail=""), parts)
        return
    pieces = [each for before in now.waiting for each in _apart(reading, before)]
    pieces += [(piece.said if len(names) == 1 else name, name) for name in names]
    now.waiting = []
    for said, name in reading.names.of_one_size(pieces):
        if _is_heading_here(reading, name):
            continue
        take_line(reading, replace(piece, said=said, name=name, tail=""), name, listed=True)


def _values_of(reading: Reading, name: str) -> Sequence[Part]:
    """The goods of several values of one name: ``8oz and 12oz double wall black``."""
    parts = reading.context.apart(name, "", many=True)
    return parts if all(part.whole and part.options for part in parts) else ()


def _joined(reading: Reading, name: str) -> Sequence[Part]:
    """The goods of what waits with the values behind it: ``black and white tees, 4 L each``, ``黑色，120、130各2``."""
    first, *values = [each.name for each in reading.now.waiting] or [""]
    sure = any(reading.finder.find(each).sure for each in (first, *values, name) if each)
    return () if not name or not first or sure else _values_of(reading, " ".join((first, *values, name)))


def _apart(reading: Reading, before: Piece) -> list[tuple[str, str]]:
    """The names in what waits for an amount, each with its words as said."""
    names = reading.names.apart(before.name)
    known = len(names) > 1 and all(not reading.finder.find(each).near for each in names)
    return [(each, each) for each in names] if known else [(before.said, before.name)]


def _is_heading_here(reading: Reading, name: str) -> bool:
    return is_these(name) or (is_heading(name) and reading.finder.find(name).near)
