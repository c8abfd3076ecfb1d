"""The codes that a browser shows and a chat is sent, how people write them, and the numbers to choose from."""

import hashlib
import hmac
import re
import unicodedata
from datetime import timedelta

from domain.rules.invite_codes import LETTERS

#: 8 letters of 28 are 38 bits: for five minutes, and five wrong tries an hour, enough.
LENGTH = 8
CODE_VALID = timedelta(minutes=5)
LINK_VALID = timedelta(minutes=5)
#: A session that nobody uses is over after the first, any after the second.
IDLE_MOST = timedelta(hours=12)
SESSION_MOST = timedelta(days=7)
#: Of two digits each: none of them is a part of another.
NUMBERS = range(10, 100)
CHOICES = 3

#: What stands before a code in a chat link.
PREFIX = "desk_"
_CODE = re.compile(rf"(?:\S*start=)?(?:desk_)?([{LETTERS}]{{4}}[ -]?[{LETTERS}]{{4}})", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,2}")


def read_code(text: str) -> str | None:
    """The code in what a person wrote or followed; nothing in anything else."""
    found = _CODE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return "".join(c for c in found.group(1).upper() if c.isalnum()) if found else None


def read_number(text: str) -> int | None:
    """The number in what a person typed; nothing in anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    number = int(plain) if _NUMBER.fullmatch(plain) else 0
    return number if number in NUMBERS else None


def shown(code: str) -> str:
    """A code as it is shown: K7Q4-MZPX."""
    return f"{code[:4]}-{code[4:]}"


def choices(secret: bytes, login_id: int, number: int) -> tuple[int, ...]:
    """The numbers to choose from, always the same ones of a login, in an order that says nothing."""
    digest = hmac.new(secret, f"desk numbers:{login_id}".encode(), hashlib.sha256).digest()
    others = [each for each in dict.fromkeys(NUMBERS[byte % len(NUMBERS)] for byte in digest) if each != number]
    place = digest[-1] % CHOICES
    chosen = others[: CHOICES - 1]
    return (*chosen[:place], number, *chosen[place:])
