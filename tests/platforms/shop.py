"""A shop whose shelves are full and whose doors are shut: nobody has joined yet, the invites are written."""

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot.settings import Settings
from bot.upkeep import write_invite
from bot.wiring import utc_now
from domain.catalogue import touch
from domain.checks import Finding, check_all
from domain.tables.carts import CartLine
from domain.tables.catalogue import Sku
from domain.tables.notices import Notice, NoticeKind
from domain.tables.orders import Approval, Event, Order, OrderLine
from domain.tables.people import Account, Identity, Person
from domain.tables.shipments import Shipment
from domain.tables.stock import Hold, StockLevel, StockMove, Warehouse
from storage.engine import Database
from storage.schema import migrate
from tests.world import stock_shelves

ACCOUNT = "李记便利店"
#: Who comes in, as what, and under which name.
CAST = {"dealer": ("buyer", "老李"), "salesperson": ("salesperson", "小王"), "warehouse": ("warehouse", "老周")}
SECRET_KEY = "a long random text that only these tests know"


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A database file, and the invite code of each member of the cast."""

    file: Path
    codes: dict[str, str]

    @property
    def url(self) -> str:
        """For DINGHUO_DATABASE_URL."""
        return f"sqlite:///{self.file}"

    def copied_to(self, file: Path) -> "Shop":
        """The same shop on another day: nothing done in one reaches the other."""
        shutil.copy(self.file, file)
        return Shop(file=file, codes=self.codes)

    def facts(self) -> "Facts":
        """Everything that happened here."""
        database = Database(self.url)
        try:
            return read_facts(database)
        finally:
            database.close()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the database says, without ids and times: two days that went alike compare equal."""

    people: list[Any]
    accounts: list[Any]
    orders: list[Any]
    lines: list[Any]
    approvals: list[Any]
    shipments: list[Any]
    stock: dict[str, tuple[int, int, int]]
    moves: list[Any]
    open_holds: list[Any]
    in_carts: list[Any]
    events: Counter[str]
    notices: Counter[tuple[str, str]]
    undelivered: list[Any]
    findings: list[Finding]


def furnish_shop(file: Path) -> Shop:
    """Migrate an empty database, fill the shelves, write the invites."""
    database = Database(f"sqlite:///{file}")
    migrate(database)
    with database.transaction() as session:
        home = Warehouse(name="总仓")
        session.add(home)
        stock_shelves(session, home, utc_now())
        touch(session)
    database.close()
    settings = Settings(_env_file=None, database_url=f"sqlite:///{file}", secret_key=SECRET_KEY)
    written = {
        who: write_invite(settings, role, ACCOUNT if role == "buyer" else "", name)
        for who, (role, name) in CAST.items()
    }
    _settle(file)
    return Shop(file=file, codes={who: str(invite["code"]) for who, invite in written.items()})


def _settle(file: Path) -> None:
    """Bring what is in the log into the file, so that copying the file copies all."""
    database = Database(f"sqlite:///{file}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def read_facts(database: Database) -> Facts:
    """The facts as they are now; undelivered are notices that somebody should still hear."""
    with database.transaction() as session:
        return Facts(
            **_of_people(session),
            **_of_orders(session),
            **_of_stock(session),
            **_of_notices(session),
            findings=list(check_all(session)),
        )


def _rows(session: Session, query: Any) -> list[Any]:
    return sorted(tuple(row) for row in session.exec(query).all())


def _of_people(session: Session) -> dict[str, Any]:
    known = select(Person.name, Person.role, Identity.channel).join(Identity, col(Identity.person_id) == Person.id)
    return {"people": _rows(session, known), "accounts": list(session.exec(select(Account.name)))}


def _of_orders(session: Session) -> dict[str, Any]:
    line = select(Sku.code, OrderLine.quantity, OrderLine.shipped, OrderLine.delivered, OrderLine.amount).join(Sku)
    order = select(Order.status, Order.total, Order.revision, Order.rating, Order.rating_words)
    shipment = select(Shipment.position, Shipment.status, Shipment.carrier, Shipment.tracking_number)
    return {
        "orders": _rows(session, order),
        "lines": _rows(session, line),
        "approvals": _rows(session, select(Approval.revision, Approval.kind, Approval.approved)),
        "shipments": _rows(session, shipment),
        "in_carts": _rows(session, select(Sku.code, CartLine.quantity).join(Sku)),
        "events": Counter(session.exec(select(Event.kind)).all()),
    }


def _of_stock(session: Session) -> dict[str, Any]:
    levels = session.exec(select(Sku.code, StockLevel).join(StockLevel)).all()
    return {
        "stock": {code: (int(level.on_hand), int(level.reserved), int(level.allocated)) for code, level in levels},
        "moves": _rows(session, select(Sku.code, StockMove.kind, StockMove.quantity).join(Sku)),
        "open_holds": _rows(session, select(Hold.kind, Hold.quantity).where(col(Hold.closed_at).is_(None))),
    }


def _of_notices(session: Session) -> dict[str, Any]:
    told = select(Person.name, Notice.kind).join(Person).where(Notice.kind != NoticeKind.RESEND)
    waiting = col(Notice.delivered_at).is_(None), col(Notice.kept).is_(False)
    return {
        "notices": Counter((name, kind.value) for name, kind in session.exec(told).all()),
        "undelivered": _rows(session, select(Notice.kind, Notice.attempts, Notice.failure).where(*waiting)),
    }
