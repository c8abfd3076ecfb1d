"""The result of parsing an order: each line taken, asked about, removed, refused, or not understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from domain.rules.quantities import QuantityFault


class Act(Enum):
    """What a line does to the cart."""

    ADD = "add"
    """Put so much more into it."""
    SET = "set"
    """See that it holds just so much."""
    LESS = "less"
    """Take so much out of it."""
    DROP = "drop"
    """Take it out altogether."""


@dataclass(frozen=True, kw_only=True)
class TakenLine:
    """A line that is clear. ``quantity`` in base units; ``count`` and ``unit`` as said; ``text`` the dealer's words.

    ``name``: what of them named the goods; ``by_memory``: it did so as a nickname of the account; ``why``: what
    decided.
    """

    text: str
    sku_id: int
    quantity: Decimal
    count: Decimal
    unit: str
    act: Act = Act.ADD
    name: str = ""
    by_memory: bool = False


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """A line that could mean several things: which goods, which unit, or (``count`` is nothing) how many.

    ``name``: what of the words named the goods; ``sure``: there is no doubt which goods.
    """

    text: str
    options: tuple[int, ...]
    count: Decimal | None
    unit: str
    act: Act = Act.ADD
    name: str = ""
    sure: bool = False


@dataclass(frozen=True, kw_only=True)
class RemovedLine:
    """Goods that are to leave the cart."""

    text: str
    sku_id: int


@dataclass(frozen=True, kw_only=True)
class RefusedLine:
    """A quantity that nobody can order: none, less than none, or beyond all measure."""

    text: str
    fault: QuantityFault


@dataclass(frozen=True, kw_only=True)
class UnknownLine:
    """Words that name nothing we sell."""

    text: str


Line: TypeAlias = TakenLine | AskedLine | RemovedLine | RefusedLine | UnknownLine


@dataclass(frozen=True, kw_only=True)
class ReadOrder:
    """A whole message as read. ``note``: what is no goods; ``again``: it begins with the last order once more.

    ``recalled``: the nicknames it was read by; with these alone the same words read the same.
    """

    lines: tuple[Line, ...] = ()
    note: str = ""
    again: bool = False
    recalled: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it is an order at all."""
        return self.again or bool(self.lines)


@dataclass(frozen=True, kw_only=True)
class OrderSoFar:
    """What the words may refer back to: base units by SKU, as the cart or the waiting order holds them."""

    quantities: Mapping[int, Decimal] = field(default_factory=dict)


NOTHING = OrderSoFar()
