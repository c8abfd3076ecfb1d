"""Reserve and order as somebody would write it by hand: bare SQL through psycopg or sqlite3, and no more than it takes.

It reads, refuses and writes what ``domain/orders/placing.py`` does when a buyer submits a cart, row for row.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import make_url

from domain.orders.placing import REPEAT_WITHIN
from domain.rules.order_numbers import order_number
from domain.rules.rights import Role
from domain.tables.columns import new_id
from domain.tables.people import Person
from storage.engine import BUSY_MS

_READ = """
    SELECT cart.revision, cart.note, cart.wanted_on, account.id,
        COALESCE(
            (SELECT text FROM address WHERE id = cart.address_id AND account_id = account.id AND removed_at IS NULL),
            (SELECT text FROM address WHERE account_id = account.id AND removed_at IS NULL
                ORDER BY is_default DESC, id LIMIT 1), ''),
        (SELECT MIN(id) FROM warehouse), keeper.id, keeper.active, keeper.role,
        line.sku_id, line.quantity, line.said, sku.price, sku.minimum, sku.multiple, sku.on_sale, sku.backorder
    FROM cart JOIN account ON account.id = cart.account_id
    LEFT JOIN person keeper ON keeper.id = account.salesperson_id
    JOIN cartline line ON line.cart_id = cart.id JOIN sku ON sku.id = line.sku_id
    WHERE cart.id = ? AND cart.person_id = ? ORDER BY line.id
"""
_LATELY = """
    SELECT line.order_id, line.sku_id, line.quantity FROM "order" o JOIN orderline line ON line.order_id = o.id
    WHERE o.account_id = ? AND o.submitted_at > ? AND o.status IN ('submitted', 'approved')
"""
_COUNT_UP = """
    INSERT INTO counter (name, value) VALUES (?, 1)
    ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value
"""
_ORDER = """
    INSERT INTO "order" (id, number, account_id, buyer_id, cart_id, cart_revision, warehouse_id, status, revision,
        currency, total, note, address, wanted_on, reason, submitted_at, expires_at, rating_words)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'submitted', 1, 'CNY', ?, ?, ?, ?, '', ?, ?, '')
"""
_LINES = "INSERT INTO orderline (id, order_id, position, sku_id, quantity, loose, price, amount, said) VALUES "
_LINE = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
_RESERVE = """
    UPDATE stocklevel SET reserved = reserved + ?
    WHERE warehouse_id = ? AND sku_id = ? AND (on_hand - reserved - allocated >= ? OR ?)
"""
_HOLDS = """
    INSERT INTO hold (id, order_id, order_line_id, warehouse_id, sku_id, kind, quantity, expires_at) VALUES
"""
_HOLD = "(?, ?, ?, ?, ?, 'reservation', ?, ?)"
_TAKE = "DELETE FROM cart WHERE id = ? AND revision = ?"
_EVENT = """
    INSERT INTO event (id, at, person_id, kind, order_id, subject, revision, reason, facts, channel)
    VALUES (?, ?, ?, 'order.submitted', ?, '', 1, '', ?, 'telegram')
"""
_NOTICE = """
    INSERT INTO notice (id, person_id, external, kind, order_id, facts, created_at, due_at, attempts, kept, failure,
        trace)
    VALUES (?, ?, '', 'order_waiting', ?, ?, ?, ?, 0, ?, '', '')
"""


class ShortError(Exception):
    """Somebody else was faster, or it is not what was shown."""


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """What a buyer's button says, and who they are, as the turn has found out before; ``total`` in ten-thousandths."""

    cart_id: int
    person: Person
    total: int


class Bare:
    """One connection, on either database; ``sent`` counts statements."""

    def __init__(self, url: str) -> None:
        at = make_url(url)
        self._is_sqlite = at.get_backend_name() == "sqlite"
        self._connection: Any
        if self._is_sqlite:
            self._connection = sqlite3.connect(str(at.database), isolation_level=None, check_same_thread=False)
            for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={BUSY_MS}"):
                self._connection.execute(f"PRAGMA {pragma}")
        else:
            plain = at.set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection = psycopg.connect(plain)
        self._cursor = self._connection.cursor()
        self._written: dict[str, str] = {}
        self.sent = 0

    def close(self) -> None:
        """Give it back."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._is_sqlite:
            self._cursor.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def _run(self, sql: str, parameters: Sequence[Any]) -> Any:
        self.sent += 1
        return self._cursor.execute(self._marked(sql), parameters)

    def _marked(self, sql: str) -> str:
        if self._is_sqlite:
            return sql
        if sql not in self._written:
            self._written[sql] = sql.replace("?", "%s")
        return self._written[sql]

    def _at(self, moment: datetime) -> Any:
        return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if self._is_sqlite else moment

    def submit(self, confirm: Confirm, now: datetime, today: date, reservation: timedelta) -> None:
        """Turn a cart into an order.

        Raises:
            ShortError: it cannot be had.
        """
        with self._transaction():
            self._submit(confirm, now, today, self._at(now), self._at(now + reservation))

    def _submit(self, confirm: Confirm, now: datetime, today: date, at: Any, expires_at: Any) -> None:
        person = confirm.person
        rows = self._run(_READ, (confirm.cart_id, person.id)).fetchall()
        revision, words, wanted_on, account, address, place, keeper, stays, keeps, *_ = rows[0]
        lines = [(*row[9:13], _amount(row[12], row[10])) for row in rows]
        total = sum(line[-1] for line in lines)
        sound = all(row[15] and row[10] >= row[13] and row[10] % row[14] == 0 for row in rows)
        if person.role is not Role.BUYER or total != confirm.total or not sound or not stays or keeps != "salesperson":
            raise ShortError
        before = self._run(_LATELY, (account, self._at(now - REPEAT_WITHIN))).fetchall()
        if {(sku, quantity) for _, sku, quantity in before} == {line[:2] for line in lines}:
            raise ShortError
        number = order_number(today, self._run(_COUNT_UP, (f"order:{today:%Y%m%d}",)).fetchone()[0])
        order = new_id()
        shown = (total, words, address, wanted_on, at, expires_at)
        self._run(_ORDER, (order, number, account, person.id, confirm.cart_id, revision, place, *shown))
        ids = [new_id() for _ in lines]
        values: list[Any] = []
        for position, (line_id, (sku, quantity, said, price, amount)) in enumerate(zip(ids, lines, strict=True), 1):
            values += (line_id, order, position, sku, quantity, quantity, price, amount, said)
        self._run(_LINES + ", ".join([_LINE] * len(lines)), values)
        wishes = sorted((row[9], row[10], row[16]) for row in rows)
        self.sent += 1
        self._cursor.executemany(
            self._marked(_RESERVE),
            [(quantity, place, sku, quantity, backorder) for sku, quantity, backorder in wishes],
        )
        if self._cursor.rowcount != len(lines):
            raise ShortError
        values = []
        for line_id, line in zip(ids, lines, strict=True):
            values += (new_id(), order, line_id, place, line[0], line[1], expires_at)
        self._run(_HOLDS + ", ".join([_HOLD] * len(lines)), values)
        if self._run(_TAKE, (confirm.cart_id, revision)).rowcount != 1:
            raise ShortError
        told = {"total": f"{total / 10_000:.2f}", "account": account, "currency": "CNY"}
        self._run(_EVENT, (new_id(), at, person.id, order, json.dumps(told)))
        self._run(_NOTICE, (new_id(), keeper, order, json.dumps({"who": person.name}), at, at, False))


def _amount(price: int, quantity: int) -> int:
    """Rounded half up to the cent: ten-thousandths times thousandths, in ten-thousandths."""
    return (price * quantity + 50_000) // 100_000 * 100
