"""The amounts just said once more for another value: ``粉M2 L3 豆沙也一样``, ``lamb 1 case, beef the same``."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.language.canonical import canonical
from domain.language.quantities_in_text import tidy
from domain.order_text.candidate_set import known_as
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import Piece
from domain.order_text.resolving.progress import Reading
from domain.order_text.resolving.written_lines import remember, write
from domain.order_text.result import Act, AskedLine, Line, TakenLine, UnknownLine
from domain.search.coverage import borne_by_name, words_of
from domain.search.entries import Entry

#: Fewer are not several.
_SEVERAL = 2
#: So many of a family are looked at.
_FAMILY = 48


def each_with(reading: Reading, piece: Piece, name: str) -> bool:
    """Whether values with an amount for each mean several lines just written, with each of them: ``黑各1``."""
    values = [name, *([] if reading.finder.find(name).sure else _values(reading, name))]
    every = [(value, list(_siblings(reading.finder, reading.now.lines, value))[::-1]) for value in values]
    every = every[:1] if len(every[0][1]) >= _SEVERAL else every[1:]
    goods = [reading.finder.entry(sku_id) for _, found in every for _, sku_id in found]
    named = any(borne_by_name(words_of(canonical(tidy(name))), entry) for entry in goods)
    if named or not every or any(len(found) < _SEVERAL for _, found in every):
        return False
    for entry in goods:
        of_one = replace(piece, name=" ".join((*entry.names[:1], *entry.specs)), tail="", each=False)
        write(reading, of_one, known_as(entry.sku_id), None)
    remember(reading, known_as(goods[-1].sku_id), f"{goods[-1].names[0]} {every[-1][0]}")
    return True


def _values(reading: Reading, name: str) -> Iterator[str]:
    """The values in a name, each as it is printed, where the line just written has others."""
    last = _goods_of(reading.now.lines[-1]) if reading.now.lines else None
    if last is None:
        return
    held = _tokens(reading.finder.entry(last))
    for part in reading.context.apart(name, "", many=True):
        if len(part.options) == 1:
            yield " ".join(_tokens(reading.finder.entry(part.options[0])) - held)


def repeat_with(reading: Reading, piece: Piece, value: str) -> None:
    """The lines just written, with another value in place of the one they share; unknown where there are none such."""
    now = reading.now
    now.ordered = True
    found = list(_siblings(reading.finder, now.lines, value))[::-1]
    for line, sku_id in found:
        entry = reading.finder.entry(sku_id)
        name = " ".join((*entry.names[:1], *entry.specs))
        if isinstance(line, TakenLine):
            now.lines.append(replace(line, text=piece.said, sku_id=sku_id, name=name))
        else:
            now.lines.append(replace(line, text=piece.said, options=(sku_id,), name=name))
    if not found:
        now.lines.append(UnknownLine(text=piece.said))
    else:
        sku_id = found[-1][1]
        remember(reading, known_as(sku_id), f"{reading.finder.entry(sku_id).names[0]} {value}")


def _goods_of(line: Line) -> int | None:
    """The goods that a line adds, be it only open what its number counts."""
    if isinstance(line, TakenLine | AskedLine) and line.act is Act.ADD:
        options = (line.sku_id,) if isinstance(line, TakenLine) else line.options
        return options[0] if len(options) == 1 and line.count else None
    return None


def _siblings(
    finder: CandidateFinder, lines: Sequence[Line], value: str
) -> Iterator[tuple[TakenLine | AskedLine, int]]:
    """From the last line back, each with the goods that bear the value instead, while all have lost the same one."""
    shared: frozenset[str] | None = None
    for line in reversed(lines):
        sku_id = _goods_of(line)
        if sku_id is None or not isinstance(line, TakenLine | AskedLine):
            return
        old = finder.entry(sku_id)
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
