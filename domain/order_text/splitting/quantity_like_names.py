"""Product names that look like quantities: 六个核桃, 三只松鼠; their numbers are no quantities."""

from collections.abc import Iterable
from functools import lru_cache

from domain.language.quantities_in_text import Amount, counted, tidy
from domain.language.spelling import HAN, sounds
from domain.language.units import KNOWN, counted_alike, is_weight, singular
from domain.language.words.lists import words

#: Names of goods that begin like a quantity, whether we sell them or not.
_KNOWN = words("goods", "numbers_in_names")
_FIGURES = frozenset("一二两三四五六七八九十百千万")
#: Fewer syllables may be heard anywhere.
_HEARD_FROM = 4
_HIDDEN = "\ue000"
#: No name longer than this is looked for.
_LONGEST = 16
#: No word that begins like a unit is longer.
_WORD_LONGEST = 6


class QuantityLikeNames:
    """The names and specs of a catalogue that hold something like a quantity.

    ``own_units``: what its goods are counted in; of ``units`` a message may say any.
    """

    def __init__(
        self,
        names: Iterable[str],
        specs: Iterable[str],
        endings: Iterable[str],
        units: frozenset[str],
        own_units: frozenset[str] = KNOWN,
    ) -> None:
        names, specs = tuple(names), tuple(specs)
        self._units, self._own_units = units, counted_alike(own_units)
        self._names = _Texts((*_KNOWN, *names), units)
        self._specs = _Texts(specs, units)
        self._begun = _begun_by_unit((*names, *specs), units)
        self._ends = frozenset(name for name in map(tidy, endings) if name[-1:] in _FIGURES)
        self.counts = lru_cache(maxsize=1024)(self._counts)

    def _counts(self, text: str) -> tuple[Amount, ...]:
        """The quantities in a tidied text that are no part of a name or, where others are left, of a spec."""
        found = [amount for amount in counted(self._masked(text), self._units) if not self._begins_word(text, amount)]
        free = [amount for amount in found if not self._names.hold(text, amount)]
        free = [amount for amount in free if not self._is_size(text, amount)]
        loose = [amount for amount in free if not self._specs.hold(text, amount)]
        return tuple(loose or free)

    def _is_size(self, text: str, amount: Amount) -> bool:
        """Whether a spec says so much in a unit that none of the goods is counted in: of 3排扣 nobody buys three."""
        own = not amount.unit or is_weight(amount.unit) or singular(amount.unit) in self._own_units
        return not own and self._specs.say(text[amount.start : amount.end])

    def _begins_word(self, text: str, amount: Amount) -> bool:
        """Whether the unit is the beginning of a word of the catalogue: 卡其 is not 卡."""
        at = amount.end - 1
        return bool(amount.unit) and any(
            text[at : at + length] in self._begun for length in range(2, _WORD_LONGEST + 1)
        )

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

    def say(self, amount: str) -> bool:
        """Whether one of these says just this amount."""
        return amount in self._alike

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


def _begun_by_unit(texts: Iterable[str], units: frozenset[str]) -> frozenset[str]:
    """The runs of Chinese in some texts that begin with a counting word of one character, but not 罐装."""
    signs = {unit for unit in units if len(unit) == 1}
    whole = {run for text in texts for run in HAN.findall(text) if run[0] in signs}
    runs = whole | {run.removesuffix("色") for run in whole}
    return frozenset(run for run in runs if 1 < len(run) <= _WORD_LONGEST and run[-1] != "装")
