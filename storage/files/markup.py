"""Tables that other programs save as markup and call .xls: HTML pages, and Excel's XML of 2003."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_ROWS, _CELLS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
#: The most columns accepted; a larger number is an attack or an error.
_WIDEST = 200


def is_markup(text: str) -> bool:
    """Whether a text is HTML or XML rather than lines of cells."""
    start = text.lstrip()[:4096].casefold()
    return start.startswith("<") and bool(re.search(r"<(?:\?xml|!doctype|html|table|meta|head)", start))


def rows_of_markup(text: str) -> Iterator[list[str]]:
    """The rows of every table, one after the other."""
    tables = _Tables()
    tables.feed(text)
    yield from tables.rows


class _Tables(HTMLParser):
    """Collects cells; ``colspan`` and ``ss:index`` leave empty cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False
        self._room = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ROWS:
            self.rows.append([])
        elif tag in _CELLS and self.rows:
            facts = {name: value or "" for name, value in attrs}
            row, index = self.rows[-1], _number(facts.get("ss:index", ""))
            row += [""] * (max(index - 1, len(row)) - len(row) + 1)
            self._open, self._room = True, max(_number(facts.get("colspan", "")), 1)
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS and self._open:
            self.rows[-1] += [""] * (self._room - 1)
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data


def _number(text: str) -> int:
    return min(int(text), _WIDEST) if text.isascii() and text.isdecimal() else 0
