"""Refusals of the desk."""

from domain.refusals import Refusal


class LoginGone(Refusal):
    """No browser shows this code any more, or the link was used."""


class RestUndecided(Refusal):
    """Goods of the order are not there, and nobody said what becomes of them."""
