"""WeChat's error codes, by what we do about them."""

from enum import StrEnum


class CallFailedError(Exception):
    """A call of the API came to nothing; it never carries our address, which would hold the access token.

    ``said``: WeChat's own words beside the code.
    """

    def __init__(self, code: int | None, reason: str, said: str = "") -> None:
        super().__init__(f"WeChat answered {code}" if code is not None else reason)
        self.code = code
        self.said = said


class Verdict(StrEnum):
    """What a failed call means for what we wanted to send."""

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


_VERDICTS = {
    45015: Verdict.NO_WINDOW,
    45047: Verdict.NO_WINDOW,
    43004: Verdict.UNREACHABLE,
    40003: Verdict.UNREACHABLE,
    45009: Verdict.SPENT,
    -1: Verdict.BUSY,
    40001: Verdict.BUSY,
    40014: Verdict.BUSY,
    42001: Verdict.BUSY,
    45011: Verdict.BUSY,
    40007: Verdict.MEDIA_GONE,
    48001: Verdict.NO_RIGHT,
    40200: Verdict.NO_RIGHT,
    40037: Verdict.NO_RIGHT,
    43117: Verdict.TOO_OFTEN,
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
    """The code by which a failure is counted; those that we do not know are one, so that there are never many."""
    if failed.code is None:
        return "network"
    known = failed.code in _VERDICTS or failed.code == NOT_LISTED or failed.code in WRONG_CREDENTIALS
    return str(failed.code) if known else "other"


def verdict(failed: CallFailedError) -> Verdict:
    """What to do about a failed call."""
    return Verdict.BUSY if failed.code is None else _VERDICTS.get(failed.code, Verdict.REFUSED)
