"""The doors where credit is asked for: every act that lets an account owe more, and what each does on ``hold``."""

from collections.abc import Mapping
from enum import StrEnum


class Door(StrEnum):
    """An act that lets an account owe more. On ``warn`` each lets the order pass, on ``stop`` none does."""

    SUBMIT = "submit"
    """A buyer submits a cart; also one that was filled again from an order that ended."""
    ON_BEHALF = "on_behalf"
    """Somebody of ours submits a cart for an account."""
    INCREASE = "increase"
    """A waiting order is changed, and not only lowered: more of a line, more goods, a higher price, undone changes."""
    ANSWER = "answer"
    """A question about an order ends, and it costs more than before: other goods or a higher price agreed to, or an
    offer taken back."""
    APPROVE = "approve"
    """The last yes but finance's own is given."""
    GO_ON = "go_on"
    """An order goes on by itself: its money came, or its last open question ended."""
    GIVE_OUT = "give_out"
    """Goods that came in are given to a line that waits for them."""
    SHIP = "ship"
    """A parcel leaves."""


class OnHold(StrEnum):
    """What a door does where finance must agree and did not yet."""

    ASKS = "asks"
    """The order goes no further before finance agreed; finance gets a card at once."""
    WAITS = "waits"
    """The goods are not given out, on stop neither; finance gets a card, once a day."""
    LATER = "later"
    """Nothing yet: the next door that the order comes to asks."""
    REFUSES = "refuses"
    """The parcel stays until finance releases the order; who packs it asks finance with one tap."""


#: Complete by test.
ON_HOLD: Mapping[Door, OnHold] = {
    Door.SUBMIT: OnHold.ASKS,
    Door.ON_BEHALF: OnHold.ASKS,
    Door.INCREASE: OnHold.ASKS,
    Door.ANSWER: OnHold.LATER,
    Door.APPROVE: OnHold.ASKS,
    Door.GO_ON: OnHold.ASKS,
    Door.GIVE_OUT: OnHold.WAITS,
    Door.SHIP: OnHold.REFUSES,
}
