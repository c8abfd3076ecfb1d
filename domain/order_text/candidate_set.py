"""The SKUs that a name may mean, and which of several findings holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.search.why import NOTHING_DECIDED, Why

#: How many candidates are offered for a doubtful line.
OPTIONS = 12
#: So much of the words must be accounted for before a line is taken without asking.
SURE = 0.9
#: Several that explain so much of the words leave nothing to other words for them.
CLEAR = 0.97
#: A guess that explains less is not worth a question; ways that explain nearly as much are as good.
GUESS, _EVEN = 0.55, 0.08


@dataclass(frozen=True, kw_only=True)
class CandidateSet:
    """The candidates, likeliest first.

    ``sure``: there is one, and no doubt about it; ``near``: all are mere guesses; ``by_unit``: they have the unit said;
    ``by_vessel``: they come in what was said.
    ``explained``: how much of the name the first accounts for, from 0 to 1.
    ``by_memory``: the name is a nickname of the account. ``why``: what decided.
    """

    options: tuple[int, ...] = ()
    sure: bool = False
    near: bool = True
    by_unit: bool = False
    by_vessel: bool = False
    explained: float = 0.0
    by_memory: bool = False
    why: Why = NOTHING_DECIDED

    @property
    def is_clear(self) -> bool:
        """Whether these explain all of the words, so that other words for them need not be tried."""
        return not self.near and self.explained >= CLEAR and len(self.options) > 1


def known_as(sku_id: int) -> CandidateSet:
    """The only goods that come into question, without doubt."""
    return CandidateSet(options=(sku_id,), sure=True, near=False, explained=1.0)


def together(every: Sequence[CandidateSet]) -> CandidateSet:
    """What several ways to hear a name found: the best, with what others found as well."""
    if not every:
        return CandidateSet()
    best = max(every, key=lambda found: (not found.near, found.explained, found.sure))
    if best.near:
        return best if best.explained >= GUESS else CandidateSet()
    for found in every:
        if found.by_vessel and not found.near and (found is best or set(found.options) < set(best.options)):
            return found
    also = [found for found in every if not found.near and found.explained >= best.explained - _EVEN]
    options = tuple(dict.fromkeys(sku_id for found in (best, *also) for sku_id in found.options))
    sure = any(found.sure for found in also) and len(options) == 1
    return replace(best, options=options, sure=sure)
