"""The amounts just said once more for another value: ``粉M2 L3 豆沙也一样``, ``lamb 1 case, beef the same``."""

from collections.abc import Iterator
from dataclasses import replace

from domain.language.canonical import canonical
from domain.language.quantities_in_text import tidy
from domain.order_text.candidate_set import known_as
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import Piece
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.written_lines import remember
from domain.order_text.result import Act, Line, TakenLine, UnknownLine
from domain.search.coverage import words_of
from domain.search.entries import Entry

#: So many of a family are looked at.
_FAMILY = 48


def repeat_with(reading: Reading, piece: Piece, value: str) -> None:
    """The lines just written, with another value in place of the one they share; unknown where there are none such."""
    now = reading.now
    now.ordered = True
    found = list(_siblings(reading.finder, now.lines, value))[::-1]
    for line, sku_id in found:
        entry = reading.finder.entry(sku_id)
        now.lines.append(replace(line, text=piece.said, sku_id=sku_id, name=" ".join((*entry.names[:1], *entry.specs))))
    if not found:
        now.lines.append(UnknownLine(text=piece.said))
    else:
        sku_id = found[-1][1]
        remember(reading, known_as(sku_id), f"{reading.finder.entry(sku_id).names[0]} {value}")


def _siblings(finder: CandidateFinder, lines: list[Line], value: str) -> Iterator[tuple[TakenLine, int]]:
    """From the last line back, each with the goods that bear the value instead, while all have lost the same one."""
    shared: frozenset[str] | None = None
    for line in reversed(lines):
        if not isinstance(line, TakenLine) or line.act is not Act.ADD:
            return
        old = finder.entry(line.sku_id)
        others = [each for each in _family(finder, old, value) if _differs_by(old, each, value)]
        if len(others) != 1:
            return
        lost = _tokens(old) - _tokens(others[0])
        if shared not in (None, lost):
            return
        shared = lost
        yield line, others[0].sku_id


def _family(finder: CandidateFinder, entry: Entry, value: str) -> list[Entry]:
    texts = (f"{entry.names[0]} {value}", " ".join((entry.names[0], *entry.specs, value)))
    found = dict.fromkeys(hit.sku_id for text in texts for hit in finder.look(text, _FAMILY))
    return [finder.entry(sku_id) for sku_id in found if sku_id != entry.sku_id]


def _differs_by(old: Entry, other: Entry, value: str) -> bool:
    """Whether goods are counted alike and differ in one word only, which holds the value."""
    if (old.units, old.packs, old.brands) != (other.units, other.packs, other.brands):
        return False
    gained, lost = _tokens(other) - _tokens(old), _tokens(old) - _tokens(other)
    said = {word.text for word in words_of(canonical(tidy(value))) if word.says}
    held = {word.text for token in gained for word in words_of(token)}
    return len(gained) == len(lost) == 1 and bool(said) and said <= held


def _tokens(entry: Entry) -> frozenset[str]:
    return frozenset(canonical(tidy(" ".join((*entry.names[:1], *entry.specs)))).split())
