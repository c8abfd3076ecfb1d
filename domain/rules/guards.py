"""Names that look like quantities: 六个核桃, 三只松鼠; where one stands in a text, nothing is counted."""

from collections.abc import Iterable
from functools import lru_cache

from domain.rules.counting import Amount, counted, tidy
from domain.rules.spelling import sounds

#: Names of goods that begin like a quantity, whether we sell them or not.
_KNOWN = ("六个核桃", "三只松鼠", "三个和尚", "八个核桃", "一个果园", "两只老虎", "三只小羊", "百事可乐", "三片叶子")
_FIGURES = frozenset("一二两三四五六七八九十百千万")
#: Fewer syllables may be heard anywhere.
_HEARD_FROM = 4
_HIDDEN = "\ue000"
#: No name longer than this is looked for.
_LONGEST = 16


class Guards:
    """The names and specs of a catalogue that hold something like a quantity."""

    def __init__(
        self, names: Iterable[str], specs: Iterable[str], endings: Iterable[str], units: frozenset[str]
    ) -> None:
        self._units = units
        self._names = _Texts((*_KNOWN, *names), units)
        self._specs = _Texts(specs, units)
        self._ends = frozenset(name for name in map(tidy, endings) if name[-1:] in _FIGURES)
        self.counts = lru_cache(maxsize=1024)(self._counts)

    def _counts(self, text: str) -> tuple[Amount, ...]:
        """The quantities in a tidied text that are no part of a name or, where others are left, of a spec."""
        free = [amount for amount in counted(self._masked(text), self._units) if not self._names.hold(text, amount)]
        loose = [amount for amount in free if not self._specs.hold(text, amount)]
        return tuple(loose or free)

    def _masked(self, text: str) -> str:
        """The text with the last character of names such as 统一 hidden, so that it does not run into a number."""
        for name in self._ends:
            text = text.replace(name, f"{name[:-1]}{_HIDDEN}")
        return text


class _Texts:
    """Texts that hold something like a quantity, and what in them is like one."""

    def __init__(self, texts: Iterable[str], units: frozenset[str]) -> None:
        self._texts: set[str] = set()
        self._alike: set[str] = set()
        self._heard: set[str] = set()
        self._begun: set[str] = set()
        for text in {tidy(text) for text in texts}:
            for amount in counted(text, units):
                self._alike.add(text[amount.start : amount.end])
                self._texts.add(_around(text, amount))
                if text[amount.start] in _FIGURES and len(text) <= _LONGEST:
                    self._heard.add(sounds(text[amount.start :]))
                    self._begun.add(text[amount.start : amount.end + 1])

    def hold(self, text: str, amount: Amount) -> bool:
        """Whether an amount in a text is a part of one of these."""
        if text[amount.start : amount.end] not in self._alike:
            return False
        if text[amount.start] in _FIGURES and self._sounds_alike(text, amount.start):
            return True
        for start in range(max(0, amount.end - _LONGEST), amount.start + 1):
            for end in range(max(amount.end, start + 2), min(len(text), start + _LONGEST) + 1):
                if text[start:end] in self._texts:
                    return True
        return False

    def _sounds_alike(self, text: str, start: int) -> bool:
        """Whether a name that begins with a numeral is heard here, or begun: 六个合桃, 六个核挑."""
        if any(text.startswith(begun, start) for begun in self._begun):
            return True
        lengths = range(_HEARD_FROM, min(len(text) - start, _LONGEST) + 1)
        return any(sounds(text[start : start + length]) in self._heard for length in lengths)


def _around(text: str, amount: Amount) -> str:
    """A text, or as much of a long one as is looked for."""
    if len(text) <= _LONGEST:
        return text
    start = max(0, min(amount.start, amount.end - _LONGEST // 2))
    return text[start : max(amount.end, start + _LONGEST // 2)]
