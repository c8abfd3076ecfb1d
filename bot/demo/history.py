"""The demo's order history of the last sixty days, read from ``orders.csv``; the seed replays it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files


class DemoOutcome(StrEnum):
    """How far an order has come by today."""

    completed = "completed"  # every line arrived and was confirmed
    shipped = "shipped"  # every line is on its way
    partly_shipped = "partly_shipped"  # some lines are on their way, the rest is still to be picked
    approved = "approved"  # waits for the warehouse
    waiting = "waiting"  # waits for the salesperson
    rejected = "rejected"  # refused by the salesperson, with a reason
    cancelled = "cancelled"  # taken back by the buyer, with a reason


@dataclass(frozen=True, kw_only=True)
class DemoLine:
    """A quantity of one SKU, in base units."""

    sku: str
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class DemoShipment:
    """One parcel of an order."""

    lines: tuple[DemoLine, ...]
    hours_later: int  # after the order was sent
    carrier: str
    tracking: str
    delivered: bool


@dataclass(frozen=True, kw_only=True)
class DemoOrder:
    """One past order; who and what are keys into the accounts and SKUs of the catalogue."""

    days_ago: int
    account: str
    buyer: str
    lines: tuple[DemoLine, ...]
    outcome: DemoOutcome
    shipments: tuple[DemoShipment, ...]
    reason: str  # empty unless rejected or cancelled
    note: str  # the buyer's wish, may be empty
    rating: int  # stars from 1 to 5; 0 where nobody rated


_CARRIERS = ("云桥城配", "灯笼快运")
_FIRST_PARCEL_HOURS, _NEXT_PARCEL_HOURS = 18, 30


def _lines(text: str) -> tuple[DemoLine, ...]:
    pairs = (word.split("*") for word in text.split())
    return tuple(DemoLine(sku=sku, quantity=Decimal(quantity)) for sku, quantity in pairs)


def _parcels(days_ago: int, account: str, texts: tuple[str, ...], *, delivered: bool) -> tuple[DemoShipment, ...]:
    return tuple(
        DemoShipment(
            lines=_lines(text),
            hours_later=_FIRST_PARCEL_HOURS + turn * _NEXT_PARCEL_HOURS,
            carrier=_CARRIERS[(days_ago + turn) % len(_CARRIERS)],
            tracking=f"YQ{len(account)}{days_ago:02d}{turn + 1}{sum(map(ord, text)) % 100000:05d}",
            # an order still on its way may have its first parcel at the door already
            delivered=delivered or turn < len(texts) - 1,
        )
        for turn, text in enumerate(texts)
    )


def _order(row: Mapping[str, str]) -> DemoOrder:
    days_ago, outcome = int(row["days_ago"]), DemoOutcome(row["outcome"])
    whole = (row["lines"],) if outcome in {DemoOutcome.completed, DemoOutcome.shipped} else ()
    parcels = tuple(row["parcels"].split("; ")) if row["parcels"] else whole
    return DemoOrder(
        days_ago=days_ago,
        account=row["account"],
        buyer=row["buyer"],
        lines=_lines(row["lines"]),
        outcome=outcome,
        shipments=_parcels(days_ago, row["account"], parcels, delivered=outcome is DemoOutcome.completed),
        reason=row["reason"],
        note=row["note"],
        rating=int(row["rating"] or 0),
    )


DEMO_ORDERS = tuple(
    _order(row)
    for row in csv.DictReader(files("bot.demo").joinpath("orders.csv").read_text(encoding="utf-8").splitlines())
)
