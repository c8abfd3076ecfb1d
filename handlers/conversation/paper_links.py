"""Tokens of papers: each names one paper for one person until a moment, and is signed, so that nobody makes another."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from handlers.conversation.request import Request
from handlers.conversation.turn import File

#: How long a link opens.
KEPT = timedelta(days=7)
#: Where.
PATH = "/f/"
_PURPOSE = b"paper link:"
#: 128 bits of the signature are more than anybody can guess, and keep the link short.
_SIGNATURE_BYTES = 16
_LONGEST = 400


class PaperKind(StrEnum):
    """What is drawn."""

    STATEMENT = "statement"
    ORDER = "order"
    DELIVERY = "delivery"
    PICKING = "picking"
    QUEUE = "queue"
    """A pick list of all that waits to be picked."""
    QUOTE = "quote"
    CART = "cart"
    """A quote of what is in a cart."""
    INVOICE = "invoice"
    """Not drawn: the file that finance sent."""


class PaperForm(StrEnum):
    """As what."""

    PDF = "pdf"
    XLSX = "xlsx"


class UnknownLinkError(Exception):
    """Nothing that we signed."""


class OldLinkError(Exception):
    """Its time has passed."""


@dataclass(frozen=True, kw_only=True)
class PaperLink:
    """What a token says. ``about``: which paper of its kind; ``person_id``: for whom.

    Whether they may see it still is asked each time.
    """

    kind: PaperKind
    form: PaperForm
    about: tuple[str, ...]
    person_id: int
    until: datetime


def file_of(request: Request, kind: PaperKind, form: PaperForm, name: str, *about: str) -> File:
    """A paper for the person of this message."""
    until = (request.actor.now + KEPT).replace(microsecond=0)
    link = PaperLink(kind=kind, form=form, about=about, person_id=request.person.id, until=until)
    return File(name=name, token=token_of(request.actor.supplier.secret, link))


def token_of(secret: bytes, link: PaperLink) -> str:
    """The link's token, in letters that an address takes."""
    until, person = int(link.until.timestamp()), link.person_id
    said = "|".join((link.kind, link.form, f"{until:x}", f"{person:x}", *link.about)).encode()
    return f"{_letters(said)}.{_letters(_signature(secret, said))}"


def read_token(secret: bytes, token: str, now: datetime) -> PaperLink:
    """What a token says. Raises UnknownLinkError, OldLinkError."""
    said, _, signed = token.partition(".")
    try:
        told, signature = _bytes(said), _bytes(signed)
    except (NotBase64, ValueError):
        raise UnknownLinkError from None
    if len(token) > _LONGEST or not hmac.compare_digest(_signature(secret, told), signature):
        raise UnknownLinkError
    kind, form, until, person, *about = told.decode().split("|")
    link = PaperLink(
        kind=PaperKind(kind),
        form=PaperForm(form),
        about=tuple(about),
        person_id=int(person, 16),
        until=datetime.fromtimestamp(int(until, 16), UTC),
    )
    if link.until < now:
        raise OldLinkError
    return link


def names(token: str, kind: PaperKind, form: PaperForm) -> bool:
    """Whether a token of ours is of such a paper; its signature is not looked at."""
    return _bytes(token.partition(".")[0]).startswith(f"{kind}|{form}|".encode())


def _signature(secret: bytes, said: bytes) -> bytes:
    return hmac.new(secret, _PURPOSE + said, sha256).digest()[:_SIGNATURE_BYTES]


def _letters(said: bytes) -> str:
    return urlsafe_b64encode(said).rstrip(b"=").decode()


def _bytes(letters: str) -> bytes:
    return urlsafe_b64decode(letters.encode("ascii") + b"=" * (-len(letters) % 4))
