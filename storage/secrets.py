"""The secret of a database, created once where the settings give none."""

import secrets

from sqlalchemy import text

from domain.tables.catalogue import SupplierSecret
from storage.engine import Database

_NAME = "invites"
#: Processes that start together for the first time store the same one.
_UNLESS_THERE = text("INSERT INTO housesecret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")


def supplier_secret(database: Database) -> bytes:
    """A random secret that stays the same for this database."""
    with database.transaction() as session:
        if session.get(SupplierSecret, _NAME) is None:
            session.execute(_UNLESS_THERE, {"name": _NAME, "value": secrets.token_urlsafe(48)})
        return session.get_one(SupplierSecret, _NAME).value.encode()
