"""The parts of a message: goods with amounts, notes, one thing instead of another."""

from dataclasses import dataclass, field

from domain.order_text.phrases import Piece


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words that are no goods."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Swap:
    """One thing in place of another: ``芬达换成七喜``."""

    said: str
    old: str
    new: Piece


@dataclass(kw_only=True)
class SplitMessage:
    """``parts`` in the order said; ``unit``: what everything is counted in, if that was said."""

    parts: list[Piece | Note | Swap] = field(default_factory=list)
    again: bool = False
    unit: str = ""

    def head(self, place: int) -> str:
        """The name that a line of the message began with and that no amount came for so far."""
        last = self.parts[-1] if self.parts else None
        return last.name if isinstance(last, Piece) and last.place == place and not last.amounts else ""

    @property
    def only_names(self) -> bool:
        """Whether nothing is ordered or changed: most messages are the name of something to look at."""
        return not self.again and all(
            isinstance(part, Piece) and not (part.amounts or part.act or part.tail_act or part.restated or part.row)
            for part in self.parts
        )
