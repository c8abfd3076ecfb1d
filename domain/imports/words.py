"""Importing the supplier's own words: units, abbreviations and synonyms of the trade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.actor import Actor
from domain.catalogue import supplier_words
from domain.imports.report import ImportReport, Progress, RowTally, cell, lacks
from domain.language.quantities_in_text import counted, tidy
from domain.language.units import KNOWN, is_weight, singular
from domain.language.words.lists import groups
from domain.order_text.nickname_keys import is_short, key_of
from domain.rules.rights import Right
from domain.search.supplier_synonyms import Synonym
from domain.sheets.cells import BadCellError
from domain.sheets.headers import Wanted
from domain.sheets.rows import SheetRow
from domain.tables.supplier_words import MEANS, WORD, SupplierWord, WordKind

WORDS = Wanted(fields=frozenset({"word", "means", "kind"}), keys=frozenset({"word"}))
_KINDS = {word: WordKind(kind) for kind, called in groups("sheets", "word_kinds").items() for word in called}


@dataclass(frozen=True, kw_only=True)
class _WordWanted:
    """A row read."""

    row: SheetRow
    word: str
    means: str
    kind: WordKind

    @property
    def synonym(self) -> Synonym:
        return Synonym(word=self.word, means=self.means, is_unit=self.kind is WordKind.UNIT)


def import_words(actor: Actor, rows: Sequence[SheetRow], progress: Progress | None = None) -> ImportReport:
    """Add and change words; one that means nothing on sale, or that other goods are called by, is refused."""
    actor.authorise(Right.CATALOGUE_CHANGE)
    refused = lacks(rows, "word") or lacks(rows, "means")
    if refused is not None:
        return refused
    tally = RowTally()
    wanted = _wanted(tally, rows)
    faults = supplier_words.faults_of(actor.session, [each.synonym for each in wanted])
    known = supplier_words.known(actor.session, [key_of(each.word) for each in wanted])
    for each in wanted:
        if each.synonym in faults:
            fault, goods = faults[each.synonym]
            name = " ".join((*goods.names[:1], *goods.specs[:1])) if goods else ""
            tally.refuse(each.row, f"sheets.word_{fault}", word=each.word, means=each.means, goods=name)
        else:
            _take(actor, tally, each, known)
    if progress is not None:
        progress(len(rows))
    actor.session.flush()
    return tally.report()


def _take(actor: Actor, tally: RowTally, wanted: _WordWanted, known: Mapping[str, SupplierWord]) -> None:
    before = known.get(key_of(wanted.word))
    if before is None:
        tally.add(wanted.row, wanted.word)
    else:
        values = ((name, getattr(before, name), getattr(wanted, name)) for name in ("word", "means", "kind"))
        cells = [cell(name, was, now) for name, was, now in values if was != now]
        tally.change(wanted.row, wanted.word, cells)
        if not cells:
            return
    supplier_words.put(actor, wanted.word, wanted.means, wanted.kind)


def _wanted(tally: RowTally, rows: Sequence[SheetRow]) -> list[_WordWanted]:
    found: dict[str, _WordWanted] = {}
    for row in rows:
        try:
            wanted = _read(row)
        except BadCellError as bad:
            tally.refuse(row, bad.reason, **bad.facts)
            continue
        first = found.setdefault(key_of(wanted.word), wanted)
        if first is not wanted:
            tally.refuse(row, "sheets.repeated", sku=wanted.word, first=first.row.place)
    return list(found.values())


def _read(row: SheetRow) -> _WordWanted:
    word, means = row.needed("word", WORD), row.needed("means", MEANS)
    kind = _kind(row, means)
    if not is_short(word) or key_of(word) == key_of(means):
        raise BadCellError("sheets.word_unfit", word=word)
    amounts = counted(tidy(word), KNOWN) if kind is not WordKind.UNIT else any(map(str.isdigit, word))
    if amounts or (kind is WordKind.UNIT and is_weight(word)):
        raise BadCellError("sheets.word_unfit", word=word)
    return _WordWanted(row=row, word=word, means=means, kind=kind)


def _kind(row: SheetRow, means: str) -> WordKind:
    """What the sheet says, or else what the meaning looks like."""
    said = row.words("kind", WORD).casefold()
    if not said:
        return WordKind.UNIT if singular(means) in KNOWN else WordKind.SYNONYM
    if said not in _KINDS:
        raise BadCellError("sheets.bad_kind", text=said)
    return _KINDS[said]
