"""Every refusal. It is an answer, not an error: it rolls the act back and tells the way forward.

    Refusal
    ├── NotAllowed            the role has not the right
    ├── NotFound              it does not exist, or is not this person's to see
    ├── SwitchedOff           the person may do nothing here until somebody switches them on again
    ├── Outdated              it changed since the button was drawn
    │   ├── CartMoved  PriceMoved  OrderMoved  ShipmentMoved  NicknameGone  InviteGone  ChangedSince
    │   │   └── LineChangedSince  PriceChangedSince  StockMovedSince
    ├── NothingInCart  NotInCart  RepeatOrder
    ├── BadQuantity
    │   ├── BelowMinimum  NotAMultiple  TooFine  TooMuch  NotPositive  AboveMaximum  AbovePeriod
    ├── BelowMinimumOrder
    ├── NotOnSale  NotEnoughStock  ShelfShort  EmptyParcel
    ├── ReasonNeeded  NoAccount  BadDate  BadPrice  BadAmount  BadPromotion  BadWords  TooManyNicknames  TooManyInvites
    ├── EntryUndone  ClaimDecided  CreditStopped  CreditHeld  OthersMustAgree  NothingAgreed  NobodyToAsk  AnswerTooLate
    ├── StatementClosed  StatementMoved  StatementDisputed  DisputeAnswered
    ├── LastAdmin  OwnChat  TooLateToUndo  UnknownSetting  BadSetting
    └── InviteRefused
        ├── InviteUnknown  InviteUsed  InviteExpired  InviteRevoked  ChatThere  TooManyTries  AlreadyJoined

Each is worded in ``locales`` under ``refusal.`` and its name; the keyword facts fill the blanks. Those of claims and
returns are in ``domain/after_sales/refusals.py``, those of the desk in ``domain/people/desk_refusals.py``.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from domain.rules.finance.credit_doors import Door


class Refusal(Exception):  # noqa: N818 - an answer, not an error
    """We say no."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


class NotAllowed(Refusal):
    """The person's role has not the right."""


class NotFound(Refusal):
    """There is no such thing, or it is not this person's to see: the two are not told apart."""


class SwitchedOff(Refusal):
    """Somebody of the staff switched this person off."""


class Outdated(Refusal):
    """The thing changed since the button was drawn."""


class CartMoved(Outdated):
    """The cart is not the one the person was looking at. ``number``: it became this order, if it did."""

    def __init__(self, *, order_id: int | None = None, number: str = "") -> None:
        super().__init__(order_id=order_id, number=number)


class PriceMoved(Outdated):
    """The total is not the one the person was shown."""


class OrderMoved(Outdated):
    """The order went on: somebody decided, changed or closed it."""

    def __init__(self, *, order_id: int) -> None:
        super().__init__(order_id=order_id)


class ShipmentMoved(Outdated):
    """The shipment went on: somebody changed or shipped it."""

    def __init__(self, *, order_id: int) -> None:
        super().__init__(order_id=order_id)


class NicknameGone(Outdated):
    """The account has no such nickname, or has it no more."""


class InviteGone(Outdated):
    """The invite was used or has expired: there is nothing to call back."""


class ChangedSince(Outdated):
    """Somebody changed it since; taking the older change back would undo theirs."""


class LineChangedSince(ChangedSince):
    """The line of the order was changed again. ``event_id``: how."""

    def __init__(self, *, order_id: int, event_id: int) -> None:
        super().__init__(order_id=order_id, event_id=event_id)


class PriceChangedSince(ChangedSince):
    """The price was changed again. ``event_id``: how."""

    def __init__(self, *, sku_id: int, event_id: int) -> None:
        super().__init__(sku_id=sku_id, event_id=event_id)


class StockMovedSince(ChangedSince):
    """The same goods were counted, or moved, after what shall be taken back. ``move_id``: how."""

    def __init__(self, *, sku_id: int, move_id: int) -> None:
        super().__init__(sku_id=sku_id, move_id=move_id)


class NothingInCart(Refusal):
    """There is nothing to submit."""


class NotInCart(Refusal):
    """What was to be exchanged for something else is no longer in the cart."""

    def __init__(self, *, sku_id: int) -> None:
        super().__init__(sku_id=sku_id)


class RepeatOrder(Refusal):
    """The same lines were ordered a moment ago; the person should say that it is meant."""

    def __init__(self, *, order_id: int, number: str) -> None:
        super().__init__(order_id=order_id, number=number)


class BadQuantity(Refusal):
    """The SKU cannot be ordered in this quantity; ``quantity`` is the nearest that can, in base units.

    ``near``: the quantities below and above that can be ordered, where there are any.
    """

    def __init__(self, *, sku_id: int, quantity: Decimal, near: tuple[Decimal, ...] = (), **facts: Any) -> None:
        super().__init__(sku_id=sku_id, quantity=quantity, near=near, **facts)


class NotPositive(BadQuantity):
    """Zero or less."""


class BelowMinimum(BadQuantity):
    """Less than the smallest order for this SKU."""


class NotAMultiple(BadQuantity):
    """Not a whole number of the steps this SKU is sold in."""


class TooFine(BadQuantity):
    """More decimals than the SKU is measured in."""


class TooMuch(BadQuantity):
    """More than anybody orders: a slip of the finger."""


class AboveMaximum(BadQuantity):
    """More than the account may have of this SKU in one order."""


class AbovePeriod(BadQuantity):
    """More than the account may have of this SKU in some days. ``limit`` in ``days``; ``taken`` of it already."""


class BelowMinimumOrder(Refusal):
    """The order is worth less than the smallest one of this account; ``missing``: by how much."""

    def __init__(self, *, minimum: Decimal, missing: Decimal) -> None:
        super().__init__(minimum=minimum, missing=missing)


class WordTaken(Refusal):
    """Words cannot become a word of the supplier: other goods are called so, or what they mean is gone."""

    def __init__(self, *, words: str, sku_id: int) -> None:
        super().__init__(words=words, sku_id=sku_id)


class NotOnSale(Refusal):
    """The SKU is not sold just now."""

    def __init__(self, *, sku_id: int) -> None:
        super().__init__(sku_id=sku_id)


class NotEnoughStock(Refusal):
    """Less is available than asked for; ``available``, and how much is ``missing`` where that is known; base units."""

    def __init__(self, *, sku_id: int, available: Decimal, missing: Decimal = Decimal(0)) -> None:
        super().__init__(sku_id=sku_id, available=available, missing=missing)


class ShelfShort(Refusal):
    """There is less on the shelf for the order than the parcel holds."""

    def __init__(self, *, sku_id: int, shipment_id: int) -> None:
        super().__init__(sku_id=sku_id, shipment_id=shipment_id)


class EmptyParcel(Refusal):
    """There is nothing in the parcel to send."""

    def __init__(self, *, shipment_id: int) -> None:
        super().__init__(shipment_id=shipment_id)


class ReasonNeeded(Refusal):
    """This step needs a reason."""


class NoAccount(Refusal):
    """The salesperson has not said for which account."""


class BadDate(Refusal):
    """Not a day we can deliver on: unreadable or in the past."""


class BadPromotion(Refusal):
    """A promotion that is not whole. ``fault``: a ``TermsFault``."""


class BadPrice(Refusal):
    """Not a price: unreadable, negative or with more than four decimals."""


class BadAmount(Refusal):
    """Not an amount of money that can be booked: nothing, far too much, or less than a cent."""


class BadValueDay(Refusal):
    """Money cannot have come on that day: it is still to come, or too long ago."""


class BadWords(Refusal):
    """Empty or far too long; ``most`` is how many characters fit."""

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class TooManyNicknames(Refusal):
    """The account has as many nicknames as it may; ``most`` is how many that is."""

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class TooManyInvites(Refusal):
    """As many invites in a day as anybody may write."""

    def __init__(self, *, most: int) -> None:
        super().__init__(most=most)


class OthersMustAgree(Refusal):
    """An order needs the yes of somebody else: this person gave theirs, or placed it."""

    def __init__(self, *, order_id: int, number: str) -> None:
        super().__init__(order_id=order_id, number=number)


class EntryUndone(Refusal):
    """The payment was taken back already."""


class ClaimDecided(Refusal):
    """Somebody of finance decided on the claim already."""


class CreditStopped(Refusal):
    """The account is beyond its credit, or late, and may not go on. ``free``: what is left of its limit, if it has one.

    ``door``: where; ``amount``: what was to be added; ``late``: what is overdue beyond the days that are let pass.
    """

    def __init__(self, *, door: Door, account_id: int, free: Decimal | None, amount: Decimal, late: Decimal) -> None:
        super().__init__(door=door, account_id=account_id, free=free, amount=amount, late=late)


class CreditHeld(Refusal):
    """An order must not be shipped before finance agreed: its account is beyond its credit, or late."""

    def __init__(self, *, order_id: int, number: str) -> None:
        super().__init__(order_id=order_id, number=number)


class NotPaid(Refusal):
    """An order is not packed or shipped before it is paid: its account pays first."""

    def __init__(self, *, order_id: int, number: str) -> None:
        super().__init__(order_id=order_id, number=number)


class NothingAgreed(Refusal):
    """An order cannot be approved while its buyer is asked about every line of it."""

    def __init__(self, *, number: str) -> None:
        super().__init__(number=number)


class NobodyToAsk(Refusal):
    """The account has no buyer who could answer."""

    def __init__(self, *, account: str) -> None:
        super().__init__(account=account)


class AnswerTooLate(Refusal):
    """The time to answer has passed."""

    def __init__(self, *, order_id: int) -> None:
        super().__init__(order_id=order_id)


class LastAdmin(Refusal):
    """Nobody else could run the business."""


class OwnChat(Refusal):
    """The chat that the person is writing in cannot be unbound from itself."""


class TooLateToUndo(Refusal):
    """It was done more than ``minutes`` ago. ``about``: the ``order_id`` or ``sku_id`` that it was done to."""

    def __init__(self, *, minutes: int, **about: int) -> None:
        super().__init__(minutes=minutes, **about)


class StatementClosed(Refusal):
    """It was agreed on before."""


class StatementMoved(Refusal):
    """Something was entered since it was shown. ``account_id``, ``until``: whose, up to which day."""

    def __init__(self, *, account_id: int, until: date) -> None:
        super().__init__(account_id=account_id, until=until)


class StatementDisputed(Refusal):
    """What was said to be wrong with it is not answered yet."""


class DisputeAnswered(Refusal):
    """Somebody answered it before."""


class UnknownSetting(Refusal):
    """There is no business setting of this name. ``near``: the names that may be meant."""

    def __init__(self, *, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name=name, near=near)


class BadSetting(Refusal):
    """A business setting cannot have this value. ``expected``: the kind of value it has."""

    def __init__(self, *, name: str, text: str, expected: str) -> None:
        super().__init__(name=name, text=text, expected=expected)


class InviteRefused(Refusal):
    """The invite does not open the door."""


class InviteUnknown(InviteRefused):
    """No such code."""


class InviteUsed(InviteRefused):
    """Somebody came in with it before."""


class InviteExpired(InviteRefused):
    """Its time has passed."""


class InviteRevoked(InviteRefused):
    """It was called back before anybody used it."""


class ChatThere(InviteRefused):
    """The person whose chat this shall be has one in this place already."""


class TooManyTries(InviteRefused):
    """Too many wrong codes from here; wait a while."""


class AlreadyJoined(InviteRefused):
    """This chat belongs to somebody who is in already."""
