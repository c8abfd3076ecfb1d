"""What a button carries: a verb and its arguments, in at most 64 bytes, and never a name."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.refusals import Refusal
from handlers.turn import Button
from handlers.verbs import Verb

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

#: As we write it; much else is a number to Decimal, and some of it too large to be looked at.
_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?")
#: The most that a table keeps exactly, with four decimals.
_AMOUNT_MOST = Decimal(9) * Decimal(10) ** 14

Argument = int | Decimal | str


class StaleButton(Refusal):
    """A button we no longer draw, or never drew."""


@dataclass(frozen=True, kw_only=True)
class Press:
    """A pressed button: what to do, and to what."""

    verb: Verb
    args: tuple[str, ...] = ()

    def has(self, position: int) -> bool:
        """Whether there is an argument at this position."""
        return position < len(self.args) and bool(self.args[position])

    def id(self, position: int) -> int:
        """An id."""
        try:
            value = int(self.text(position), 36)
        except ValueError as error:
            raise StaleButton from error
        if not 0 <= value < 1 << 63:
            raise StaleButton
        return value

    def number(self, position: int, default: int | None = None) -> int:
        """A small whole number: a revision, a page, a choice."""
        if default is not None and not self.has(position):
            return default
        text = self.text(position)
        if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - no revision or page is longer
            raise StaleButton
        return int(text)

    def quantity(self, position: int) -> Decimal:
        """A quantity in base units, or an amount of money."""
        text = self.text(position)
        if not _AMOUNT.fullmatch(text) or abs(Decimal(text)) > _AMOUNT_MOST:
            raise StaleButton
        return Decimal(text)

    def text(self, position: int) -> str:
        """A word of ours: a role, a language, a day."""
        if not self.has(position):
            raise StaleButton
        return self.args[position]


def read(data: str) -> Press:
    """The press that a button's data stands for.

    Raises:
        StaleButton: not ours, or from another time.
    """
    verb, *args = data.split(":")
    try:
        return Press(verb=Verb(verb), args=tuple(args))
    except ValueError as error:
        raise StaleButton from error


def press_of(verb: Verb, *args: Argument) -> Press:
    """The press of a button that would carry this."""
    return read(data_of(verb, *args))


def is_ours(data: str) -> bool:
    """Whether data begins with a verb we know."""
    return data.partition(":")[0] in set(Verb)


def data_of(verb: Verb, *args: Argument) -> str:
    """The data for a button. Whole numbers above a million are ids."""
    return ":".join((verb.value, *(_written(arg) for arg in args)))


def button(label: str, verb: Verb, *args: Argument, say: str = "") -> Button:
    """A button that does something."""
    return Button(label=label, data=data_of(verb, *args), say=say)


def _written(arg: Argument) -> str:
    if isinstance(arg, Decimal):
        return format(arg.normalize() if arg else Decimal(0), "f")
    if isinstance(arg, int) and arg > 999_999:  # noqa: PLR2004 - see data_of
        return _base36(arg)
    return str(arg)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
