"""How a fault ended: what people did, what was lost or done twice, what everybody heard; and as a row of a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CLEAN = "clean"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The figures of one fault on one database.

    ``stories``: orders that people placed; ``times``: how often the fault struck. ``lost`` and ``doubled`` are
    orders, ``unheard`` and ``again`` notices. ``bound``: how many notices were under way when it struck, and so
    may have come once more. ``check``: what ``dinghuo check`` found. ``trouble``: what people could not do.
    """

    fault: str
    where: str
    stories: int
    times: int
    lost: int
    doubled: int
    notices: int
    unheard: int
    again: int
    bound: int
    out_of_order: int
    check: str
    seconds: float
    trouble: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Nothing lost, nothing doubled, all in order, and no notice more than was under way."""
        wrong = self.lost or self.doubled or self.unheard or self.out_of_order or self.trouble
        return not wrong and self.again <= self.bound and self.check == CLEAN


COLUMNS = (
    ("fault", 26),
    ("on", 31),
    ("stories", 8),
    ("times", 6),
    ("lost", 5),
    ("doubled", 8),
    ("notices", 8),
    ("unheard", 8),
    ("again", 6),
    ("bound", 6),
    ("disorder", 9),
    ("check", 7),
    ("seconds", 8),
)


def head() -> str:
    """The first line of the table."""
    return _line(name for name, _ in COLUMNS)


def row(each: Outcome) -> Iterator[str]:
    """Its line, and what people could not do."""
    figures = (
        each.fault,
        each.where,
        each.stories,
        each.times,
        each.lost,
        each.doubled,
        each.notices,
        each.unheard,
        each.again,
        each.bound,
        each.out_of_order,
        each.check if each.check == CLEAN else "WRONG",
        f"{each.seconds:.0f}",
    )
    yield _line(figures) + ("" if each.right else "  WRONG")
    yield from (f"    {line}" for line in each.trouble)
    if each.check != CLEAN:
        yield f"    {each.check}"


def _line(cells: Iterable[object]) -> str:
    widths = (width for _, width in COLUMNS)
    texts = zip(cells, widths, strict=True)
    return "".join(f"{cell:<{width}}" if place < 2 else f"{cell:>{width}}" for place, (cell, width) in enumerate(texts))
