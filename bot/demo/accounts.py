"""The demo's people: six dealer companies and the supplier's staff, read from ``people.toml``."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

from pydantic import TypeAdapter


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Someone who writes to us; ``key`` names them within the demo's data."""

    key: str
    name: str
    role: str
    language: str = "zh-CN"


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """A dealer company with its members, salesperson and places of delivery."""

    key: str
    name: str
    members: tuple[DemoPerson, ...]
    salesperson: str  # key of one of DEMO_STAFF
    addresses: tuple[str, ...]  # the first is the usual one
    language: str = "zh-CN"
    credit_limit: Decimal  # CNY


@dataclass(frozen=True, kw_only=True)
class _People:
    staff: tuple[DemoPerson, ...]
    accounts: tuple[DemoAccount, ...]
    customer: DemoPerson


_PEOPLE = TypeAdapter(_People).validate_python(
    tomllib.loads(files("bot.demo").joinpath("people.toml").read_text(encoding="utf-8"))
)
DEMO_STAFF, DEMO_ACCOUNTS = _PEOPLE.staff, _PEOPLE.accounts
#: A dealer's own customer: follows one order of 兴隆便利店.
DEMO_CUSTOMER = _PEOPLE.customer
