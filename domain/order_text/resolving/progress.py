"""Where the reading of a message stands: what is settled, what waits, and what it may refer back to."""

from dataclasses import dataclass, field

from domain.language.quantities_in_text import tidy
from domain.order_text.candidates import CandidateFinder
from domain.order_text.context import Context
from domain.order_text.name_lists import Names
from domain.order_text.phrases import Piece, plain_name
from domain.order_text.remarks import is_handling
from domain.order_text.result import AskedLine, Line, OrderSoFar, TakenLine
from domain.order_text.split_message import SplitMessage


@dataclass(kw_only=True)
class Progress:
    """Where we are in the message; ``adrift``: amounts before anything that they could be of.

    ``about``: the goods that this line of the message named last; ``spread``: its last name was of several.
    """

    lines: list[Line] = field(default_factory=list)
    adrift: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    waiting: list[Piece] = field(default_factory=list)
    unit: str = ""
    forward: Piece | None = None
    ordered: bool = False
    place: int = 0
    about: str = ""
    spread: bool = False

    def goods(self) -> set[int]:
        """The goods that were taken or asked about."""
        taken = {line.sku_id for line in self.lines if isinstance(line, TakenLine)}
        return taken | {sku_id for line in self.lines if isinstance(line, AskedLine) for sku_id in line.options}

    def hears_handling(self, said: str) -> bool:
        """Whether words only say what to do with the goods before them; that is kept with their name."""
        if not self.about or not is_handling(tidy(said)):
            return False
        self.notes.append(f"{plain_name(self.about)}：{said.strip(' ()（）')}")
        return True

    def without_handling(self, name: str) -> str:
        """A name without what is to be done with the goods before it: ``绞馅 后腿肉``."""
        first, _, rest = name.partition(" ")
        return rest.strip() if rest.strip() and self.hears_handling(first) else name


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One message while it is resolved; ``now`` is the only part that changes, beside what ``context`` carries on.

    ``held``: what the cart or the waiting order holds; ``again``: the message asks for the last order once more;
    ``unit``: what everything is counted in, if that was said.
    """

    finder: CandidateFinder
    held: OrderSoFar
    names: Names
    context: Context
    again: bool
    unit: str
    now: Progress

    @classmethod
    def of(cls, split: SplitMessage, finder: CandidateFinder, held: OrderSoFar) -> "Reading":
        """The beginning of a message."""
        names = Names(finder)
        return cls(
            finder=finder,
            held=held,
            names=names,
            context=Context(finder, names),
            again=split.again,
            unit=split.unit,
            now=Progress(unit=split.unit),
        )

    @property
    def changeable(self) -> set[int]:
        """The goods that words of change may mean."""
        return self.now.goods() | set(self.held.quantities)
