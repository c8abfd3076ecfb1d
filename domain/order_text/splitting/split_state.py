"""Where the splitting of a message stands: its parts so far, and what was said that bears on the next."""

from dataclasses import dataclass, field

from domain.language.quantities_in_text import Amount
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import Piece
from domain.order_text.split_message import Note, SplitMessage, Swap
from domain.order_text.splitting.quantity_filter import QuantityFilter


@dataclass(kw_only=True)
class SplitState:
    """One message while it is split.

    ``place``: the line; ``relays``: it goes round, so that names of people stand before goods.
    ``sorry``: the next part takes back the last; ``again_said``: the amount said again in brackets.
    ``complained``: the line that told of goods short or broken, nothing where all that follows may be of those.
    ``alternative``: the line whose next part is what is taken where there is none of the goods.
    ``asks``: the part ends as a question; ``closes``: a greeting was said behind goods; ``heads``: a colon follows.
    """

    tally: QuantityFilter
    finder: CandidateFinder
    units: frozenset[str]
    message: SplitMessage = field(default_factory=SplitMessage)
    place: int = 0
    relays: bool = False
    sorry: bool = False
    again_said: tuple[Amount, ...] = ()
    complained: int | None = -1
    alternative: int = -1
    asks: bool = False
    closes: bool = False
    heads: bool = False

    @property
    def awaits_amount(self) -> bool:
        """Whether goods were named last without how many, so that a weight is just that."""
        last = next((part for part in reversed(self.message.parts) if not isinstance(part, Note)), None)
        return isinstance(last, Piece) and not last.amounts and last.act is None

    @property
    def has_goods(self) -> bool:
        """Whether goods were named."""
        return any(not isinstance(part, Note) for part in self.message.parts)

    def add(self, part: Piece | Note | Swap) -> None:
        """The next part."""
        self.message.parts.append(part)

    def note(self, words: str) -> None:
        """Words that are no goods."""
        self.add(Note(text=words.strip()))
