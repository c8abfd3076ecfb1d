"""The house's own secret: made once, where the settings give none."""

import secrets

from sqlalchemy import text

from domain.tables.catalogue import HouseSecret
from storage.engine import Database

_NAME = "invites"
#: Processes that start together for the first time keep the same one.
_UNLESS_THERE = text("INSERT INTO housesecret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")


def house_secret(database: Database) -> bytes:
    """A random text that stays the same for this database."""
    with database.transaction() as session:
        if session.get(HouseSecret, _NAME) is None:
            session.execute(_UNLESS_THERE, {"name": _NAME, "value": secrets.token_urlsafe(48)})
        return session.get_one(HouseSecret, _NAME).value.encode()
