"""What decided which goods were meant, to be told to whoever asks why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Why:
    """What decided which goods were meant.

    ``decided``: the parts of what was said that ruled others out; ``left``: those that none accounts for; ``carried``:
    what earlier lines said; ``others``: how many were ruled out.
    """

    decided: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    carried: str = ""
    others: int = 0


NOTHING_DECIDED = Why()
