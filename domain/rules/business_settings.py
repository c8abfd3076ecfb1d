"""The business settings: rules of the supplier as data, each with its type and default."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from domain.rules.delivery_days import NO_DAYS, DeliveryDays, read_delivery_days
from domain.rules.finance.terms import Terms, TermsKind, read_terms
from domain.rules.returns import OwnWindow, ReturnWindow, read_window

T = TypeVar("T")
#: Highest amount, in the shop's currency, and number of days.
_MOST_MONEY, _MOST_DAYS, _MOST_HOURS = Decimal(1_000_000_000), 3650, 24 * 30
#: Most people a day, and characters of a name and of a note.
_MOST_PEOPLE, _MOST_NAME, _MOST_NOTE = 100_000, 60, 200
#: Longest text of a setting.
TEXT_MOST = 200
_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})")
_ON, _OFF = ("on", "yes", "true", "1", "是", "开"), ("off", "no", "false", "0", "否", "关")
_OPEN, _CLOSED = (*_ON, "open", "打开", "开放"), (*_OFF, "closed", "close", "关闭")


@dataclass(frozen=True, kw_only=True)
class ValueType(Generic[T]):
    """A type of value. ``read`` makes it of what was written, nothing where that is none; ``write`` the other way.

    ``name``: of the text that says what is expected, after ``setting.expects_``.
    """

    name: str
    read: Callable[[str], T | None]
    write: Callable[[T], str]


@dataclass(frozen=True, kw_only=True)
class Definition(Generic[T]):
    """A business setting. ``name``: it is written and kept by it; what it means is the text ``setting.`` with it."""

    name: str
    kind: ValueType[T]
    default: T


def _decimal(text: str, most: Decimal, places: int) -> Decimal | None:
    try:
        number = Decimal(text.strip().removesuffix("%").replace(",", ""))
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= most or number != round(number, places):
        return None
    return number


def _whole(text: str, least: int, most: int) -> int | None:
    number = _decimal(text, Decimal(most), 0)
    return int(number) if number is not None and number >= least else None


def _either(text: str, yes: tuple[str, ...], no: tuple[str, ...]) -> bool | None:
    word = text.strip().casefold()
    return True if word in yes else False if word in no else None


def _name(text: str) -> str | None:
    name = " ".join(text.split())
    return name if 0 < len(name) <= _MOST_NAME else None


def _note(text: str) -> str | None:
    """Words that may be taken away again."""
    note = " ".join(text.split())
    return "" if note.casefold() in _NOTHING else note if len(note) <= _MOST_NOTE else None


def _time(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def plain(number: Decimal) -> str:
    """A number as it is written in a setting: without an exponent or zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


#: No amount at all is written ``off``: the rule it belongs to asks nothing.
OFF = Decimal("Infinity")


#: What is written where no words are wanted.
_NOTHING = ("", "off", "none", "-", "无")


def _limit(text: str) -> Decimal | None:
    return OFF if text.strip().casefold() in ("off", "none", "无", "关", "不限") else _decimal(text, _MOST_MONEY, 2)


MONEY = ValueType[Decimal](name="money", read=lambda text: _decimal(text, _MOST_MONEY, 2), write=plain)
LIMIT = ValueType[Decimal](name="limit", read=_limit, write=lambda value: "off" if value == OFF else plain(value))
PERCENT = ValueType[Decimal](name="percent", read=lambda text: _decimal(text, Decimal(100), 2), write=plain)
FLAG = ValueType[bool](
    name="flag", read=lambda text: _either(text, _ON, _OFF), write=lambda value: "on" if value else "off"
)
DOOR = ValueType[bool](
    name="door", read=lambda text: _either(text, _OPEN, _CLOSED), write=lambda value: "open" if value else "closed"
)
NAME = ValueType[str](name="name", read=_name, write=str)
NOTE = ValueType[str](name="note", read=_note, write=lambda value: value or "-")
PEOPLE = ValueType[int](name="people", read=lambda text: _whole(text, 1, _MOST_PEOPLE), write=str)
CLOCK = ValueType[time](name="clock", read=_time, write=lambda value: f"{value:%H:%M}")
DAYS = ValueType[int](name="days", read=lambda text: _whole(text, 1, _MOST_DAYS), write=str)
TERMS_OF_PAYMENT = ValueType[Terms](name="terms", read=read_terms, write=str)
TEXT = ValueType[str](
    name="text", read=lambda text: text.strip() if len(text.strip()) <= TEXT_MOST else None, write=str
)
RETURN_TIMES = ValueType[ReturnWindow](name="return_window", read=read_window, write=str)
DELIVERIES = ValueType[DeliveryDays](
    name="delivery_days",
    read=lambda text: NO_DAYS if text.strip().casefold() in _NOTHING else read_delivery_days(text),
    write=lambda value: str(value) if value.weekdays else "-",
)
HOURS = ValueType[int](name="hours", read=lambda text: _whole(text, 1, _MOST_HOURS), write=str)

#: A price by hand so many percent below the list is agreed to by finance or an admin.
DISCOUNT_LIMIT = Definition(name="discount_limit", kind=PERCENT, default=Decimal(10))
#: Finance agrees to orders above this amount.
APPROVAL_AMOUNT = Definition(name="approval_amount", kind=LIMIT, default=OFF)
#: An admin agrees to a salesperson's own order above this amount.
OWN_ORDER_AMOUNT = Definition(name="own_order_amount", kind=LIMIT, default=OFF)
#: Finance agrees to the first order of an account.
FIRST_ORDER_APPROVAL = Definition(name="first_order_approval", kind=FLAG, default=False)
#: One person may give two approvals of an order, where nobody else holds the right.
SINGLE_APPROVER = Definition(name="single_approver", kind=FLAG, default=False)
#: When news that can wait stops for the night, and when it goes on, in the shop's zone.
QUIET_FROM = Definition(name="quiet_from", kind=CLOCK, default=time(21))
QUIET_UNTIL = Definition(name="quiet_until", kind=CLOCK, default=time(8))
#: Smallest order of an account without a minimum of its own or its group's; 0: any.
MINIMUM_ORDER = Definition(name="minimum_order", kind=MONEY, default=Decimal(0))
#: So many days an amount may be overdue before it counts against an order.
OVERDUE_GRACE = Definition(name="overdue_grace", kind=DAYS, default=7)
#: So many percent of an order a rebate may pay; 0: none.
REBATE_SHARE = Definition(name="rebate_share", kind=PERCENT, default=Decimal(30))
#: When an account pays that has no terms of its own.
TERMS = Definition(name="terms", kind=TERMS_OF_PAYMENT, default=Terms(kind=TermsKind.DAYS, days=30))
#: So many days after it left, a parcel of which nobody says that it came counts as received.
RECEIPT_DAYS = Definition(name="receipt_days", kind=DAYS, default=14)
#: So long an order that has to be paid first keeps its goods without the money.
PAYMENT_HOURS = Definition(name="payment_hours", kind=HOURS, default=24)
#: So many days after its carrier says that it was delivered, the same.
DELIVERED_DAYS = Definition(name="delivered_days", kind=DAYS, default=7)
#: So long a buyer has to answer a swap or a higher price.
SWAP_HOURS = Definition(name="swap_hours", kind=HOURS, default=24)
#: After so many days the buyer of a back-order is asked whether it is still wanted.
BACK_ORDER_ASK_DAYS = Definition(name="back_order_ask_days", kind=DAYS, default=14)
#: So long somebody waits for the news that goods arrived.
ALERT_DAYS = Definition(name="alert_days", kind=DAYS, default=30)
#: Whether a stranger may come in as a retail customer, by themselves.
RETAIL = Definition(name="retail", kind=DOOR, default=False)
#: A salesperson agrees to paid retail orders at list prices, too.
RETAIL_APPROVAL = Definition(name="retail_approval", kind=FLAG, default=False)
#: The group whose prices, goods and limits retail customers have.
RETAIL_GROUP = Definition(name="retail_group", kind=NAME, default="零售")
#: So many retail customers may come in on one day.
RETAIL_DAILY = Definition(name="retail_daily", kind=PEOPLE, default=200)
#: What is said to people whom the bot cannot help: a telephone number, perhaps with hours.
SHOP_PHONE = Definition(name="shop_phone", kind=NOTE, default="")
#: Where buyers pay to, said to whoever has to pay: a bank account, the name of a payment service.
PAY_TO = Definition(name="pay_to", kind=NOTE, default="")
#: What stands at the head of papers; ``;`` begins another line of the bank's.
SHOP_NAME = Definition(name="shop_name", kind=TEXT, default="")
SHOP_ADDRESS = Definition(name="shop_address", kind=TEXT, default="")
SHOP_BANK = Definition(name="shop_bank", kind=TEXT, default="")
#: Delivery notes that the warehouse prints show prices.
DELIVERY_PRICES = Definition(name="delivery_prices", kind=FLAG, default=False)
#: When goods are delivered to accounts without days of their own or of their area; none: no day is promised.
DELIVERY_DAYS = Definition(name="delivery_days", kind=DELIVERIES, default=NO_DAYS)
#: So long after its receipt something may be asked for goods; of a category, or for a reason, it may be another time.
RETURN_WINDOW = Definition(
    name="return_window",
    kind=RETURN_TIMES,
    default=ReturnWindow(hours=14 * 24, own=(OwnWindow(name="生鲜", hours=72), OwnWindow(name="fresh", hours=72))),
)

DEFINITIONS: Mapping[str, Definition[Any]] = {
    each.name: each
    for each in (
        DISCOUNT_LIMIT,
        APPROVAL_AMOUNT,
        OWN_ORDER_AMOUNT,
        FIRST_ORDER_APPROVAL,
        SINGLE_APPROVER,
        QUIET_FROM,
        QUIET_UNTIL,
        MINIMUM_ORDER,
        TERMS,
        OVERDUE_GRACE,
        REBATE_SHARE,
        RECEIPT_DAYS,
        PAYMENT_HOURS,
        DELIVERED_DAYS,
        SWAP_HOURS,
        BACK_ORDER_ASK_DAYS,
        ALERT_DAYS,
        RETAIL,
        RETAIL_APPROVAL,
        RETAIL_GROUP,
        RETAIL_DAILY,
        SHOP_PHONE,
        PAY_TO,
        SHOP_NAME,
        SHOP_ADDRESS,
        SHOP_BANK,
        DELIVERY_PRICES,
        RETURN_WINDOW,
        DELIVERY_DAYS,
    )
}


def nearest_names(name: str) -> tuple[str, ...]:
    """The settings that a wrong name may mean; all where none is near."""
    return tuple(get_close_matches(name.strip().casefold(), DEFINITIONS, 3, 0.5)) or tuple(DEFINITIONS)
