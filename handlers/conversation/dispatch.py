"""What a pressed button does: the handler of its verb, the typed arguments it takes, and the right behind it."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar, get_args

from domain.rules.rights import Right
from handlers.conversation.callback_data import Callback, StaleButton
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Turn

#: The id of a row, in base 36. The parameter's name says of what: ``order_id``.
Id: TypeAlias = Annotated[int, "id"]

#: As we write it; much else is a number to Decimal, and some of it too large to be looked at.
_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4})?")
#: The most that a table keeps exactly, with four decimals.
_AMOUNT_MOST = Decimal(9) * Decimal(10) ** 14

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One argument of a button; one that is not required may be missing, and the handler has a default for it.

    Whatever stands for a flag says yes; only its absence says no. Raises TypeError for a flag without a default.
    """

    name: str
    kind: Any
    required: bool

    def __post_init__(self) -> None:
        if self.kind is bool and self.required:
            raise TypeError(f"{self.name} is a flag: without one it needs a default")

    def read(self, text: str) -> object:
        """The value that a button's text stands for. Raises StaleButton: we never wrote that."""
        try:
            return _reader(self.kind)(text)
        except ValueError as error:
            raise StaleButton from error


@dataclass(frozen=True)
class Action:
    """The handler of a verb, whose keyword arguments are what the button carries, and the right that its act needs."""

    handler: Callable[..., Turn]
    right: Right | None = None

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """What the button carries, from the handler's signature."""
        return _parameters(self.handler, behind=1)

    def arguments(self, callback: Callback) -> dict[str, Any]:
        """The arguments of a pressed button, by name. Raises StaleButton: one is missing, or is not what we write."""
        texts = (*callback.args, *("",) * len(self.parameters))
        given = [(parameter, text) for parameter, text in zip(self.parameters, texts, strict=False)]
        if any(parameter.required and not text for parameter, text in given):
            raise StaleButton
        return {parameter.name: parameter.read(text) for parameter, text in given if text}

    def run(self, request: Request, callback: Callback) -> Turn:
        """What the pressed button does."""
        return self.handler(request, **self.arguments(callback))


@dataclass(frozen=True)
class AnswerHandler:
    """The handler of the answer to a question. Its keyword arguments are the facts, an id without its ``_id``."""

    handler: Callable[..., Turn]

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The facts that the handler asks for, by their names in the question."""
        return {each.name.removesuffix("_id"): each for each in _parameters(self.handler, behind=2)}

    def run(self, request: Request, facts: Facts, text: str) -> Turn:
        """What the answer does. Raises StaleButton: the question was asked before we needed to know as much."""
        known = {name: facts[name] for name in self.parameters if facts.get(name) is not None}
        if any(each.required and name not in known for name, each in self.parameters.items()):
            raise StaleButton
        return self.handler(request, text, **{self.parameters[name].name: fact for name, fact in known.items()})


def joined(*tables: Mapping[_Key, _Value]) -> Mapping[_Key, _Value]:
    """One table of several. Raises ValueError: something stands in two of them."""
    whole: dict[_Key, _Value] = {}
    for table in tables:
        if twice := whole.keys() & table.keys():
            raise ValueError(f"in two tables: {twice}")
        whole |= table
    return MappingProxyType(whole)


def _parameters(handler: Callable[..., Turn], behind: int) -> tuple[Parameter, ...]:
    """The keyword arguments of a handler, after its first ``behind`` ones."""
    return tuple(
        Parameter(name=each.name, kind=_kind(each.annotation), required=each.default is inspect.Parameter.empty)
        for each in list(inspect.signature(handler).parameters.values())[behind:]
    )


def _kind(annotation: Any) -> Any:
    """What stands behind ``X`` or ``X | None``."""
    if annotation in _READERS:
        return annotation
    return next((each for each in get_args(annotation) if each in _READERS), annotation)


def _reader(kind: Any) -> Callable[[str], object]:
    if kind not in _READERS and not issubclass(kind, StrEnum):
        raise TypeError(f"a button cannot carry {kind}")
    return _READERS.get(kind, kind)


def read_id(text: str) -> int:
    """An id."""
    value = int(text, 36)
    if not 0 <= value < 1 << 63:
        raise ValueError(text)
    return value


def read_number(text: str) -> int:
    """A small whole number: a revision, a page, a choice."""
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - no revision or page is longer
        raise ValueError(text)
    return int(text)


def read_amount(text: str) -> Decimal:
    """A quantity in base units, or an amount of money."""
    if not _AMOUNT.fullmatch(text) or abs(Decimal(text)) > _AMOUNT_MOST:
        raise ValueError(text)
    return Decimal(text)


_READERS: Mapping[Any, Callable[[str], object]] = {
    Id: read_id,
    int: read_number,
    Decimal: read_amount,
    str: str,
    bool: bool,
    date: date.fromisoformat,
}
