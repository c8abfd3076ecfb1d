"""Refusals of the desk."""

from domain.refusals import Refusal


class LoginGone(Refusal):
    """No browser shows this code any more, or the link was used."""


class RestUndecided(Refusal):
    """Goods of the order are not there, and nobody said what becomes of them."""


class CarrierUnknown(Refusal):
    """A line of a shipping list names no carrier."""


class NumberDoubtful(Refusal):
    """A tracking number looks like another carrier's, or has a wrong sign."""
