"""Which things bear which marks, in a few flat arrays: a million SKUs in little memory, the best found fast."""

from array import array
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

_Numbers = npt.NDArray[np.uint32]
_List = tuple[_Numbers, float]

_LOW = np.uint64(0xFFFFFFFF)
_WORD = 32
#: Lists are merged, rarest first, until so many entries were seen; longer ones only reorder what is there by then.
_MERGED = 60_000
#: A mark of more than so much of a large catalogue tells nothing.
_COMMON, _LARGE = 0.3, 5_000
#: What gained less than this part of the best is not worth a look.
_PROMISING, _LEAST = 0.5, 1e-6


class Postings:
    """Marks → the numbers of the things that bear them; never changes once built."""

    def __init__(self, marked: Iterable[Iterable[int]]) -> None:
        pairs = array("Q")
        count = 0
        for number, keys in enumerate(marked):
            pairs.extend([key << _WORD | number for key in keys])
            count = number + 1
        self.count = count
        self._keys, self._starts, self._numbers = _packed(pairs, count)

    def best(self, wanted: Mapping[int, float], most: int) -> list[int]:
        """The things that share the most, and the rarest, marks with what is wanted; best first."""
        lists = self._lists(wanted)
        if not lists:
            return []
        gained = np.zeros(self.count, dtype=np.float32)
        touched, rest = self._merge(lists, gained)
        left = sum(weight for _, weight in rest)
        for numbers, weight in rest:
            touched = _promising(gained, touched, left, most)
            gained[touched[_within(touched, numbers)]] += weight
            left -= weight
        return _top(gained, touched, most)

    def _merge(self, lists: list[_List], gained: npt.NDArray[np.float32]) -> tuple[_Numbers, list[_List]]:
        """Add up the rarest lists; what was touched, and the lists still to come."""
        total = 0
        for position, (numbers, weight) in enumerate(lists):
            total += len(numbers)
            if position and total > _MERGED:
                left = sum(weight for _, weight in lists[position:])
                return _touched(gained, left), lists[position:]
            gained[numbers] += weight
        return _touched(gained, 0.0), []

    def _lists(self, wanted: Mapping[int, float]) -> list[_List]:
        """The list of each wanted mark with its weight, rarest first."""
        if not len(self._keys) or not wanted:
            return []
        keys = np.fromiter(wanted, dtype=np.uint32, count=len(wanted))
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found = self._keys[places] == keys
        lists: list[_List] = []
        for place, there, weight in zip(places.tolist(), found.tolist(), wanted.values(), strict=True):
            if there:
                numbers = self._numbers[self._starts[place] : self._starts[place + 1]]
                rarity = np.log(1 + self.count / (1 + len(numbers)))
                lists.append((numbers, float(weight * rarity)))
        return sorted(lists, key=lambda each: len(each[0]))


@lru_cache(maxsize=65536)
def key(mark: str) -> int:
    """The number a mark is kept under.

    Marks are told apart by a checksum; the rare two that share one cost a second look, no more.
    """
    return crc32(mark.encode())


def _packed(pairs: "array[int]", count: int) -> tuple[_Numbers, npt.NDArray[np.int64], _Numbers]:
    """Every key once, where its numbers start, and all the numbers in one row."""
    both = np.frombuffer(pairs, dtype=np.uint64) if pairs else np.zeros(0, dtype=np.uint64)
    both.sort()
    numbers = (both & _LOW).astype(np.uint32)
    both >>= np.uint64(_WORD)
    keys = both.astype(np.uint32)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
    keys = keys[starts]
    starts = np.append(starts, len(numbers))
    return _without_common(keys, starts, numbers, count)


def _without_common(
    keys: _Numbers, starts: npt.NDArray[np.int64], numbers: _Numbers, count: int
) -> tuple[_Numbers, npt.NDArray[np.int64], _Numbers]:
    lengths = np.diff(starts)
    telling = lengths <= max(_LARGE, _COMMON * count)
    if telling.all():
        return keys, starts, numbers
    kept = numbers[np.repeat(telling, lengths)]
    return keys[telling], np.concatenate(([0], np.cumsum(lengths[telling]))), kept


def _touched(gained: npt.NDArray[np.float32], left: float) -> _Numbers:
    """What may come to be worth a look, when ``left`` is all there is to gain."""
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


def _top(gained: npt.NDArray[np.float32], touched: _Numbers, most: int) -> list[int]:
    gains = gained[touched]
    if len(touched) > most:
        least = np.partition(gains, len(gains) - most)[len(gains) - most]
        sure, even = touched[gains > least], np.sort(touched[gains == least])
        touched = np.concatenate((sure, even[: most - len(sure)]))
    gains = gained[touched]
    promising = gains >= _PROMISING * gains.max()
    order = np.lexsort((touched[promising], -gains[promising]))
    return [int(number) for number in touched[promising][order]]
