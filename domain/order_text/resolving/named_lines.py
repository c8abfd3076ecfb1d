"""Pieces that have a name and an amount: one of the goods, or several in one name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.order_text.candidate_set import CandidateSet, known_as
from domain.order_text.frame import Part
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.remarks import DAYS, FRAGMENTS, is_remark
from domain.order_text.resolving.changes import change
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.same_again import each_with
from domain.order_text.resolving.written_lines import remember, write
from domain.order_text.result import Act, AskedLine, TakenLine, UnknownLine

#: A style of letters and figures among other words: 上次的R210.
_STYLE = re.compile(r"[a-z]{0,3}\d{3,}")


def take_goods(reading: Reading, piece: Piece, name: str) -> None:
    """A piece with its amount: goods known already, several of one name, or one."""
    reading.now.forward, spread, reading.now.spread = None, reading.now.spread, False
    if piece.known is not None:
        _settled(reading, piece, known_as(piece.known), name)
    elif not piece.unsure and (parts := reading.context.apart(name, piece.unit)):
        of_each = piece.each_alone() if piece.unit == "each" else replace(piece, unsure=True)
        reading.now.spread = True
        take_parts(reading, replace(of_each, tail=""), parts)
    elif not (spread and each_with(reading, replace(piece, unsure=True), name)):
        take_line(reading, piece, name)


def take_parts(reading: Reading, piece: Piece, parts: Sequence[Part]) -> None:
    """Each of the goods in one name; what does not exist is said."""
    reading.now.ordered = True
    for part in parts:
        if not part.options:
            reading.now.lines.append(UnknownLine(text=part.name))
            continue
        _settled(
            reading, replace(piece, name=part.name, act=None), reading.context.of_part(part, piece.unit), part.name
        )


def _settled(reading: Reading, piece: Piece, found: CandidateSet, name: str) -> None:
    """Write goods that need no more thought."""
    reading.now.ordered = True
    write(reading, piece, found, None)
    remember(reading, found, name)


def take_line(reading: Reading, piece: Piece, name: str, *, listed: bool = False) -> None:
    """Settle one piece that has a name and an amount."""
    now = reading.now
    if is_remark(name) and not name.isdecimal() and reading.finder.find(name).near:
        if not _among_words(reading, piece, name):
            now.notes.append(piece.said)
        return
    now.ordered = True
    if piece.act in (Act.SET, Act.LESS) or piece.more:
        scope = reading.changeable
        found = reading.finder.find(name, piece.unit, scope) if scope else CandidateSet()
        if not found.near:
            change(reading, piece, found)
            return
        if piece.act is Act.LESS:
            now.lines.append(UnknownLine(text=piece.said))
            return
    if piece.tail and reading.names.joins_tail(piece):
        name = f"{name} {plain_name(piece.tail)}"
    found, name = reading.context.found(piece, name, listed=listed)
    if found.near and (words := reading.finder.words_in(name)).options:
        found = words
    found = reading.finder.unless_another(found, name, piece.unit)
    piece = replace(piece, name=reading.finder.headed(name))
    if piece.instead and now.lines and isinstance(now.lines[-1], TakenLine | AskedLine):
        del now.lines[-1]
    changes = reading.again and not reading.held.quantities and piece.act is Act.SET
    write(reading, piece if changes else replace(piece, act=None), found, found.options if changes else None)
    remember(reading, found, name)


def _among_words(reading: Reading, piece: Piece, name: str) -> bool:
    """Ask about the goods that stand among other words."""
    text = DAYS.sub(" ", FRAGMENTS.sub(" ", name))
    for word in (*text.split(), *_STYLE.findall(text)):
        found = reading.finder.find(word)
        if not found.near:
            reading.now.ordered = True
            write(reading, replace(piece, act=None, unsure=True), found, None)
            return True
    return False
