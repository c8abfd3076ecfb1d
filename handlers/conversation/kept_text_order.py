"""An order in words as the conversation remembers it between messages: the only place that knows the form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from handlers.conversation.turn import Facts

#: What is remembered once no line waits for an answer any more.
NOTHING_WAITS: Facts = {"order_open": "", "order_earlier": ""}
#: What is remembered once the order was placed.
PLACED: Facts = {**NOTHING_WAITS, "order_text": ""}


@dataclass(frozen=True, kw_only=True)
class Instead:
    """The goods that a line turned out to mean, and how much of them it put into the cart, in base units."""

    sku_id: int
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class EarlierLine:
    """A line of an order before that still waits for an answer: its words, and which line of which order it was."""

    serial: int
    at: int
    text: str


@dataclass(frozen=True, kw_only=True)
class KeptTextOrder:
    """Enough to read the order again as it was read: see ``TextOrder`` for what each means."""

    serial: int
    account_id: int | None
    text: str = ""
    open: tuple[int, ...] = ()
    asked: tuple[int, ...] = ()
    held: Mapping[int, Decimal] = field(default_factory=dict)
    recalled: Mapping[str, int] = field(default_factory=dict)
    earlier: tuple[EarlierLine, ...] = ()
    swapped: Mapping[int, Instead] = field(default_factory=dict)


def serial_of(memory: Facts) -> int:
    """Which order in words was read last; 0 before the first."""
    return int(memory.get("order_serial") or 0)


def is_of(memory: Facts, account_id: int | None) -> bool:
    """Whether the order that was read last is for this account."""
    return memory.get("order_account") == account_id


def has_open(memory: Facts) -> bool:
    """Whether lines of it wait for an answer."""
    return bool(memory.get("order_open"))


def dump(order: KeptTextOrder) -> Facts:
    """The order as facts."""
    return {
        "order_serial": order.serial,
        "order_account": order.account_id,
        "order_text": order.text,
        "order_open": ",".join(map(str, order.open)),
        "order_asked": ",".join(map(str, order.asked)),
        "order_held": ",".join(f"{sku_id}:{quantity:f}" for sku_id, quantity in order.held.items()),
        "order_names": ",".join(f"{words}:{sku_id}" for words, sku_id in order.recalled.items()),
        "order_earlier": "\n".join(f"{each.serial}:{each.at}:{' '.join(each.text.split())}" for each in order.earlier),
        "order_swaps": ",".join(f"{at}:{now.sku_id}:{now.quantity:f}" for at, now in order.swapped.items()),
    }


def load(memory: Facts, account_id: int | None) -> KeptTextOrder:
    """The order that was dumped; an empty one where that is for another account."""
    if not is_of(memory, account_id):
        return KeptTextOrder(serial=serial_of(memory), account_id=account_id)
    earlier = (line.split(":", 2) for line in str(memory.get("order_earlier") or "").splitlines())
    return KeptTextOrder(
        serial=serial_of(memory),
        account_id=account_id,
        text=str(memory.get("order_text") or ""),
        open=tuple(int(at) for (at,) in _split(memory, "order_open")),
        asked=tuple(int(at) for (at,) in _split(memory, "order_asked")),
        held={int(sku_id): Decimal(quantity) for sku_id, quantity in _split(memory, "order_held")},
        recalled={words: int(sku_id) for words, sku_id in _split(memory, "order_names")},
        earlier=tuple(EarlierLine(serial=int(serial), at=int(at), text=words) for serial, at, words in earlier),
        swapped={
            int(at): Instead(sku_id=int(sku_id), quantity=Decimal(quantity))
            for at, sku_id, quantity in _split(memory, "order_swaps")
        },
    )


def _split(memory: Facts, name: str) -> Iterator[list[str]]:
    return (part.split(":") for part in str(memory.get(name) or "").split(",") if part)
