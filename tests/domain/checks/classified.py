"""What ``dinghuo check`` does not find of tables and columns, with the reason why that is harmless; see ``found``.

A value of another type, or of a row that is not there, is found in every column.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.domain.checks.changes import Change, Row
from tests.domain.checks.talks import TALK_EVENTS, TALKS

#: Found in every column, whatever else is said of it.
ALWAYS = frozenset({"unreadable", "dangling"})
#: What happens to whole rows.
ROW = frozenset({"deleted", "doubled"})


def _always(_row: Row) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Harmless:
    """Changes that no check finds. ``what``: table, or kind of event; ``columns``, or what happens to the row.

    ``kinds``: only these changes; ``where``: only of such rows; ``partly``: it is found of some rows, perhaps of all
    that chance chooses.
    """

    what: str
    columns: str
    why: str
    kinds: frozenset[str] = frozenset()
    where: Callable[[Row], bool] = _always
    partly: bool = False

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

#: Kinds of events that are told, and that nothing is reckoned from.
TOLD_ONLY = (
    "account.made history.imported limit.changed deputy.ended deputy.set order.goods_given desk.entered desk.left "
    "desk.refused person.joined person.ordering_for invoice.title invoice.asked invoice.sent invoice.refused "
    "payment.slip delivery.account delivery.area delivery.day promotion.ended promotion.made "
    "shipment.receipt_reminded return.answer return.question setting.changed sku.expected sku.visible_to "
    "wish.declined wish.sent wish.taken word.added"
)
RETURNS = tuple(f"return.{step}" for step in ("asked", "changed", "counted", "sent"))
#: What has an id that no other row names.
UNNAMED = "approval swapproposal deputy event hold statementclosing temporarylimit postedline shipmentline stockmove"
HARMLESS: tuple[Harmless, ...] = (
    *(Harmless(what=each, columns="id", why=NO_NAME) for each in UNNAMED.split()),
    Harmless(
        what="account",
        columns="name language area priority active credit_limit on_limit minimum_order terms group_id created_at",
        why=BY_HAND,
    ),
    Harmless(what="accountgroup", columns="name minimum_order", why=BY_HAND),
    Harmless(
        what="account",
        columns="salesperson_id",
        kinds=frozenset({"emptied"}),
        why="an account that nobody looks after is everybody's: all salespeople hear of its orders",
    ),
    Harmless(what="alias", columns="deleted id sku_id text", why=BY_HAND),
    Harmless(what="approval", columns="rules", why=SHOWN),
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
    Harmless(what="cartgift", columns="deleted cart_id promotion_id sku_id most", why="the cart shows its gifts"),
    Harmless(
        what="ordergift",
        columns="deleted order_id promotion_id sku_id most",
        why="whoever changes the order is shown its gifts",
    ),
    Harmless(
        what="swapproposal",
        columns="asked_by_id asked_at answered_by_id quantity replaced price price_size",
        why=HISTORY,
    ),
    Harmless(what="deputy", columns="deleted doubled first_day set_by_id set_at ended_at", why=BY_HAND),
    Harmless(
        what="cartline",
        columns="cart_id",
        kinds=frozenset({"swapped"}),
        partly=True,
        why="whoever orders is shown the cart as it is",
    ),
    Harmless(what="cartline", columns="kind", why="whoever orders is shown the cart as it is"),
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
    Harmless(what="event", columns="channel", why=HISTORY),
    *(
        Harmless(what=f"event({kind})", columns="at person_id kind subject reason facts", why=HISTORY)
        for kind in f"{TOLD_ONLY} {TALK_EVENTS}".split()
    ),
    *(
        Harmless(what=f"event({kind})", columns=columns, why=HISTORY)
        for kind, columns in {
            "account.made_dealer": "at person_id reason facts",
            "invite.issued": "reason facts",
            "retail.joined": "at person_id subject reason",
            "nickname.learnt": "at person_id kind reason facts",
            "order.agreed": "subject reason facts",
            "order.approved": "subject reason facts",
            "order.cancelled": "person_id subject facts",
            "order.completed": "person_id subject reason facts",
            "order.expired": "person_id subject reason facts",
            "order.goods_missing": "at person_id kind order_id subject reason facts",
            "order.line_changed": "at person_id subject revision reason facts",
            "order.swap_agreed": "at person_id subject revision reason facts",
            "order.swap_proposed": "at person_id subject revision reason facts",
            "order.price_asked": "at person_id subject revision reason facts",
            "order.rated": "at person_id subject reason",
            "order.rating_explained": "at person_id subject reason facts",
            "order.rejected": "subject facts",
            "order.submitted": "subject reason facts",
            "payment.allocated": "person_id reason",
            "credit.raised": "reason",
            "payment.arrived": "reason facts",
            "payment.claimed": "reason",
            "payment.missing": "reason facts",
            "statement.answered": "reason facts",
            "statement.disputed": "reason",
            "return.approved": "reason facts",
            **dict.fromkeys(RETURNS, "at person_id reason facts"),
            "return.received": "reason facts",
            "return.refused": "facts",
            "return.settled": "person_id reason facts",
            "return.withdrawn": "person_id reason facts",
            "stock.returned": "reason facts",
            "shipment.delivered": "facts",
            "shipment.line_set": "at person_id order_id reason facts",
            "shipment.picking": "reason facts",
            "shipment.shipped": "person_id reason facts",
            "statement.agreed": "reason",
            "stock.counted": "reason facts",
            "stock.received": "reason facts",
            "stock.undone": "reason facts",
        }.items()
    ),
    *(
        Harmless(what=f"event({kind})", columns="revision", partly=True, why=HISTORY)
        for kind in ("order.goods_given", "order.goods_missing")
    ),
    *(
        Harmless(what=f"event({kind})", columns="facts", partly=True, why=HISTORY)
        for kind in ("retail.joined", "statement.agreed")
    ),
    Harmless(
        what="event(order.goods_given)",
        columns="order_id",
        kinds=frozenset({"swapped"}),
        why="its buyer can decline only lines of the order it names, and it speaks of lines of another: nothing is cut",
    ),
    Harmless(
        what="failedmessage",
        columns="deleted channel key times why trace first_at last_at passed_at",
        why="at worst a message that failed is tried once more, or was passed over already; operators read the rest",
    ),
    Harmless(
        what="hold",
        columns="kind expires_at closed_at",
        where=lambda hold: hold["closed_at"] is not None,
        partly=True,
        why=OVER,
    ),
    Harmless(what="housesecret", columns="deleted name value", why="open invites no longer open: others are written"),
    Harmless(
        what="identity",
        columns="channel external topic person_id reachable seen_at",
        why="whose chat it is only the platform can say; at worst somebody is a stranger until they are invited again",
    ),
    Harmless(
        what="identity",
        columns="deleted id",
        partly=True,
        why="nothing was said with it yet, or it would be found; somebody is a stranger until they are invited again",
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
    Harmless(what="ledgerentry", columns="document", why=SHOWN),
    Harmless(what="invoicetitle", columns="deleted account_id title tax_number person_id at", partly=True, why=BY_HAND),
    Harmless(
        what="invoicerequest",
        columns="deleted doubled id account_id person_id title tax_number amount state decided_at decided_by_id number"
        " link document reason",
        partly=True,
        why="what finance issued elsewhere stands there; what may still be asked for is worked out from the lines",
    ),
    Harmless(
        what="invoicerequestline",
        columns="deleted request_id entry_id",
        partly=True,
        why="an invoice has the line that finance put on it elsewhere",
    ),
    Harmless(
        what="claimorder",
        columns="deleted claim_id order_id",
        partly=True,
        why="what somebody said of a payment; what was booked for an order is an allocation, and found there",
    ),
    Harmless(what="waitingpicture", columns="deleted hash at", why="at worst a picture is kept that nothing names"),
    Harmless(what="ledgerdue", columns="deleted", why="its lot is due when the next one leaves"),
    Harmless(
        what="paymentclaim",
        columns="note slip",
        partly=True,
        why="how somebody said that it came; finance looks at the bank, and what was booked is in the ledger",
    ),
    Harmless(
        what="statementdispute",
        columns="until entry_id words answer",
        partly=True,
        why="what somebody said of a statement, and what was answered: nothing in the account is changed by it",
    ),
    Harmless(what="returnline", columns="id reason photo", why=SHOWN),
    Harmless(
        what="returnline",
        columns="deleted order_line_id outcome quantity agreed good bad credited tax rebate",
        partly=True,
        why="who decides sees it of what is open; of what is settled it is found",
    ),
    Harmless(
        what="returnrequest",
        columns="kind status decided_at decided_by_id asked_at entry_id replacement_id",
        partly=True,
        why="what its lines, credit and events say of it stays the same",
    ),
    Harmless(what="sentreminder", columns="deleted doubled account_id kind day at", why=TOLD_AGAIN),
    Harmless(
        what="shipment",
        columns="billed_on_receipt",
        why="when goods are billed is told by their entry; they are billed once, whatever this says",
        partly=True,
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
    Harmless(what="order", columns="note address receiver phone wanted_on below_minimum rides_after", why=BY_HAND),
    Harmless(
        what="order",
        columns="cart_id cart_revision",
        partly=True,
        why="the cart it was made from is gone: nobody can confirm it again",
    ),
    Harmless(
        what="orderlimit",
        columns="deleted id sku_id account_id minimum multiple maximum pack_only period_quantity period_days",
        why=BY_HAND,
    ),
    Harmless(what="orderline", columns="said", why=SHOWN),
    Harmless(what="sku", columns="floor_price cost", why=BY_HAND),
    Harmless(
        what="orderline",
        columns="price",
        kinds=frozenset({"a step more"}),
        why="the amount, which is what is paid, stays the same when it is rounded",
    ),
    Harmless(
        what="orderline",
        columns="tier_from",
        why="which tier was reached is told beside what is paid",
    ),
    Harmless(what="price", columns="deleted id list_id sku_id pack_id from_quantity price", why=BY_HAND),
    Harmless(what="pricelist", columns="name priority starts_on ends_on promotions", why=BY_HAND),
    Harmless(what="pricelistfor", columns="deleted id list_id account_id", why=BY_HAND),
    Harmless(what="pastorder", columns="deleted doubled id number account_id ordered_on", why=HISTORY, partly=True),
    Harmless(
        what="pastorderline",
        columns="deleted doubled id order_id sku_id kind quantity size price",
        why=HISTORY,
        partly=True,
    ),
    Harmless(what="pace", columns="deleted name free_at", why=PLATFORM),
    Harmless(what="pack", columns="deleted id name name_en size", why=BY_HAND),
    Harmless(
        what="person",
        columns="doubled name phone language active created_at ordering_for_id role account_id news reminders",
        why="who somebody is and what they may do is said by people; orders, shares and carts of theirs are found",
    ),
    Harmless(what="product", columns="key name name_en brand brand_en category_id picture", why=BY_HAND),
    Harmless(
        what="promotion",
        columns="name priority starts_on ends_on each price own_prices times set_aside created_at ended_at",
        why=BY_HAND,
    ),
    Harmless(what="promotionfor", columns="deleted id account_id", why=BY_HAND),
    Harmless(
        what="promotiongoods", columns="deleted id promotion_id sku_id category_id quantity price size", why=BY_HAND
    ),
    Harmless(what="promotionstep", columns="doubled id reach off gift_sku_id gift_quantity", why=BY_HAND),
    Harmless(
        what="promotionuse",
        columns="quantity",
        why="at worst a limited promotion is given a little more or less often",
    ),
    Harmless(what="pushedchoices", columns="deleted identity_id choices", why=PLATFORM),
    Harmless(what="pushwindow", columns="deleted external contact said_at ends_at left", why=PLATFORM),
    Harmless(
        what="setting",
        columns="deleted name value revision",
        why=BY_HAND + "; what has no meaning is as if it were not set",
    ),
    Harmless(what="shipment", columns="carrier tracking_number", why=SHOWN),
    Harmless(
        what="shipment",
        columns="carrier_delivered_at",
        why="at worst a parcel is asked about, or received by itself, on another day",
    ),
    Harmless(what="shownline", columns="deleted id chat kind key open body edits at", why="the demo page shows it"),
    Harmless(
        what="sku",
        columns=(
            "code product_id barcode spec spec_en unit unit_en price decimals minimum multiple maximum shelf"
            " supplier backorder on_sale"
        ),
        why=BY_HAND + "; an order keeps the price it was placed at",
    ),
    Harmless(
        what="stockalert",
        columns="deleted id person_id account_id sku_id quantity asked_at told_at",
        why="at worst somebody hears of goods once more, or not",
    ),
    Harmless(what="stocklevel", columns="expected_on", why=BY_HAND),
    Harmless(what="stockmove", columns="note", why=SHOWN),
    Harmless(
        what="stockmove",
        columns="at",
        where=lambda move: move["person_id"] is None and move["shipment_id"] is None,
        partly=True,
        why="it came by an import, which leaves no event of a SKU; what is on hand stays the same",
    ),
    Harmless(what="templatering", columns="deleted external rung_at", why=PLATFORM),
    Harmless(
        what="trackingevent", columns="deleted doubled id shipment_id at kind place number words told_at", why=SHOWN
    ),
    Harmless(
        what="followednumber",
        columns="deleted doubled id shipment_id carrier number whole next_at subscribed_at ended_at",
        why="at worst a carrier is asked once more, or a parcel is followed by hand",
    ),
    Harmless(what="supplierword", columns="deleted id means kind", why=BY_HAND),
    Harmless(what="visibleto", columns="deleted id sku_id account_id", why=BY_HAND),
    Harmless(what="warehouse", columns="name", why=SHOWN),
    *(Harmless(what=table, columns=columns, why=BY_HAND) for table, columns in TALKS.items()),
    Harmless(what="wish", columns="deleted doubled id account_id words created_at", why=BY_HAND),
    Harmless(
        what="wordproposal",
        columns="deleted id sku_id accounts proposed_at accepted decided_by_id",
        why="at worst a word is proposed once more, or not at all",
    ),
)
