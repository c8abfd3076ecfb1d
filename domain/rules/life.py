"""A life cycle as a table: which step leads from which state to which, and the right it needs."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from domain.rules.rights import Right

StateT = TypeVar("StateT", bound=StrEnum)
StepT = TypeVar("StepT", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Move(Generic[StateT, StepT]):
    """One row of a life. ``right``: of a person; ``late_right``: once work has begun; none: a job takes the step."""

    source: StateT
    step: StepT
    target: StateT
    right: Right | None
    needs_reason: bool = False
    late_right: Right | None = None


@dataclass(frozen=True)
class Life(Generic[StateT, StepT]):
    """All rows. ``first``: where everything begins."""

    first: StateT
    moves: tuple[Move[StateT, StepT], ...]

    @cached_property
    def _moves(self) -> Mapping[tuple[StateT, StepT], Move[StateT, StepT]]:
        return {(move.source, move.step): move for move in self.moves}

    @cached_property
    def ends(self) -> frozenset[StateT]:
        """The states that nothing leaves."""
        left = {move.source for move in self.moves if move.source is not move.target}
        return frozenset(move.target for move in self.moves) - left

    def move(self, state: StateT, step: StepT) -> Move[StateT, StepT] | None:
        """The row of a step from here, or nothing where it cannot be taken."""
        return self._moves.get((state, step))

    def rights(self, step: StepT) -> frozenset[Right]:
        """The rights that allow a step in some state."""
        moves = [move for move in self.moves if move.step is step]
        return frozenset(right for move in moves for right in (move.right, move.late_right) if right)

    def reachable(self, begin: Iterable[StateT], *, without: AbstractSet[StepT] = frozenset()) -> frozenset[StateT]:
        """Every state that can follow, and these themselves; ``without``: as if these steps were never taken."""
        moves = [move for move in self.moves if move.step not in without]
        reached = frozenset(begin)
        while more := {move.target for move in moves if move.source in reached} - reached:
            reached |= more
        return reached
