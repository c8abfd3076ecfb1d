"""The values of a turn: what a channel reads into it, and what it renders from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from domain.rules.rights import Role
from domain.sheets.cells import Sheet
from domain.tables.people import Channel
from storage.files.unreadable import UnreadableReason

#: Telegram's limit for callback data, and ours for every channel.
BUTTON_BYTES = 64

Fact: TypeAlias = str | int | bool | None
Facts: TypeAlias = Mapping[str, Fact]


class Source(StrEnum):
    """Where words come from."""

    WRITTEN = "written"
    HEARD = "heard"
    """A platform made them of a voice message: they are said back, because it may have heard wrongly."""
    CAPTION = "caption"
    """They stand below something that we do not look at, such as a video."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Free text; ``button`` is the data of the link it came from, where the platform passes it on."""

    text: str
    button: str | None = None
    source: Source = Source.WRITTEN


@dataclass(frozen=True, kw_only=True)
class Tapped:
    """A pressed button, with the data it carried."""

    data: str


@dataclass(frozen=True, kw_only=True)
class Started:
    """A first contact or a followed link: ``code`` is the invite it carried, if any."""

    code: str | None = None


class SentKind(StrEnum):
    """What was sent that is neither text nor a tap."""

    PICTURE = "picture"
    FILE = "file"
    LOCATION = "location"
    SCAN = "scan"
    VOICE = "voice"
    STICKER = "sticker"
    WITHHELD = "withheld"
    """The platform tells us only that there was something."""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Something else that was sent; ``text`` is its caption, address or scanned code.

    ``name``: what the file is called. ``sheets``: what a file holds; ``codes``: what the barcodes in a picture say;
    ``photo``: a copy of one without any, or with what may be a code below it, as base64 of a JPEG; ``document``: a
    PDF or OFD file as it came, as base64. ``fault``: why it could not be read.
    """

    kind: SentKind
    text: str = ""
    name: str = ""
    sheets: tuple[Sheet, ...] = ()
    codes: tuple[str, ...] = ()
    photo: str = ""
    document: str = ""
    fault: UnreadableReason | None = None


@dataclass(frozen=True, kw_only=True)
class Left:
    """The person blocked or unfollowed us; nobody is there to read a reply."""


Body: TypeAlias = Typed | Tapped | Started | Sent | Left


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One message from one identity on one channel.

    ``key`` is the platform's name for this delivery: the same message delivered again has the same key.
    ``message`` names the message whose button was pressed, where the platform has such a thing.
    ``topic``: of the chat, where the platform has such things.
    ``trace`` is the id by which the turn is found in the log; its notices and its apology bear the same.
    """

    channel: Channel
    identity: str
    key: str
    body: Body
    name: str = ""
    language: str = ""
    message: str | None = None
    topic: str = ""
    trace: str = ""


@dataclass(frozen=True, kw_only=True)
class Button:
    """A choice the person can press. ``data`` holds verb, object and revision, never a name.

    ``say`` is what a platform without buttons sends as the person's own words; it must read naturally and,
    where several cards are open, name its object. Empty: the label.
    """

    label: str
    data: str
    say: str = ""

    def __post_init__(self) -> None:
        """A button that no platform would carry is a mistake of ours."""
        if not 1 <= len(self.data.encode()) <= BUTTON_BYTES:
            raise ValueError(f"button data of {len(self.data.encode())} bytes: {self.data}")


Row: TypeAlias = tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class File:
    """A paper that belongs to a reply: sent as a file where the channel can, else as a link; drawn when it is fetched.

    ``token``: which paper, for whom and until when, as ``handlers/conversation/paper_links.py`` writes it.
    """

    name: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a person is shown: plain text without markup; the channel escapes, decorates and divides it.

    ``card`` names the thing shown (``order:42``) when it must keep its place in the chat: a reply with the same
    card replaces the message, any other is sent anew. ``picture`` is the hash of a stored picture.
    ``files`` follow the words. ``part`` counts from 0 where a channel cannot show all at once.
    ``numbered``: typed numbers choose buttons.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    note: str = ""
    buttons: tuple[Row, ...] = ()
    picture: str | None = None
    card: str | None = None
    part: int = 0
    numbered: bool = True
    files: tuple[File, ...] = ()

    def text(self) -> str:
        """All words, parts separated by an empty line."""
        return "\n\n".join(part for part in (self.title, "\n".join(self.lines), self.note) if part)

    def choices(self) -> tuple[Button, ...]:
        """Every button in reading order; the first is number 1."""
        return tuple(button for row in self.buttons for button in row)

    def showing(self, part: int) -> "Reply":
        """The same reply, opened at another part."""
        return replace(self, part=part)


class QuestionKind(StrEnum):
    """What we are waiting to be told in free text. Each kind has one row in the ``ANSWER_HANDLERS`` of its subject."""

    INVITE_CODE = "invite_code"
    QUANTITY = "quantity"
    LINE_QUANTITY = "line_quantity"
    ORDER_LINE_QUANTITY = "order_line_quantity"
    CART_NOTE = "cart_note"
    NEW_ADDRESS = "new_address"
    RECEIVER = "receiver"
    DATE_WANTED = "date_wanted"
    SWAP_GOODS = "swap_goods"
    CANCEL_REASON = "cancel_reason"
    CLOSE_SHORT_REASON = "close_short_reason"
    RECEIPT_WORDS = "receipt_words"
    RATING_WORDS = "rating_words"
    REJECT_REASON = "reject_reason"
    TRACKING_NUMBER = "tracking_number"
    CARRIER_NAME = "carrier_name"
    NEW_NUMBER = "new_number"
    SHIP_QUANTITY = "ship_quantity"
    COUNT_QUANTITY = "count_quantity"
    RECEIVE_QUANTITY = "receive_quantity"
    NEW_PRICE = "new_price"
    HAND_PRICE = "hand_price"
    ORDER_HAND_PRICE = "order_hand_price"
    INVITE_NAME = "invite_name"
    DEALER_NAME = "dealer_name"
    EXPECTED_DAY = "expected_day"
    STOCK_SEARCH = "stock_search"
    GOODS_SEARCH = "goods_search"
    NEW_GOODS = "new_goods"
    NEW_GOODS_PART = "new_goods_part"
    GOODS_PART = "goods_part"
    ALIAS = "alias"
    ACCOUNT_PART = "account_part"
    SETTING = "setting"
    ACCOUNT_SEARCH = "account_search"
    PERSON_SEARCH = "person_search"
    OTHER_GOODS = "other_goods"
    NICKNAME = "nickname"
    DEPUTY_DAYS = "deputy_days"
    CORRECTION = "correction"
    RAISE_LIMIT = "raise_limit"
    PAYMENT = "payment"
    REBATE = "rebate"
    REVERSAL = "reversal"
    CLAIM = "claim"
    CLAIM_AMOUNT = "claim_amount"
    DISPUTE = "dispute"
    ANSWER_CASE = "answer_case"
    INVOICE_TITLE = "invoice_title"
    INVOICE_FILE = "invoice_file"
    INVOICE_REASON = "invoice_reason"
    RETURN_QUANTITY = "return_quantity"
    RETURN_AGREED = "return_agreed"
    RETURN_COUNT = "return_count"
    RETURN_REASON = "return_reason"
    RETURN_QUESTION = "return_question"
    RETURN_REPLY = "return_reply"
    DESK_NUMBER = "desk_number"
    RETURN_PARCEL = "return_parcel"


#: Questions answered with a number: there, typed digits are the answer and never the number of a button.
NUMERIC = frozenset(
    {
        QuestionKind.QUANTITY,
        QuestionKind.LINE_QUANTITY,
        QuestionKind.ORDER_LINE_QUANTITY,
        QuestionKind.SHIP_QUANTITY,
        QuestionKind.COUNT_QUANTITY,
        QuestionKind.RECEIVE_QUANTITY,
        QuestionKind.NEW_PRICE,
        QuestionKind.NEW_GOODS_PART,
        QuestionKind.GOODS_PART,
        QuestionKind.ACCOUNT_PART,
        QuestionKind.SETTING,
        QuestionKind.HAND_PRICE,
        QuestionKind.ORDER_HAND_PRICE,
        QuestionKind.TRACKING_NUMBER,
        QuestionKind.NEW_NUMBER,
        QuestionKind.INVITE_CODE,
        QuestionKind.DATE_WANTED,
        QuestionKind.EXPECTED_DAY,
        QuestionKind.DEPUTY_DAYS,
        QuestionKind.CORRECTION,
        QuestionKind.RAISE_LIMIT,
        QuestionKind.PAYMENT,
        QuestionKind.REBATE,
        QuestionKind.CLAIM,
        QuestionKind.CLAIM_AMOUNT,
        QuestionKind.RETURN_QUANTITY,
        QuestionKind.RETURN_AGREED,
        QuestionKind.RETURN_COUNT,
        QuestionKind.DESK_NUMBER,
        QuestionKind.RETURN_PARCEL,
    }
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """An open question. ``aside``: how often something else was said; then bare numbers no longer answer it."""

    kind: QuestionKind
    facts: Facts = field(default_factory=dict)
    aside: int = 0

    @property
    def takes_numbers(self) -> bool:
        """Whether a bare number is its answer, and never the number of a button."""
        return self.kind in NUMERIC and not self.aside


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A handler's whole answer: what to show, and what we now wait to be told.

    ``memory``: what later taps of these screens need and a button cannot carry, such as the words searched for;
    ``None`` keeps what was remembered before.
    """

    replies: tuple[Reply, ...] = ()
    question: Question | None = None
    memory: Facts | None = None

    def headed(self, words: str) -> "Turn":
        """The same below a line of words."""
        first, *rest = self.replies
        return replace(self, replies=(replace(first, title=f"{words}\n{first.title}"), *rest))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the front door hands back to a channel after the commit, worded in ``language``.

    ``replaces``: the first reply takes the place of the pressed message (same card, or neither has one).
    ``repeated``: this delivery had been answered before. ``waiting``: notices may be due for delivery.
    ``notices``: how many of the first replies are kept notices, to be kept again if the answer is not delivered.
    ``introduced``: the person came in or changed language just now; a channel may offer the commands of that role.
    ``refused``: the name of the refusal that is the answer. ``trouble``: the id of the fault that is apologised for.
    """

    language: str
    replies: tuple[Reply, ...] = ()
    replaces: bool = False
    repeated: bool = False
    waiting: bool = False
    notices: int = 0
    introduced: Role | None = None
    refused: str = ""
    trouble: str = ""
