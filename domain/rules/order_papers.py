"""The papers of an order: which there are, and who may have which."""

from enum import StrEnum

from domain.rules.rights import Right


class OrderPaper(StrEnum):
    """A paper of an order."""

    ORDER = "order"
    """What was ordered, at which prices; for the dealer's files."""
    DELIVERY = "delivery"
    """What is in a parcel; it goes with the goods, and the receiver signs it."""
    PICKING = "picking"
    """What is to be gathered, for the warehouse."""
    QUOTE = "quote"
    """What goods would cost, before they are ordered."""


#: Whoever has the right may have the paper. A delivery note has no prices for those who see none elsewhere.
RIGHTS = {
    OrderPaper.ORDER: Right.ORDER_PRICES,
    OrderPaper.DELIVERY: Right.DELIVERY_NOTE,
    OrderPaper.PICKING: Right.SHIPMENT_PICK,
    OrderPaper.QUOTE: Right.ACCOUNT_SERVE,
}
