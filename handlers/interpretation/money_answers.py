"""What answers to questions about money look like: amounts, reasons, invoices, disputes."""

import re

from domain.language.typed_amount import read_amount_and_reason
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts
from handlers.interpretation.fit import Fit
from handlers.interpretation.typed_text import TypedText

#: Sentences that what is wrong with a statement, or the answer, may sound like.
_OF_ACCOUNTS = frozenset(
    {
        "returns",
        "return_order",
        "paid",
        "paid_order",
        "account_paid",
        "account_rebate",
        "hand_price",
        "price_by",
        "new_price",
    }
)
_TAX_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?=[A-Za-z]*\d)[0-9A-Za-z]{15,20}(?![0-9A-Za-z])")
_INVOICE_NUMBER = re.compile(r"https?://|(?<!\d)\d{8,20}(?!\d)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def correction(request: Request, facts: Facts, said: TypedText) -> Fit:
    """An amount with what is said of it; a tap confirms it."""
    return Fit.YES if read_amount_and_reason(said.text) is not None and not said.is_order_number else Fit.NO


def reversal(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Any words that are not plainly something else; a tap confirms them."""
    other = said.speaks_of_something_else or said.is_bare or said.is_label or said.is_question or said.is_order
    return Fit.NO if other or not _LETTER.search(said.text) else Fit.YES


def invoice_title(request: Request, facts: Facts, said: TypedText) -> Fit:
    """The name of a company with its tax number, or a name alone that is nothing else."""
    if _TAX_NUMBER.search(said.text):
        return Fit.YES
    other = said.speaks_of_something_else or said.is_bare or said.is_label or said.is_question or said.is_order
    return Fit.NO if other or not _LETTER.search(said.text) else Fit.PERHAPS


def invoice_number(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A long number or a link; a tap confirms it."""
    return Fit.YES if _INVOICE_NUMBER.search(said.text) and not said.is_order_number else Fit.NO


def about_money(request: Request, facts: Facts, said: TypedText) -> Fit:
    """What is wrong with a statement, or the answer: amounts and goods belong to it. A tap confirms it."""
    other = said.wishes - _OF_ACCOUNTS or said.is_bare or said.is_label or said.is_order_number
    return Fit.NO if other or not _LETTER.search(said.text) else Fit.YES
