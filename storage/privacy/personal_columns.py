"""Which column holds personal data: every column of text is in this table, or a test fails."""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Any

from sqlalchemy import JSON, Column, String, Table, TypeDecorator
from sqlalchemy import Enum as EnumType

from storage.schema import METADATA


class Holding(Enum):
    """What a column of text holds, and so what happens to it when a person is erased."""

    BUSINESS = auto()
    """Goods, codes, words of ours: nothing of a person's."""
    NAME = auto()
    """A person's own name: taken away."""
    CHAT = auto()
    """How a channel calls somebody: the row goes, beside it a talk or a place of a card."""
    WORDS = auto()
    """What people wrote about the business: it stays, and the name in it goes."""
    TALK = auto()
    """What we said and were told, kept for a while: the person's own rows go, and the name in others'."""


H = Holding
#: Table and column → what it holds.
COLUMNS: Mapping[str, Holding] = {
    "account.area": H.BUSINESS,
    "account.terms": H.BUSINESS,
    "account.delivery_days": H.BUSINESS,
    "areadelivery.area": H.BUSINESS,
    "areadelivery.delivery_days": H.BUSINESS,
    "deliveryexception.area": H.BUSINESS,
    "account.name": H.BUSINESS,
    "account.language": H.BUSINESS,
    "accountgroup.name": H.BUSINESS,
    "address.text": H.WORDS,
    "address.route": H.BUSINESS,
    "address.receiver": H.WORDS,
    "address.phone": H.WORDS,
    "alias.text": H.BUSINESS,
    "approval.rules": H.BUSINESS,
    "cardmessage.external": H.CHAT,
    "cardmessage.card": H.BUSINESS,
    "cardmessage.message": H.BUSINESS,
    "cart.note": H.WORDS,
    "cartline.said": H.WORDS,
    "cartline.manual_reason": H.WORDS,
    "category.name": H.BUSINESS,
    "category.name_en": H.BUSINESS,
    "counter.name": H.BUSINESS,
    "delivery.key": H.BUSINESS,
    "delivery.answer": H.TALK,
    "delivery.question": H.TALK,
    "delivery.memory": H.TALK,
    "desklogin.code_hash": H.BUSINESS,
    "desklogin.browser_hash": H.BUSINESS,
    "desklogin.agent": H.BUSINESS,
    "desksession.token_hash": H.BUSINESS,
    "desksession.agent": H.BUSINESS,
    "event.kind": H.BUSINESS,
    "event.subject": H.BUSINESS,
    "event.reason": H.WORDS,
    "event.facts": H.WORDS,
    "failedmessage.key": H.BUSINESS,
    "failedmessage.trace": H.BUSINESS,
    "failedmessage.why": H.BUSINESS,
    "housesecret.name": H.BUSINESS,
    "housesecret.value": H.BUSINESS,
    "identity.external": H.CHAT,
    "identity.topic": H.CHAT,
    "invite.code_hash": H.BUSINESS,
    "invite.name": H.NAME,
    "invitetry.external": H.CHAT,
    "paymentclaim.note": H.WORDS,
    "paymentclaim.slip": H.BUSINESS,
    "waitingpicture.hash": H.BUSINESS,
    "invoicetitle.title": H.BUSINESS,
    "invoicetitle.tax_number": H.BUSINESS,
    "invoicerequest.title": H.BUSINESS,
    "invoicerequest.tax_number": H.BUSINESS,
    "invoicerequest.number": H.BUSINESS,
    "invoicerequest.link": H.BUSINESS,
    "invoicerequest.document": H.BUSINESS,
    "invoicerequest.reason": H.WORDS,
    "ledgerentry.document": H.BUSINESS,
    "ledgerentry.note": H.WORDS,
    "media.hash": H.BUSINESS,
    "media.mime": H.BUSINESS,
    "mediacopy.hash": H.BUSINESS,
    "mediacopy.remote": H.BUSINESS,
    "nickname.key": H.WORDS,
    "nickname.words": H.WORDS,
    "notice.external": H.CHAT,
    "notice.facts": H.TALK,
    "notice.failure": H.BUSINESS,
    "notice.trace": H.BUSINESS,
    "order.number": H.BUSINESS,
    "order.currency": H.BUSINESS,
    "order.note": H.WORDS,
    "order.address": H.WORDS,
    "order.receiver": H.WORDS,
    "order.phone": H.WORDS,
    "order.reason": H.WORDS,
    "order.rating_words": H.WORDS,
    "orderline.said": H.WORDS,
    "orderline.manual_reason": H.WORDS,
    "returnrequest.number": H.BUSINESS,
    "rebate.reason": H.WORDS,
    "returnrequest.reason": H.WORDS,
    "returnrequest.carrier": H.WORDS,
    "returnrequest.tracking_number": H.WORDS,
    "returnline.photo": H.BUSINESS,
    "shipment.delivery_photo": H.BUSINESS,
    "pastorder.number": H.BUSINESS,
    "swapproposal.reason": H.WORDS,
    "pace.name": H.CHAT,
    "pack.name": H.BUSINESS,
    "pack.name_en": H.BUSINESS,
    "person.name": H.NAME,
    "person.language": H.BUSINESS,
    "person.phone": H.NAME,
    "pricelist.name": H.BUSINESS,
    "product.key": H.BUSINESS,
    "promotion.name": H.BUSINESS,
    "product.name": H.BUSINESS,
    "product.name_en": H.BUSINESS,
    "product.brand": H.BUSINESS,
    "product.brand_en": H.BUSINESS,
    "product.picture": H.BUSINESS,
    "sku.picture": H.BUSINESS,
    "sku.picture_en": H.BUSINESS,
    "pushedchoices.choices": H.TALK,
    "pushwindow.external": H.CHAT,
    "followednumber.carrier": H.WORDS,
    "followednumber.number": H.WORDS,
    "followednumber.whole": H.WORDS,
    "shipment.carrier": H.WORDS,
    "shipment.tracking_number": H.WORDS,
    "shipment.receipt_words": H.WORDS,
    "shownline.chat": H.CHAT,
    "shownline.key": H.BUSINESS,
    "shownline.body": H.TALK,
    "shownline.edits": H.BUSINESS,
    "setting.name": H.BUSINESS,
    "setting.value": H.BUSINESS,
    "sku.code": H.BUSINESS,
    "sku.barcode": H.BUSINESS,
    "sku.spec": H.BUSINESS,
    "sku.spec_en": H.BUSINESS,
    "sku.shelf": H.BUSINESS,
    "sku.supplier": H.BUSINESS,
    "sku.unit": H.BUSINESS,
    "sku.unit_en": H.BUSINESS,
    "statementdispute.words": H.WORDS,
    "statementdispute.answer": H.WORDS,
    "stockmove.note": H.WORDS,
    "supplierword.key": H.BUSINESS,
    "supplierword.word": H.BUSINESS,
    "supplierword.means": H.BUSINESS,
    "templatering.external": H.CHAT,
    "threadmessage.words": H.WORDS,
    "threadmessage.picture": H.BUSINESS,
    "trackingevent.kind": H.BUSINESS,
    "trackingevent.place": H.WORDS,
    "trackingevent.number": H.WORDS,
    "trackingevent.words": H.WORDS,
    "warehouse.name": H.BUSINESS,
    "wish.words": H.WORDS,
    "wordproposal.key": H.WORDS,
    "wordproposal.words": H.WORDS,
}


def texts() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that could hold text, in every table."""
    for table in METADATA.sorted_tables:
        for column in table.columns:
            kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
            if isinstance(kind, (JSON, String)) and not isinstance(kind, EnumType):
                yield table, column


def columns_with(*kinds: Holding) -> Iterator[tuple[Table, Column[Any]]]:
    """The columns that hold such data."""
    return ((table, column) for table, column in texts() if COLUMNS[f"{table.name}.{column.name}"] in kinds)
