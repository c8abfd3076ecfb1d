"""Refusals about invoices; all others are in ``domain/refusals.py``."""

from domain.refusals import Refusal


class BadTaxNumber(Refusal):
    """No tax number is written so, or one of its signs is wrong."""


class NothingToInvoice(Refusal):
    """Of a delivery nothing is left for an invoice, or nobody said what it is to be made out to."""
