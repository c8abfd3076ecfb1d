"""What decided which goods were meant, to be told to whoever asks why."""

from dataclasses import dataclass
from enum import Enum


class Ground(Enum):
    """On what ground goods were taken or asked about."""

    PRINTED = "printed"
    """A code, or the whole name as it is printed."""
    NAME = "name"
    """They are called just so."""
    NICKNAME = "nickname"
    """The account calls them so."""
    WORDS = "words"
    """They account for more of the words than others."""


@dataclass(frozen=True, slots=True)
class Why:
    """What decided which goods were meant.

    ``decided``: the parts of what was said that ruled others out; ``left``: those that none accounts for; ``carried``:
    what earlier lines said; ``others``: how many were ruled out.
    """

    by: Ground = Ground.WORDS
    decided: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    carried: str = ""
    others: int = 0


NOTHING_DECIDED = Why()
