"""The demo's past: forty-seven orders of the last sixty days, as data for the seeding to play through the acts."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


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
    """So much of one SKU, in base units."""

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
_COMPLETED, _SHIPPED, _PARTLY = DemoOutcome.completed, DemoOutcome.shipped, DemoOutcome.partly_shipped
_APPROVED, _WAITING = DemoOutcome.approved, DemoOutcome.waiting
_REJECTED, _CANCELLED = DemoOutcome.rejected, DemoOutcome.cancelled


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


def _order(
    days_ago: int,
    account: str,
    buyer: str,
    text: str,
    outcome: DemoOutcome = _COMPLETED,
    *,
    parcels: tuple[str, ...] = (),
    reason: str = "",
    note: str = "",
    rating: int = 0,
) -> DemoOrder:
    whole = (text,) if outcome in {_COMPLETED, _SHIPPED} else ()
    shipments = _parcels(days_ago, account, parcels or whole, delivered=outcome is _COMPLETED)
    return DemoOrder(
        days_ago=days_ago,
        account=account,
        buyer=buyer,
        lines=_lines(text),
        outcome=outcome,
        shipments=shipments,
        reason=reason,
        note=note,
        rating=rating,
    )


DEMO_ORDERS: tuple[DemoOrder, ...] = (
    _order(59, "xinglong", "wang", "YL0101*48 YL0102*72 LS2201*100 RY0101*24", rating=5),
    _order(58, "jiahe", "chen", "TW1601*50 TW1701*40 LY1302*8 ZP0102*12", rating=5),
    _order(57, "laozhao", "zhao", "LY0103*6 LY0403*6 LY0901*30 TW1301*20 TW1402*20 TW1601*50", note="大米先送"),
    _order(55, "xiangwei", "peng", "QJ0103*4 TW1301*10 TW0102*6", rating=4),
    _order(54, "harbour", "priya", "CY0201*12 FB0701*48 JL0201*24 LS1202*24 SH0301*48 YL1001*15", rating=5),
    _order(52, "maple", "lucia", "CY0302*16 FB0502*6 LS0401*24 LS1402*10 LS1701*8 RY1001*20 YL0801*48"),
    _order(51, "xinglong", "wang", "LS0201*40 LS0601*24 LS1601*12 ZP0101*60", rating=4),
    _order(50, "xiangwei", "peng", "QJ0103*4 RY1201*100 TW1301*8.25 TW1502*10 TW1601*50 TW2001*24 ZP0601*48"),
    _order(48, "jiahe", "xiaoliu", "JL0502*12 RP0202*8", rating=5),
    _order(
        47,
        "harbour",
        "tom",
        "CY0201*6 JL0201*12 LS0101*22 TW1001*48",
        parcels=("CY0201*6 LS0101*22", "JL0201*12 TW1001*48"),
        note="Please ring the bell at the yard gate",
    ),
    _order(45, "jiahe", "chen", "FB0103*18 LS1901*24 RP0201*12 RP0601*6 TW1601*30 YL0104*16", rating=4),
    _order(44, "harbour", "tom", "CY0401*48 GH0202*6 LS1202*12 QJ0301*12 RY0302*50 YL1001*15 ZP0102*18"),
    _order(43, "xinglong", "wang", "JL0101*240 JL0103*240", _REJECTED, reason="超过额度，请先结清上月货款"),
    _order(42, "xinglong", "wang", "SH0102*24 YL0301*48 JL0101*48", rating=5),
    _order(41, "xiangwei", "peng", "JL0103*24 TW2001*24", note="下午三点以后送，中午忙"),
    _order(39, "harbour", "priya", "JL0201*36 LS0601*72 QJ0301*12 YL0101*48 YL1502*15", rating=5),
    _order(
        38,
        "laozhao",
        "zhao",
        "LY0103*10 LY0701*50 LY1403*3 TW0102*12",
        parcels=("LY0103*10 LY1403*3", "LY0701*50 TW0102*12"),
    ),
    _order(36, "harbour", "tom", "CY0201*12 JL0502*12 LS0501*48 SH0301*96 SH0302*24 ZP0102*6", rating=4),
    _order(35, "jiahe", "chen", "CY0302*24 LY0103*6 ZP0202*20", _CANCELLED, reason="下重了，已有一单"),
    _order(35, "jiahe", "chen", "CY0302*24 LY0103*6 ZP0202*20 QJ0602*12", rating=5),
    _order(33, "maple", "lucia", "YL0101*24 SH0201*48 LS0103*22", rating=5),
    _order(31, "xinglong", "wang", "FB0201*24 RY0101*36 RY0601*20 YL0802*75 ZP0101*60"),
    _order(30, "laozhao", "zhao", "LY0101*4 LY0801*25 LY1001*12.5 LY1101*12.5 TW0201*12", rating=3),
    _order(28, "xinglong", "wang", "FB0301*36 JL0103*24 LS1501*60 RY0601*20 YL0802*30", rating=4),
    _order(27, "xiangwei", "peng", "RY1101*60 TW1402*20 TW0301*12"),
    _order(25, "harbour", "priya", "JL0601*24 RP0103*12 YL0501*45", rating=5),
    _order(24, "maple", "lucia", "GH0301*72 LS1402*12.5 RY0101*24"),
    _order(
        22,
        "maple",
        "lucia",
        "RY1001*40 FB0502*180",
        _REJECTED,
        reason="That would take every hotpot we have; could it be 60?",
    ),
    _order(20, "jiahe", "chen", "LS1901*24 LY1302*4 RP0101*48 RP0201*8 GH0601*72", rating=5),
    _order(19, "xinglong", "wang", "LS1501*20 LS1601*12 YL0901*30"),
    _order(17, "xinglong", "wang", "FB0101*36 JL0101*72 LS1601*6 YL0101*48", rating=5),
    _order(15, "maple", "lucia", "CY0302*16 LS1402*12.5 RP0101*72 YL0201*24", rating=4),
    _order(14, "laozhao", "zhao", "LY0103*4 LY1001*30 TW1702*20"),
    _order(
        12, "harbour", "priya", "FB0701*24 YL0502*30 LS2002*4", parcels=("FB0701*24", "YL0502*30 LS2002*4"), rating=4
    ),
    _order(10, "xinglong", "wangsao", "JL0101*24 LS0101*22 LS0201*20 LS1501*20 YL0101*48", rating=5),
    _order(8, "xinglong", "wang", "FB0101*36 FB0201*24 FB0301*24 JL0101*24 SH0101*24 SH0102*48", rating=5),
    _order(6, "jiahe", "xiaoliu", "LY1202*8 RP0103*12 RY0901*40 TW1001*72 YL0104*16 YL1201*75 YL1202*24"),
    _order(
        4,
        "laozhao",
        "zhao",
        "LY0101*8 LY0701*30 LY0801*25 LY1302*12",
        _SHIPPED,
        parcels=("LY0101*8 LY1302*12", "LY0701*30 LY0801*25"),
    ),
    _order(3, "xiangwei", "peng", "TW0102*6 TW1202*3.5 TW1601*50", _SHIPPED),
    _order(
        2,
        "harbour",
        "priya",
        "JL0502*12 LS0501*48 RP0702*24 YL1401*24",
        _PARTLY,
        parcels=("LS0501*48 RP0702*24 YL1401*24",),
    ),
    _order(
        2,
        "jiahe",
        "chen",
        "RP0101*72 RP0201*12 LS0101*44 ZP0102*24",
        _PARTLY,
        parcels=("RP0101*72 RP0201*12",),
        note="牛奶要新鲜日期",
    ),
    _order(2, "xinglong", "wang", "JL0101*48 LS1501*20 YL0301*48", _SHIPPED, note="喜宴要用，别晚了"),
    _order(1, "xiangwei", "peng", "LY0103*3 QJ0103*4 RY1101*60 TW0301*12 TW0802*20", _APPROVED),
    _order(1, "xinglong", "wang", "FB0201*24 LS0101*66 YL0101*48 YL0802*30", _APPROVED),
    _order(0, "maple", "lucia", "YL0201*24 RY0501*20 LS0401*12", _WAITING, note="Before noon, please"),
    _order(0, "jiahe", "chen", "YL0101*96 LS0101*44 RP0201*16", _WAITING),
    _order(0, "xinglong", "wang", "FB0301*24 JL0103*12 LS0102*22 YL0102*48 ZP0101*60", _WAITING, note="啤酒要冰过的"),
)
