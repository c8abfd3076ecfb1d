"""Resolves the pieces of a message to lines: which SKU, how many, and what they change."""

from dataclasses import replace

from domain.order_text.aspects import is_aspect
from domain.order_text.candidates import CandidateFinder
from domain.order_text.name_lists import says_something
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.resolving.bare_numbers import by_neighbours, without_totals
from domain.order_text.resolving.changes import change_all, change_last
from domain.order_text.resolving.named_lines import take_goods, take_parts
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.removals import drop, swap
from domain.order_text.resolving.same_again import repeat_with
from domain.order_text.resolving.shared_amounts import share, take_each, with_tail
from domain.order_text.resolving.values_for_all import hears_value
from domain.order_text.resolving.waiting_names import flush, name_alone
from domain.order_text.result import Act, OrderSoFar, ReadOrder
from domain.order_text.split_message import Note, SplitMessage, Swap


def resolve(split: SplitMessage, finder: CandidateFinder, held: OrderSoFar) -> ReadOrder:
    """The order in the parts of a message; nothing where no line has a quantity and nothing changes."""
    if split.only_names:
        return ReadOrder()
    reading = Reading.of(split, finder, held)
    now = reading.now
    for part in split.parts:
        match part:
            case Note():
                now.notes.append(part.text)
            case Swap():
                flush(reading)
                swap(reading, part)
            case Piece():
                _piece(reading, part)
    flush(reading)
    note = "\n".join(dict.fromkeys(now.notes))
    about = now.ordered or split.again or (now.adrift and now.notes)  # beside words an amount of nothing is told
    lines = (*now.adrift, *now.lines) if about else ()
    lines = tuple(by_neighbours(tuple(without_totals(lines, finder.entry)), finder.entry))
    return ReadOrder(lines=lines, note=note, again=split.again)


def _piece(reading: Reading, piece: Piece) -> None:
    name = plain_name(piece.name)
    if piece.place != reading.now.place:
        reading.now.place, reading.now.unit, reading.now.about = piece.place, reading.unit, ""
    name = reading.now.without_handling(name) if piece.amounts else name
    reading.now.ordered |= piece.row and bool(piece.amounts)
    if piece.same or piece.for_all:
        flush(reading)
        _value_alone(reading, piece, name)
    elif piece.amounts and (not says_something(name) or (is_aspect(name) and _is_adrift(reading, name))):
        _amount_alone(reading, piece)
    elif piece.act is Act.DROP:
        flush(reading)
        drop(reading, piece, name)
    elif not piece.amounts:
        name_alone(reading, piece, name)
    elif piece.every is not None:
        flush(reading)
        take_parts(reading, piece, reading.context.every(name, piece))
    elif piece.each:
        piece, name = (piece, name) if reading.now.waiting else with_tail(reading, piece, name)
        take_each(reading, piece, name)
        if not piece.leads and says_something(plain_name(piece.tail)):
            _behind(reading, piece)
    else:
        flush(reading)
        take_goods(reading, piece, name)
        _tail(reading, piece)


def _value_alone(reading: Reading, piece: Piece, name: str) -> None:
    """A value that takes the amounts just said, or that all lines are to have."""
    if piece.same:
        repeat_with(reading, piece, name)
    elif not hears_value(reading, name):
        name_alone(reading, piece, name)


def _is_adrift(reading: Reading, name: str) -> bool:
    """Whether a size belongs to nothing that was named, and is no name by itself."""
    if any(waiting.only_asks for waiting in reading.now.waiting):
        return True
    return not (reading.context.head or reading.now.waiting or reading.context.may_name(name))


def _amount_alone(reading: Reading, piece: Piece) -> None:
    """An amount without a name: of what was just named, of all of it, or of what the cart holds."""
    now = reading.now
    if piece.each:
        if now.waiting:
            share(reading, piece, [])
        elif piece.act is not None and reading.held.quantities:
            change_all(reading, piece)
        else:
            now.forward = piece
    elif now.waiting and piece.act in (None, Act.ADD) and not piece.row:
        *before, last = now.waiting
        if is_aspect(plain_name(piece.name)):
            last = replace(last, name=f"{last.name} {plain_name(piece.name)}")
        now.waiting = before
        flush(reading)
        piece = replace(piece, act=None, unsure=piece.unsure or last.unsure)
        take_goods(reading, replace(piece, said=f"{last.said} {piece.said}", name=last.name), last.name)
        _tail(reading, piece)
    else:
        flush(reading)
        change_last(reading, piece)


def _tail(reading: Reading, piece: Piece) -> None:
    """Words behind the last amount that did not belong to its name are a piece of their own."""
    if says_something(plain_name(piece.tail)) and not reading.names.joins_tail(piece):
        _behind(reading, piece)


def _behind(reading: Reading, piece: Piece) -> None:
    tail = plain_name(piece.tail)
    instead = piece.tail_act is Act.SET
    rest = Piece(said=piece.tail.strip(), name=tail, act=piece.tail_act, place=piece.place, instead=instead)
    if rest.act is Act.DROP:
        drop(reading, rest, tail)
    else:
        name_alone(reading, rest, tail)
