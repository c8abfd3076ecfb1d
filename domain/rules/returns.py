"""What dealers may ask for after goods came: reasons, outcomes, and how long they have."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

_DAY, _MOST = 24, 24 * 3650
_SPAN = re.compile(r"(\d{1,5})\s*(h|小时|d|天)?")


class ReturnKind(StrEnum):
    """Whether the goods come back."""

    CLAIM = "claim"
    """The dealer keeps what there is of them."""
    RETURN = "return"
    """They come back and are counted."""
    REPAIR = "repair"
    """They come, are repaired, and go back to the dealer: no stock and no money moves."""


class ReturnReason(StrEnum):
    """What is wrong with the goods."""

    SHORT = "short"
    """Fewer came than were sent."""
    BROKEN = "broken"
    WRONG = "wrong"
    """Other goods came than were ordered."""
    QUALITY = "quality"
    EXPIRING = "expiring"
    """Out of date, or nearly."""
    UNWANTED = "unwanted"
    """Nothing: they are not wanted after all."""
    GIFT = "gift"
    """Nothing: they were given for goods that go back. Nobody asks for it; the rule does."""


class Outcome(StrEnum):
    """What the dealer gets for the goods."""

    REFUND = "refund"
    """What was paid for them is credited."""
    REPLACEMENT = "replacement"
    """The same goods once more, at no price."""
    REPAIR = "repair"
    """The same goods, repaired."""
    NOTHING = "nothing"
    """A gift that comes back with the goods it was given for; charged where it does not."""


#: What a dealer may ask for.
OUTCOMES: Mapping[ReturnKind, tuple[Outcome, ...]] = {
    ReturnKind.CLAIM: (Outcome.REFUND, Outcome.REPLACEMENT),
    ReturnKind.RETURN: (Outcome.REFUND, Outcome.REPLACEMENT),
    ReturnKind.REPAIR: (Outcome.REPAIR,),
}


#: What may be claimed without bringing the goods back, what goods are brought back for, and repaired for.
REASONS: Mapping[ReturnKind, tuple[ReturnReason, ...]] = {
    ReturnKind.CLAIM: (
        ReturnReason.SHORT,
        ReturnReason.BROKEN,
        ReturnReason.WRONG,
        ReturnReason.QUALITY,
        ReturnReason.EXPIRING,
    ),
    ReturnKind.RETURN: (
        ReturnReason.UNWANTED,
        ReturnReason.BROKEN,
        ReturnReason.WRONG,
        ReturnReason.QUALITY,
        ReturnReason.EXPIRING,
    ),
    ReturnKind.REPAIR: (ReturnReason.BROKEN, ReturnReason.QUALITY),
}


def is_askable(kind: ReturnKind, reason: ReturnReason, outcome: Outcome) -> bool:
    """Whether a dealer may ask for this, for that reason."""
    return reason in REASONS[kind] and outcome in OUTCOMES[kind]


#: Nobody at the dealer's is to blame for these.
OUR_FAULT = frozenset(ReturnReason) - {ReturnReason.UNWANTED, ReturnReason.GIFT}


@dataclass(frozen=True, kw_only=True)
class OwnWindow:
    """The hours of a category, by its name, or of a reason, by its word."""

    name: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class ReturnWindow:
    """How long after their receipt something may be asked for goods. ``hours``: where nothing has its own."""

    hours: int
    own: tuple[OwnWindow, ...] = ()

    def ends(self, received: datetime, categories: Iterable[str], reason: ReturnReason | None = None) -> datetime:
        """When it ends; where both the category and the reason have hours of their own, the fewer count."""
        names = {each.strip().casefold() for each in categories} | ({reason.value} if reason else set())
        hours = [each.hours for each in self.own if each.name.casefold() in names]
        return received + timedelta(hours=min(hours, default=self.hours))

    def __str__(self) -> str:
        """As it is written: ``14d;生鲜:72h``."""
        return ";".join([_told(self.hours), *(f"{each.name}:{_told(each.hours)}" for each in self.own)])


def read_window(text: str) -> ReturnWindow | None:
    """A window as it is written; nothing where it is none."""
    first, *rest = [part.strip() for part in text.replace("；", ";").replace("：", ":").split(";") if part.strip()] or [
        ""
    ]
    hours, own = _hours(first), [_own(part) for part in rest]
    named = tuple(each for each in own if each is not None)
    if hours is None or len(named) != len(own):
        return None
    return ReturnWindow(hours=hours, own=named)


def _own(part: str) -> OwnWindow | None:
    name, _, written = part.rpartition(":")
    hours = _hours(written)
    return OwnWindow(name=name.strip(), hours=hours) if name.strip() and hours is not None else None


def _hours(text: str) -> int | None:
    found = _SPAN.fullmatch(text.strip().casefold())
    hours = int(found[1]) * (1 if found[2] in ("h", "小时") else _DAY) if found else 0
    return hours if 0 < hours <= _MOST else None


def _told(hours: int) -> str:
    return f"{hours // _DAY}d" if hours % _DAY == 0 and hours > _DAY * 3 else f"{hours}h"


def left_to_claim(delivered: Decimal, taken: Decimal) -> Decimal:
    """How much of a line may still be asked for, in base units."""
    return max(delivered - taken, Decimal(0))


@dataclass(frozen=True, kw_only=True)
class DisputedParts:
    """What becomes of goods that a claim kept off the bill: never billed, or billed now."""

    waived: Decimal
    billed: Decimal


def disputed_parts(withheld: Decimal, agreed: Decimal, outcome: Outcome) -> DisputedParts:
    """What becomes of them when so much is agreed to; what is sent once more is paid for."""
    waived = min(withheld, agreed) if outcome is Outcome.REFUND else Decimal(0)
    return DisputedParts(waived=waived, billed=withheld - waived)
