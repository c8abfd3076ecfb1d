"""Refusals of changes of accounts."""

from domain.refusals import Outdated, Refusal


class AccountUnfit(Refusal):
    """An account cannot be so. ``part``: which part; ``text``: as it was given."""

    def __init__(self, *, part: str, text: str = "") -> None:
        super().__init__(part=part, text=text)


class AccountChanged(Outdated):
    """The account is not as the person was shown it: somebody changed it."""

    def __init__(self, *, account_id: int) -> None:
        super().__init__(account_id=account_id)


class AccountThere(Refusal):
    """There is an account of this name already."""

    def __init__(self, *, name: str, account_id: int) -> None:
        super().__init__(name=name, account_id=account_id)
