"""What ``dinghuo check`` finds of every table and column, and what it does not, with the reason why that is harmless.

A value of another type, or of a row that is not there, is found in every column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.checks.changes import Change, Row

#: Found in every column, whatever else is said of it.
ALWAYS = frozenset({"unreadable", "dangling"})
#: What happens to whole rows.
ROW = frozenset({"deleted", "doubled"})


def _always(_row: Row) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Harmless:
    """Changes that no check finds. ``what``: table, or kind of event; ``columns``, or what happens to the row.

    ``kinds``: only these changes; ``where``: only of such rows.
    """

    what: str
    columns: str
    why: str
    kinds: frozenset[str] = frozenset()
    where: Callable[[Row], bool] = _always

    def covers(self, change: Change) -> bool:
        """Whether it speaks of a change."""
        part = change.column or change.kind
        about = self.what in {change.label, change.table.name}
        wanted = not self.kinds or change.kind in self.kinds
        return about and part in self.columns.split() and wanted and self.where(change.row)


BY_HAND = "people said it, and no other row does: whoever reads it sees what is wrong and says it again"
SHOWN = "it is only shown, and nothing is reckoned with it"
NO_NAME = "no other row names this one"
PLATFORM = "what a platform and we last said to one another; it is made anew by the next message"
OVER = "the hold is over and holds nothing"
HISTORY = "history: it is told, and nothing is reckoned with it"
TOLD_AGAIN = "at worst news comes twice or not at all; cards and lists show what is true"
SWITCH = "a switch that people turn either way"

#: Every column in which a change is found, but for what is said below.
FOUND: Mapping[str, str] = {
    "account": "id salesperson_id",
    "address": "",
    "alias": "",
    "approval": "order_id revision kind approved decided_by_id decided_at",
    "cardmessage": "",
    "cart": "id account_id revision",
    "cartline": "cart_id sku_id quantity",
    "category": "id",
    "counter": "name value",
    "delivery": "answer",
    "event": "at person_id kind order_id subject revision reason facts",
    "failedmessage": "",
    "hold": "order_id order_line_id warehouse_id sku_id kind quantity expires_at closed_at",
    "housesecret": "",
    "identity": "id person_id",
    "invite": "id role account_id order_id created_by_id created_at used_at used_by_id revoked_at person_id",
    "invitetry": "",
    "media": "hash",
    "mediacopy": "hash",
    "nickname": "id account_id key words sku_id how taught_by_id",
    "notice": "person_id kind order_id attempts",
    "order": (
        "id number account_id buyer_id cart_revision warehouse_id status revision currency total reason submitted_at"
        " expires_at decided_at decided_by_id closed_at reminded_at rating rating_words"
    ),
    "orderline": "id order_id position sku_id quantity price amount refused shipped delivered",
    "ordershare": "order_id person_id",
    "pace": "",
    "pack": "sku_id size",
    "person": "id role account_id ordering_for_id",
    "product": "id picture",
    "pushedchoices": "",
    "pushwindow": "left",
    "shipment": (
        "id order_id position warehouse_id status revision carrier picked_by_id created_at shipped_at delivered_at"
        " received_by_id receipt_words"
    ),
    "shipmentline": "shipment_id order_line_id quantity",
    "shownline": "",
    "sku": "id price decimals minimum multiple picture picture_en",
    "stocklevel": "warehouse_id sku_id on_hand reserved allocated",
    "stockmove": "warehouse_id sku_id quantity kind shipment_id person_id undoes_id at",
    "templatering": "",
    "trackingevent": "shipment_id",
    "warehouse": "id",
}

HARMLESS: tuple[Harmless, ...] = (
    Harmless(what="account", columns="name language active credit_limit created_at", why=BY_HAND),
    Harmless(
        what="account",
        columns="salesperson_id",
        kinds=frozenset({"emptied"}),
        why="an account that nobody looks after is everybody's: all salespeople hear of its orders",
    ),
    Harmless(what="address", columns="deleted doubled id account_id text is_default removed_at", why=BY_HAND),
    Harmless(what="alias", columns="deleted id sku_id text", why=BY_HAND),
    Harmless(what="approval", columns="id", why=NO_NAME),
    Harmless(what="cardmessage", columns="deleted channel external card message", why=PLATFORM),
    Harmless(
        what="cart",
        columns="revision person_id note address_id wanted_on changed_at",
        why="whoever orders is shown the cart as it is and confirms that",
    ),
    Harmless(what="cartline", columns="deleted id sku_id said", why="whoever orders is shown the cart as it is"),
    Harmless(
        what="cartline",
        columns="quantity",
        kinds=frozenset({"more", "less", "a step more", "tenfold"}),
        why="whoever orders is shown the cart as it is",
    ),
    Harmless(what="category", columns="name name_en position", why=BY_HAND),
    Harmless(
        what="counter(catalogue)",
        columns="deleted name value",
        why="every process reads the goods again when the number is another one than before",
    ),
    Harmless(
        what="counter(digest)", columns="deleted name value", why="at worst a digest comes twice, or not that day"
    ),
    Harmless(what="delivery", columns="deleted channel key id identity_id at question memory", why=PLATFORM),
    Harmless(what="event", columns="id", why=NO_NAME),
    *(
        Harmless(what=f"event({kind})", columns=columns, why=HISTORY)
        for kind, columns in {
            "account.made": "deleted doubled at person_id kind subject reason facts",
            "invite.issued": "reason facts",
            "nickname.learnt": "doubled at person_id kind reason facts",
            "order.approved": "subject reason facts",
            "order.cancelled": "person_id subject facts",
            "order.completed": "person_id subject reason facts",
            "order.expired": "person_id subject reason facts",
            "order.line_changed": "at person_id subject revision reason facts",
            "order.rated": "at person_id subject reason",
            "order.rating_explained": "at person_id subject reason facts",
            "order.rejected": "subject facts",
            "order.submitted": "subject reason facts",
            "person.joined": "deleted doubled at person_id kind subject reason facts",
            "person.ordering_for": "deleted doubled at person_id kind subject reason facts",
            "shipment.delivered": "facts",
            "shipment.line_set": "at person_id order_id reason facts",
            "shipment.picking": "reason facts",
            "shipment.shipped": "person_id reason facts",
            "stock.counted": "doubled reason facts",
            "stock.received": "doubled reason facts",
            "stock.undone": "doubled reason facts",
        }.items()
    ),
    Harmless(
        what="failedmessage",
        columns="deleted channel key times why trace first_at last_at passed_at",
        why="at worst a message that failed is tried once more, or was passed over already; operators read the rest",
    ),
    Harmless(what="hold", columns="id", why=NO_NAME),
    Harmless(
        what="hold", columns="kind expires_at closed_at", where=lambda hold: hold["closed_at"] is not None, why=OVER
    ),
    Harmless(what="housesecret", columns="deleted name value", why="open invites no longer open: others are written"),
    Harmless(
        what="identity",
        columns="deleted id channel external topic person_id reachable seen_at",
        why="whose chat it is only the platform can say; at worst somebody is a stranger until they are invited again",
    ),
    Harmless(
        what="invite", columns="code_hash name expires_at", why="the invite no longer opens, or for longer; others do"
    ),
    Harmless(what="invite", columns="used_at", kinds=frozenset({"moved"}), why=HISTORY),
    Harmless(
        what="invitetry",
        columns="deleted doubled id channel external at",
        why="at worst somebody may guess a few codes more, of a million millions",
    ),
    Harmless(what="media", columns="mime content", why="whoever sees the picture sees that it is wrong"),
    Harmless(what="mediacopy", columns="deleted channel remote expires_at", why=PLATFORM),
    Harmless(what="nickname", columns="deleted taught_at", why="the words are asked about, and learnt again"),
    Harmless(
        what="notice",
        columns=(
            "deleted doubled id person_id channel external kind order_id facts created_at due_at attempts"
            " claimed_until kept delivered_at set_aside_at failure trace"
        ),
        why=TOLD_AGAIN,
    ),
    Harmless(what="order", columns="note address wanted_on", why=BY_HAND),
    Harmless(
        what="order",
        columns="cart_id cart_revision",
        why="the cart it was made from is gone: nobody can confirm it again",
    ),
    Harmless(what="orderline", columns="said", why=SHOWN),
    Harmless(
        what="orderline",
        columns="price",
        kinds=frozenset({"a step more"}),
        why="the amount, which is what is paid, stays the same when it is rounded",
    ),
    Harmless(what="pace", columns="deleted name free_at", why=PLATFORM),
    Harmless(what="pack", columns="deleted id name name_en size", why=BY_HAND),
    Harmless(
        what="person",
        columns="doubled name language active created_at ordering_for_id role account_id",
        why="who somebody is and what they may do is said by people; orders, shares and carts of theirs are found",
    ),
    Harmless(what="product", columns="key name name_en brand brand_en category_id picture", why=BY_HAND),
    Harmless(what="pushedchoices", columns="deleted identity_id choices", why=PLATFORM),
    Harmless(what="pushwindow", columns="deleted external contact said_at ends_at left", why=PLATFORM),
    Harmless(what="shipment", columns="carrier tracking_number", why=SHOWN),
    Harmless(what="shipmentline", columns="id", why=NO_NAME),
    Harmless(what="shownline", columns="deleted id chat kind key open body edits at", why="the demo page shows it"),
    Harmless(
        what="sku",
        columns=("code product_id barcode spec spec_en unit unit_en price decimals minimum multiple backorder on_sale"),
        why=BY_HAND + "; an order keeps the price it was placed at",
    ),
    Harmless(
        what="stocklevel",
        columns="deleted",
        where=lambda level: not any(level[name] for name in ("on_hand", "reserved", "allocated")),
        why="no level is as good as an empty one",
    ),
    Harmless(what="stockmove", columns="id", why=NO_NAME),
    Harmless(what="stockmove", columns="note", why=SHOWN),
    Harmless(
        what="stockmove",
        columns="at",
        where=lambda move: move["person_id"] is None and move["shipment_id"] is None,
        why="it came by an import, which leaves no event of a SKU; what is on hand stays the same",
    ),
    Harmless(what="templatering", columns="deleted external rung_at", why=PLATFORM),
    Harmless(what="trackingevent", columns="deleted doubled id shipment_id at kind place", why=SHOWN),
    Harmless(what="warehouse", columns="name", why=SHOWN),
)
