"""WeChat's error codes, by what we do about them."""

from enum import StrEnum


class CallFailedError(Exception):
    """A call of the API failed. ``said``: WeChat's words; never our address, which holds the access token."""

    def __init__(self, code: int | None, reason: str, said: str = "") -> None:
        super().__init__(f"WeChat answered {code}" if code is not None else reason)
        self.code = code
        self.said = said


class Remedy(StrEnum):
    """What a failed call means for the message to send."""

    NO_WINDOW = "no_window"
    """The person has not written lately, or the window is used up: the next way."""
    UNREACHABLE = "unreachable"
    """Nobody by that name follows us."""
    SPENT = "spent"
    """The day's quota of this call is used up."""
    BUSY = "busy"
    """WeChat or the way to it has trouble: again in a while."""
    MEDIA_GONE = "media_gone"
    """The picture must be uploaded again."""
    NO_RIGHT = "no_right"
    """This account type may not, or the template is not ours: no use in trying again."""
    TOO_OFTEN = "too_often"
    """This person got a template message a moment ago."""
    REFUSED = "refused"
    """What we sent is not as WeChat wants it: a mistake of ours."""


_REMEDIES = {
    45015: Remedy.NO_WINDOW,
    45047: Remedy.NO_WINDOW,
    43004: Remedy.UNREACHABLE,
    40003: Remedy.UNREACHABLE,
    45009: Remedy.SPENT,
    -1: Remedy.BUSY,
    40001: Remedy.BUSY,
    40014: Remedy.BUSY,
    42001: Remedy.BUSY,
    45011: Remedy.BUSY,
    40007: Remedy.MEDIA_GONE,
    48001: Remedy.NO_RIGHT,
    40200: Remedy.NO_RIGHT,
    40037: Remedy.NO_RIGHT,
    43117: Remedy.TOO_OFTEN,
}

#: A file is larger than is taken.
SIZE_LIMIT = 45001
#: A token that WeChat no longer takes.
STALE_TOKEN = frozenset({40001, 40014, 42001})


#: WeChat does not let this machine's address ask for a token.
NOT_LISTED = 40164
#: App id or secret are not the account's.
WRONG_CREDENTIALS = frozenset({40013, 40125})


def reported(failed: CallFailedError) -> str:
    """The code under which a failure is counted; unknown codes are one, so that labels stay few."""
    if failed.code is None:
        return "network"
    known = failed.code in _REMEDIES or failed.code == NOT_LISTED or failed.code in WRONG_CREDENTIALS
    return str(failed.code) if known else "other"


def remedy_for(failed: CallFailedError) -> Remedy:
    """What to do about a failed call."""
    return Remedy.BUSY if failed.code is None else _REMEDIES.get(failed.code, Remedy.REFUSED)
