"""Why a file cannot be read."""

from enum import StrEnum


class UnreadableReason(StrEnum):
    """Why a received file could not be read."""

    STRANGE = "strange"
    """It is of no kind that we read."""
    BROKEN = "broken"
    """It is damaged, or breaks what opens it."""
    LOCKED = "locked"
    """It opens with a password only."""
    TOO_LARGE = "too_large"
    """It holds more than we read."""
    AWAY = "away"
    """The platform did not hand it over this time."""
    WITHHELD = "withheld"
    """The platform never hands over such things."""


class UnreadableError(Exception):
    """A file that cannot be read; the text is for operators."""

    def __init__(self, words: str, fault: UnreadableReason = UnreadableReason.STRANGE) -> None:
        super().__init__(words)
        self.fault = fault
