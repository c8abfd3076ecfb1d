"""Adding to the note that goes with a cart."""

from domain import carts
from domain.acting import By
from domain.carts import CartView


def add(by: By, words: str, cart: CartView) -> tuple[CartView, str]:
    """Add to the cart's note what it does not say yet, as far as it fits; the cart, and what was added."""
    there = cart.cart.note
    fresh = "\n".join(line for line in words.splitlines() if line not in there)
    if not fresh:
        return cart, ""
    note = "\n".join(filter(None, (there, fresh)))[: carts.WORDS_MOST]
    return carts.write_note(by, note), fresh
