"""A value that is meant for all that was ordered: ``X77一套 Y905一件 都按120``, ``tees 5, polos 3, all black``."""

from dataclasses import replace

from domain.language.canonical import canonical
from domain.language.quantities_in_text import Amount, tidy
from domain.order_text.candidate_set import OPTIONS
from domain.order_text.line_quantity import LineContext, line_of
from domain.order_text.phrases import Piece
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.written_lines import remember
from domain.order_text.result import AskedLine, Line, TakenLine
from domain.search.coverage import bears_all, words_of


def hears_value(reading: Reading, value: str) -> bool:
    """Whether lines of the message are told apart by a value, or bear it already."""
    words = words_of(canonical(tidy(value)))
    lines = reading.now.lines
    told = [_told_apart(reading, line, value) for line in lines]
    bears = any(isinstance(each, TakenLine) and bears_all(words, reading.finder.entry(each.sku_id)) for each in lines)
    if not bears and all(new is old for new, old in zip(told, lines, strict=True)):
        return False
    reading.now.lines[:] = told
    last = told[-1]
    if isinstance(last, AskedLine):
        remember(reading, reading.finder.find(f"{last.name}"), last.name)
    return True


def _told_apart(reading: Reading, line: Line, value: str) -> Line:
    """A question about several goods, answered by a value or narrowed down; any other line as it is."""
    if not isinstance(line, AskedLine) or line.sure or line.count is None or len(line.options) == 1:
        return line
    finder, words = reading.finder, words_of(canonical(tidy(value)))
    families = {finder.entry(sku_id).names[:1] for sku_id in line.options}
    name = f"{line.name} {value}"
    found = finder.find(name, line.unit)
    pool = found.options if len(line.options) == OPTIONS else line.options
    entries = [finder.entry(sku_id) for sku_id in pool]
    options = tuple(each.sku_id for each in entries if each.names[:1] in families and bears_all(words, each))
    if not options:
        return line
    if options != found.options or not found.sure:
        return replace(line, name=name, options=options)
    amount = Amount(count=line.count, unit=line.unit, start=0, end=0)
    piece = Piece(said=line.text, name=name, amounts=(amount,), act=line.act)
    known = LineContext(unit=reading.now.unit, for_all=bool(reading.unit), before=reading.held.quantities)
    return line_of(piece, found, finder.entry, known)
