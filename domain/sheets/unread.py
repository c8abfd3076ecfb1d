"""What is told about sheets that is not read, or cannot be."""

from collections.abc import Iterable, Iterator, Sequence

from domain.sheets.cells import Remark, Sheet

#: So many names or rows are listed.
_LISTED = 12


def hidden(sheets: Sequence[Sheet]) -> Iterator[Remark]:
    """Hidden sheets and rows, and text whose encoding is a guess."""
    names = [sheet.name for sheet in sheets if sheet.hidden]
    if names:
        yield Remark(key="sheets.hidden_sheets", facts={"names": listed(names)})
    if any(sheet.blind for sheet in sheets):
        yield Remark(key="sheets.blind")
    for sheet in sheets:
        if sheet.hidden_rows and not sheet.hidden:
            rows = listed(map(str, sheet.hidden_rows))
            yield Remark(key="sheets.hidden_rows", facts={"rows": rows, "sheet": sheet.name})
        if sheet.encoding:
            yield Remark(key="sheets.encoding", facts={"name": sheet.encoding})


def listed(names: Iterable[str]) -> tuple[str, ...]:
    """Names or numbers to be told in one line, not too many."""
    every = list(names)
    return (*every[:_LISTED], *(("…",) if len(every) > _LISTED else ()))


def letter(at: int) -> str:
    """What a spreadsheet calls the column at a place from 0."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
