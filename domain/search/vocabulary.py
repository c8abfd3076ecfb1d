"""The words in letters that a catalogue knows, for what was cut off or mistyped."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from domain.language.pinyin import is_spoken
from domain.search.postings import Postings, key

#: Words from here on are long enough to forgive a slip, when this alike.
_SLIP_FROM, _SHORT, _SLIP_ALIKE, _SHORT_ALIKE = 3, 4, 72, 80
#: The most words with a prefix, the most words compared, and the most similar words.
_STARTS, _LOOKED_AT, _ALIKE = 12, 40, 6
#: In words shorter than this nobody mistypes the first letter.
_FIRST_TOO = 6
#: How alike a word without its vowels is.
_SHORTENED = 0.97
_VOWELS = re.compile("[aeiou]")
#: Fewer letters begin too many words.
_START_FROM = 3


class Vocabulary:
    """Words in alphabetical order, and by the pairs of letters in them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._known = frozenset(self._words)
        self._pairs = Postings(map(_marks, self._words))
        self.alike = lru_cache(maxsize=4096)(self._alike)

    def _alike(self, word: str) -> tuple[tuple[str, float], ...]:
        """The words that this one may be a beginning or a slip of, with how alike they are."""
        if word in self._known or not word.isalpha() or is_spoken(word):
            return ()
        found = {known: len(word) / len(known) for known in self._beginning(word)}
        if len(word) >= _SLIP_FROM:
            shared = self._pairs.best(dict.fromkeys(_marks(word), 1.0), _LOOKED_AT)
            near = [self._words[number] for number, _ in shared]
            least = _SLIP_ALIKE if len(word) > _SHORT else _SHORT_ALIKE
            near = [known for known in near if len(word) >= _FIRST_TOO or known[0] == word[0] or word in known]
            for known, alike, _ in process.extract(word, near, scorer=fuzz.ratio, limit=_ALIKE, score_cutoff=least):
                found.setdefault(known, alike / 100)
            found |= {known: _SHORTENED for known in near if _is_shortened(word, known)}
        return tuple(found.items())

    def _beginning(self, word: str) -> list[str]:
        if len(word) < _START_FROM:
            return []
        start = bisect_left(self._words, word)
        return [each for each in self._words[start : start + _STARTS] if each.startswith(word)]


def _is_shortened(word: str, known: str) -> bool:
    """Whether a word is another without its vowels, and perhaps a consonant: ``frzn``, ``blk``."""
    if _VOWELS.search(word) or word[0] != known[0] or word[-1] != known[-1]:
        return False
    left = iter(_VOWELS.sub("", known))
    return len(word) >= len(_VOWELS.sub("", known)) - 1 and all(each in left for each in word)


def _marks(word: str) -> set[int]:
    framed = f"^{word}$"
    return set(map(key, (*(framed[at : at + 2] for at in range(len(framed) - 1)), *word)))
