"""A shop whose shelves are full and whose doors are shut: nobody has joined yet, the invites are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text

from bot.command_context import utc_now
from bot.commands.invite import write_invite
from bot.settings import Settings
from domain.catalogue.versions import touch
from domain.checks import Finding, check_all
from domain.tables.stock import Warehouse
from storage.engine import Database
from storage.schema_version import migrate
from tests.grounds import Ground
from tests.world import stock_shelves

ACCOUNT = "李记便利店"
#: Who comes in, as what, and under which name.
CAST = {"dealer": ("buyer", "老李"), "salesperson": ("salesperson", "小王"), "warehouse": ("warehouse", "老周")}
SECRET_KEY = "a long random text that only these tests know"


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A database, by the address for DINGHUO_DATABASE_URL, and the invite code of each member of the cast."""

    url: str
    codes: dict[str, str]

    def facts(self) -> "Facts":
        """Everything that happened here."""
        database = Database(self.url)
        try:
            return read_facts(database)
        finally:
            database.close()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the database says, without ids and times: two days that went alike compare equal.

    ``rows`` are those of ``QUESTIONS``; quantities are in thousandths, as they are stored.
    """

    rows: dict[str, list[tuple[Any, ...]]]
    findings: list[Finding]

    def __getitem__(self, question: str) -> list[tuple[Any, ...]]:
        return self.rows[question]


QUESTIONS = {
    "people": "SELECT name, role, channel FROM person JOIN identity ON person_id = person.id",
    "accounts": "SELECT name FROM account",
    "orders": 'SELECT status, total, revision, rating, rating_words, address FROM "order"',
    "lines": "SELECT code, quantity, shipped, delivered, amount FROM orderline JOIN sku ON sku_id = sku.id",
    "approvals": "SELECT revision, kind, approved FROM approval",
    "shipments": "SELECT position, status, carrier, tracking_number FROM shipment",
    "in carts": "SELECT code, quantity FROM cartline JOIN sku ON sku_id = sku.id",
    "stock": "SELECT code, on_hand, reserved, allocated FROM stocklevel JOIN sku ON sku_id = sku.id",
    "moves": "SELECT code, kind, quantity FROM stockmove JOIN sku ON sku_id = sku.id",
    "open holds": "SELECT kind, quantity FROM hold WHERE closed_at IS NULL",
    "events": "SELECT kind, count(*) FROM event GROUP BY kind",
    "notices": (
        "SELECT name, kind, count(*) FROM notice JOIN person ON person.id = person_id "
        "WHERE kind != 'resend' GROUP BY name, kind"
    ),
    "undelivered": "SELECT kind, attempts, failure FROM notice WHERE delivered_at IS NULL AND NOT kept",
}


def furnish_shop(database: Database) -> Shop:
    """Migrate an empty database, fill the shelves, write the invites."""
    migrate(database)
    with database.transaction() as session:
        home = Warehouse(name="总仓")
        session.add(home)
        stock_shelves(session, home, utc_now())
        touch(session)
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(_env_file=None, database_url=url, secret_key=SECRET_KEY)
    written = {
        who: write_invite(settings, role, ACCOUNT if role == "buyer" else "", name)
        for who, (role, name) in CAST.items()
    }
    return Shop(url=url, codes={who: str(invite["code"]) for who, invite in written.items()})


@contextmanager
def fresh_shop(ground: Ground) -> Iterator[Shop]:
    """The same shop on another day: nothing done in one reaches the other."""
    plan = ground.plan("shop", furnish_shop)
    with plan.copy() as url:
        yield replace(plan.made, url=url)


def read_facts(database: Database) -> Facts:
    """The facts as they are now; undelivered are notices that somebody should still hear."""
    with database.transaction() as session:
        rows = {
            question: sorted(tuple(row) for row in session.connection().execute(text(sql)))
            for question, sql in QUESTIONS.items()
        }
        return Facts(rows=rows, findings=list(check_all(session)))
