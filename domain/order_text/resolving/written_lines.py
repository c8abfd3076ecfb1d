"""Writes what was found for a piece as a line of the order, and keeps it for what follows."""

from collections.abc import Collection
from dataclasses import replace

from domain.order_text.candidate_set import CandidateSet
from domain.order_text.line_quantity import LineContext, line_of
from domain.order_text.phrases import Piece
from domain.order_text.resolving.progress import Reading
from domain.order_text.result import Act, AskedLine, TakenLine


def write(reading: Reading, piece: Piece, found: CandidateSet, scope: Collection[int] | None) -> None:
    """Write the line of a piece; ``scope``: the goods that its word of change may mean, else it only adds."""
    known = LineContext(unit=reading.now.unit, for_all=bool(reading.unit), before=reading.held.quantities)
    line = line_of(piece, found, reading.finder.entry, known)
    if scope is None and isinstance(line, TakenLine | AskedLine):
        line = replace(line, act=Act.ADD)
    reading.now.lines.append(line)
    reading.now.about = piece.name or piece.said
    if isinstance(line, TakenLine | AskedLine) and line.unit and not reading.unit:
        reading.now.unit = line.unit


def remember(reading: Reading, found: CandidateSet, name: str) -> None:
    """Keep what a name was found to mean; a heading that this answers asks nothing more."""
    reading.context.remember(found, name, reading.now.place)
    if reading.context.answers_heading(found):
        reading.now.lines = [line for line in reading.now.lines if line is not reading.context.headed]
