"""The house's own secret: made once, where the settings give none."""

import secrets

from domain.tables.catalogue import HouseSecret
from storage.engine import Database

_NAME = "invites"


def house_secret(database: Database) -> bytes:
    """A random text that stays the same for this database."""
    with database.transaction() as session:
        kept = session.get(HouseSecret, _NAME)
        if kept is None:
            kept = HouseSecret(name=_NAME, value=secrets.token_urlsafe(48))
            session.add(kept)
        return kept.value.encode()
