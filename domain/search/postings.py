"""The inverted index in flat arrays: a million SKUs in little memory, the best found fast."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

_Numbers = npt.NDArray[np.uint32]
_Places = npt.NDArray[np.int64] | npt.NDArray[np.uint32]
_List = tuple[_Numbers, float]

#: A thing by its number, and what the marks it shares with a query weigh.
Shared: TypeAlias = tuple[int, float]

_LOW = np.uint64(0xFFFFFFFF)
_HALF = 32
#: Lists are merged, rarest first, until so many entries were seen; longer ones only reorder what is there by then.
_MERGED = 30_000
#: Among so few things the rarest lists tell enough.
_FEW = 200_000
#: So many pairs are sorted at once while building: the rest waits in half the memory.
_AT_ONCE = 2_000_000
#: A mark of more than so much of a large catalogue tells nothing.
_COMMON, _LARGE = 0.3, 5_000
#: What gained less than this part of the best is not worth a look.
_PROMISING, _LEAST = 0.5, 1e-6


class Postings:
    """Marks → the numbers of the things that bear them; never changes once built."""

    def __init__(self, marked: Iterable[Iterable[int]]) -> None:
        rows: list[_Rows] = []
        pairs = array("Q")
        self.count = 0
        for number, keys in enumerate(marked):
            pairs.extend([key << _HALF | number for key in keys])
            self.count = number + 1
            if len(pairs) >= _AT_ONCE:
                rows.append(_sorted(pairs))
                pairs = array("Q")
        rows.append(_sorted(pairs))
        self._keys, self._starts, self._numbers = _joined(rows, max(_LARGE, int(_COMMON * self.count)))

    def best(self, wanted: Mapping[int, float], most: int) -> list[Shared]:
        """The things that share the most, and the rarest, marks with what is wanted; best first, with how much."""
        lists = self._lists(wanted)
        if not lists:
            return []
        gained = np.zeros(self.count, dtype=np.float32)
        touched, rest = self._merge(lists, gained)
        rest = rest if self.count > _FEW else []
        left = sum(weight for _, weight in rest)
        for numbers, weight in rest:
            touched = _promising(gained, touched, left, most)
            gained[touched[_within(touched, numbers)]] += weight
            left -= weight
        return _top(gained, touched, most)

    def of(self, mark: int) -> list[int]:
        """The things that bear one mark."""
        place = int(np.searchsorted(self._keys, np.uint32(mark)))
        if place == len(self._keys) or self._keys[place] != mark:
            return []
        numbers: list[int] = self._numbers[self._starts[place] : self._starts[place + 1]].tolist()
        return numbers

    def _merge(self, lists: list[_List], gained: npt.NDArray[np.float32]) -> tuple[_Numbers, list[_List]]:
        """Add up the rarest lists; what was touched, and the lists still to come."""
        lengths = [len(numbers) for numbers, _ in lists]
        first = max(1, sum(1 for total in accumulate(lengths) if total <= _MERGED))
        weights = np.array([weight for _, weight in lists[:first]], dtype=np.float32)
        np.add.at(gained, np.concatenate([numbers for numbers, _ in lists[:first]]), weights.repeat(lengths[:first]))
        return _touched(gained, sum(weight for _, weight in lists[first:])), lists[first:]

    def _lists(self, wanted: Mapping[int, float]) -> list[_List]:
        """The list of each wanted mark with its weight, rarest first."""
        if not len(self._keys) or not wanted:
            return []
        keys = np.fromiter(wanted, dtype=np.uint32, count=len(wanted))
        weights = np.fromiter(wanted.values(), dtype=np.float64, count=len(wanted))
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        there = self._keys[places] == keys
        starts, ends = self._starts[places[there]], self._starts[places[there] + 1]
        weights = weights[there] * np.log(1 + self.count / (1 + ends - starts))
        order = np.argsort(ends - starts, kind="stable")
        spans = zip(starts[order].tolist(), ends[order].tolist(), weights[order].tolist(), strict=True)
        return [(self._numbers[start:end], weight) for start, end, weight in spans]


@lru_cache(maxsize=65536)
def key(mark: str) -> int:
    """The number a mark is kept under.

    Marks are told apart by a checksum; the rare two that share one cost a second look, no more.
    """
    return crc32(mark.encode())


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some keys in order, how many numbers each has, and all these numbers in one row."""

    keys: _Numbers
    lengths: _Places
    numbers: _Numbers


def _sorted(pairs: "array[int]") -> _Rows:
    """The rows of pairs that have the key in their high half."""
    if not pairs:
        return _Rows(np.zeros(0, np.uint32), np.zeros(0, np.int64), np.zeros(0, np.uint32))
    both = np.frombuffer(pairs, dtype=np.uint64)
    both.sort()
    keys = (both >> np.uint64(_HALF)).astype(np.uint32)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    numbers = (both & _LOW).astype(np.uint32)
    return _Rows(keys[starts], np.diff(starts, append=len(keys)), numbers)


def _joined(rows: list[_Rows], most: int) -> tuple[_Numbers, _Places, _Numbers]:
    """Every key once, where its numbers start, and all numbers in one row; keys of more than ``most`` left out."""
    keys = np.concatenate([each.keys for each in rows])
    lengths = np.concatenate([each.lengths for each in rows])
    every, place = np.unique(keys, return_inverse=True)
    totals = np.bincount(place, weights=lengths, minlength=len(every)).astype(np.int64)
    telling = totals <= most
    lengths[~telling[place]] = 0
    order = np.argsort(keys, kind="stable")
    begins = np.empty(len(keys), dtype=np.int64)
    begins[order] = np.concatenate(([0], np.cumsum(lengths[order])[:-1])) if len(keys) else 0
    numbers = np.empty(int(lengths.sum()), dtype=np.uint32)
    at = 0
    while rows:
        row = rows.pop(0)  # its memory is given back before the next
        kept = np.repeat(telling[place[at : at + len(row.keys)]], row.lengths)
        where = np.repeat(begins[at : at + len(row.keys)], lengths[at : at + len(row.keys)])
        own = lengths[at : at + len(row.keys)]
        within = np.arange(len(where)) - np.repeat(np.cumsum(own) - own, own)
        numbers[where + within] = row.numbers[kept]
        at += len(row.keys)
    starts = np.concatenate(([0], np.cumsum(totals[telling])))
    return every[telling], starts.astype(np.uint32) if starts[-1] <= _LOW else starts, numbers


def _touched(gained: npt.NDArray[np.float32], left: float) -> _Numbers:
    """Entries whose score can still reach the threshold, where ``left`` is the most they can still gain."""
    least = max(_PROMISING * float(gained.max()) - left, _LEAST)
    return np.flatnonzero(gained >= least).astype(np.uint32)


def _promising(gained: npt.NDArray[np.float32], touched: _Numbers, left: float, most: int) -> _Numbers:
    """Those that may still come among the best when ``left`` is all there is to gain."""
    if len(touched) <= most:
        return touched
    gains = gained[touched]
    least = np.partition(gains, len(gains) - most)[len(gains) - most]
    promising: _Numbers = touched[gains + left >= least]
    return promising


def _within(wanted: _Numbers, numbers: _Numbers) -> npt.NDArray[np.bool_]:
    places = np.searchsorted(numbers, wanted)
    places[places == len(numbers)] = 0
    among: npt.NDArray[np.bool_] = numbers[places] == wanted
    return among


def _top(gained: npt.NDArray[np.float32], touched: _Numbers, most: int) -> list[Shared]:
    gains = gained[touched]
    if len(touched) > most:
        least = np.partition(gains, len(gains) - most)[len(gains) - most]
        sure, even = touched[gains > least], np.sort(touched[gains == least])
        touched = np.concatenate((sure, even[: most - len(sure)]))
    gains = gained[touched]
    promising = gains >= _PROMISING * gains.max()
    touched, gains = touched[promising], gains[promising]
    order = np.lexsort((touched, -gains))
    return list(zip(touched[order].tolist(), gains[order].tolist(), strict=True))
