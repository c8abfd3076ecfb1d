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
class Transition(Generic[StateT, StepT]):
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
    transitions: tuple[Transition[StateT, StepT], ...]

    @cached_property
    def _by_step(self) -> Mapping[tuple[StateT, StepT], Transition[StateT, StepT]]:
        return {(row.source, row.step): row for row in self.transitions}

    @cached_property
    def ends(self) -> frozenset[StateT]:
        """The states that nothing leaves."""
        left = {row.source for row in self.transitions if row.source is not row.target}
        return frozenset(row.target for row in self.transitions) - left

    def transition(self, state: StateT, step: StepT) -> Transition[StateT, StepT] | None:
        """The row of a step from here, or nothing where it cannot be taken."""
        return self._by_step.get((state, step))

    def rights(self, step: StepT) -> frozenset[Right]:
        """The rights that allow a step in some state."""
        rows = [row for row in self.transitions if row.step is step]
        return frozenset(right for row in rows for right in (row.right, row.late_right) if right)

    def reachable(self, begin: Iterable[StateT], *, without: AbstractSet[StepT] = frozenset()) -> frozenset[StateT]:
        """Every state that can follow, and these themselves; ``without``: as if these steps were never taken."""
        rows = [row for row in self.transitions if row.step not in without]
        reached = frozenset(begin)
        while more := {row.target for row in rows if row.source in reached} - reached:
            reached |= more
        return reached
