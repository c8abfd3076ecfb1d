"""Where words of people and their names are kept: every column of text is in this table, or a test fails."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any

from sqlalchemy import JSON, Column, String, Table, TypeDecorator
from sqlalchemy import Enum as EnumType

from storage.schema import METADATA


class Holds(Enum):
    """What a column of text holds, and so what becomes of it when a person is erased."""

    HOUSE = auto()
    """Goods, codes, words of ours: nothing of a person's."""
    NAME = auto()
    """A person's own name: taken away."""
    CHAT = auto()
    """How a channel calls somebody: the row goes, beside it a talk or a place of a card."""
    WORDS = auto()
    """What people wrote about the business: it stays, and the name in it goes."""
    TALK = auto()
    """What we said and were told, kept for a while: the person's own rows go, and the name in others'."""


H = Holds
#: Table and column → what it holds.
COLUMNS: Mapping[str, Holds] = {
    "account.name": H.HOUSE,
    "account.language": H.HOUSE,
    "address.text": H.WORDS,
    "alias.text": H.HOUSE,
    "cardmessage.external": H.CHAT,
    "cardmessage.card": H.HOUSE,
    "cardmessage.message": H.HOUSE,
    "cart.note": H.WORDS,
    "cartline.said": H.WORDS,
    "category.name": H.HOUSE,
    "category.name_en": H.HOUSE,
    "counter.name": H.HOUSE,
    "delivery.key": H.HOUSE,
    "delivery.answer": H.TALK,
    "delivery.question": H.TALK,
    "delivery.memory": H.TALK,
    "event.kind": H.HOUSE,
    "event.subject": H.HOUSE,
    "event.reason": H.WORDS,
    "event.facts": H.WORDS,
    "failedmessage.key": H.HOUSE,
    "failedmessage.trace": H.HOUSE,
    "failedmessage.why": H.HOUSE,
    "housesecret.name": H.HOUSE,
    "housesecret.value": H.HOUSE,
    "identity.external": H.CHAT,
    "identity.topic": H.CHAT,
    "invite.code_hash": H.HOUSE,
    "invite.name": H.NAME,
    "invitetry.external": H.CHAT,
    "media.hash": H.HOUSE,
    "media.mime": H.HOUSE,
    "mediacopy.hash": H.HOUSE,
    "mediacopy.remote": H.HOUSE,
    "nickname.key": H.WORDS,
    "nickname.words": H.WORDS,
    "notice.external": H.CHAT,
    "notice.facts": H.TALK,
    "notice.failure": H.HOUSE,
    "notice.trace": H.HOUSE,
    "order.number": H.HOUSE,
    "order.currency": H.HOUSE,
    "order.note": H.WORDS,
    "order.address": H.WORDS,
    "order.reason": H.WORDS,
    "order.rating_words": H.WORDS,
    "orderline.said": H.WORDS,
    "pace.name": H.CHAT,
    "pack.name": H.HOUSE,
    "pack.name_en": H.HOUSE,
    "person.name": H.NAME,
    "person.language": H.HOUSE,
    "product.key": H.HOUSE,
    "product.name": H.HOUSE,
    "product.name_en": H.HOUSE,
    "product.brand": H.HOUSE,
    "product.brand_en": H.HOUSE,
    "product.picture": H.HOUSE,
    "sku.picture": H.HOUSE,
    "sku.picture_en": H.HOUSE,
    "pushedchoices.choices": H.TALK,
    "pushwindow.external": H.CHAT,
    "shipment.carrier": H.WORDS,
    "shipment.tracking_number": H.WORDS,
    "shipment.receipt_words": H.WORDS,
    "shownline.chat": H.CHAT,
    "shownline.key": H.HOUSE,
    "shownline.body": H.TALK,
    "shownline.edits": H.HOUSE,
    "sku.code": H.HOUSE,
    "sku.barcode": H.HOUSE,
    "sku.spec": H.HOUSE,
    "sku.spec_en": H.HOUSE,
    "sku.unit": H.HOUSE,
    "sku.unit_en": H.HOUSE,
    "stockmove.note": H.WORDS,
    "templatering.external": H.CHAT,
    "trackingevent.kind": H.HOUSE,
    "trackingevent.place": H.WORDS,
    "warehouse.name": H.HOUSE,
}


def texts() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that could hold words, in every table there is."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
            if isinstance(kind, (JSON, String)) and not isinstance(kind, EnumType):
                yield table, column


def holding(*kinds: Holds) -> Iterator[tuple[Table, Column[Any]]]:
    """The columns that hold such words."""
    return ((table, column) for table, column in texts() if COLUMNS[f"{table.name}.{column.name}"] in kinds)
