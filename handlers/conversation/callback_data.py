"""Callback data of a button: a verb and its arguments, in at most 64 bytes, ids and never names."""

from dataclasses import dataclass
from decimal import Decimal

from domain.refusals import Refusal
from handlers.conversation.turn import Button
from handlers.conversation.verbs import Verb

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Argument = int | Decimal | str


class StaleButton(Refusal):
    """A button we no longer draw, or never drew."""


@dataclass(frozen=True, kw_only=True)
class Callback:
    """A pressed button: what to do, and to what."""

    verb: Verb
    args: tuple[str, ...] = ()


def read(data: str) -> Callback:
    """The press that a button's data stands for. Raises StaleButton: not ours, or from another time."""
    verb, *args = data.split(":")
    try:
        return Callback(verb=Verb(verb), args=tuple(args))
    except ValueError as error:
        raise StaleButton from error


def is_ours(data: str) -> bool:
    """Whether data begins with a verb we know."""
    return data.partition(":")[0] in set(Verb)


def data_of(verb: Verb, *args: Argument) -> str:
    """The data for a button. Whole numbers above a million are ids."""
    return ":".join((verb.value, *(written(arg) for arg in args)))


def button(label: str, verb: Verb, *args: Argument, say: str = "") -> Button:
    """A button that does something."""
    return Button(label=label, data=data_of(verb, *args), say=say)


def written(arg: Argument) -> str:
    """As a button carries it: 88.40 is 88.4. A flag stands there, or nothing does."""
    if isinstance(arg, bool):
        return "1" if arg else ""
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
