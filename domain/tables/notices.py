"""Notices, kept until they have reached their person."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, String
from sqlmodel import Field

from domain.tables.columns import ID, TIME, Row, choice, new_id
from domain.tables.people import Channel


class NoticeKind(StrEnum):
    """What a notice tells; each kind is worded in one place, ``handlers/notices/wording.py``."""

    ORDER_WAITING = "order_waiting"
    """To approvers: a new or changed order waits for a decision."""
    ORDER_REMINDER = "order_reminder"
    """To approvers: it has been waiting long."""
    ORDER_SHORT = "order_short"
    """To the approvers: stock on hand no longer covers a waiting or approved order."""
    GOODS_GIVEN = "goods_given"
    """To the buyer: goods that an agreed order waited for are there."""
    GOODS_TO_PICK = "goods_to_pick"
    """To the warehouse: the same."""
    GOODS_MISSING = "goods_missing"
    """To the buyer: goods of an agreed order turned out not to be there; it waits for them."""
    GOODS_ARRIVED = "goods_arrived"
    """To somebody who wanted to know: goods are there again."""
    CLOSED_SHORT = "closed_short"
    """To everyone else concerned: an agreed order waits no longer for what was not there."""
    STILL_WANTED = "still_wanted"
    """To the buyer: an order has waited long for goods; are they still wanted?"""
    ORDER_PLACED = "order_placed"
    """To the account's buyers: the salesperson ordered on their behalf."""
    ORDER_APPROVED = "order_approved"
    """To the buyer."""
    ORDER_TO_PAY = "order_to_pay"
    """To the buyers: an order still waits for its money, or waits for it again."""
    SWAP_ASKED = "swap_asked"
    """To the buyer: whether other goods are wanted instead."""
    SWAP_ANSWERED = "swap_answered"
    """To everybody concerned: how a question about other goods ended."""
    ORDER_REJECTED = "order_rejected"
    """To the buyer."""
    ORDER_CANCELLED = "order_cancelled"
    """To everyone else concerned."""
    ORDER_EXPIRED = "order_expired"
    """To the buyer and the salesperson."""
    ORDER_TO_PICK = "order_to_pick"
    """To the warehouse."""
    ORDER_SHIPPED = "order_shipped"
    """To the buyer, the salesperson and the customers who follow it."""
    TRACKING_CORRECTED = "order_renumbered"
    """To those who heard that a parcel left: its carrier or tracking number was wrong."""
    PARCEL_MOVED = "parcel_moved"
    """To the buyers and the customers who follow: what the carrier says of a parcel; to the salesperson, trouble."""
    STOP_GIVEN = "stop_given"
    """To a driver of ours: a parcel is theirs to bring."""
    STOP_TAKEN = "stop_taken"
    """To the same: somebody else brings it, or nobody of ours."""
    CASH_TAKEN = "cash_taken"
    """To the buyers and the salesperson: the driver took cash; finance books it once it has the money."""
    RECEIPT_REMINDER = "receipt_reminder"
    """To the buyers: a parcel of which nobody says that it came; on which day it counts as received."""
    ORDER_RECEIVED = "order_received"
    """To the salesperson: a shipment was received."""
    ORDER_RECEIVED_SHORT = "order_received_short"
    """To the approvers and the warehouse: something is missing or broken."""
    ORDER_COMPLETED = "order_completed"
    """To the buyer: rate it."""
    ORDER_RATED = "order_rated"
    """To the salesperson."""
    REDRAW_CARD = "card_moved"
    """Redraws a card that somebody else acted on; silent."""
    MEMBER_JOINED = "member_joined"
    """To the writer of the invite."""
    INVITE_REVOKED = "invite_revoked"
    """To the writer of the invite: somebody else revoked it."""
    SWITCHED_ON = "switched_on"
    """To the person who was switched on."""
    SALESPERSON_CHANGED = "keeper_changed"
    """To the buyers of an account: somebody else looks after them now."""
    ACCOUNTS_GIVEN = "accounts_given"
    """To the salesperson who looks after some accounts from now on."""
    ACCOUNTS_TAKEN = "accounts_taken"
    """To the salesperson who no longer does."""
    DEPUTY_SET = "deputy_set"
    """To a salesperson who is away, and who stands in for them."""
    DEPUTY_ENDED = "deputy_ended"
    """To the same: nobody stands in any more."""
    CHAT_UNBOUND = "chat_unbound"
    """To the chat itself: it no longer speaks for the person."""
    CHAT_BOUND = "chat_bound"
    """To the chat itself: it speaks for the person again."""
    DESK_ENTERED = "desk_entered"
    """To the person themselves: they are at the desk now, in some browser."""
    MORNING_DIGEST = "morning_digest"
    """To salespeople."""
    NEWS = "news"
    """To buyers: promotions that began and new goods, as long as they want to hear of such."""
    PAYMENT_BOOKED = "payment_booked"
    """To the buyers and the salesperson of an account: its money came."""
    PAYMENT_CLAIMED = "payment_claimed"
    """To finance: a buyer says that they paid."""
    PAYMENT_MISSING = "payment_missing"
    """To that buyer: nothing came."""
    PAYMENT_REVERSED = "payment_reversed"
    """To the same: a payment was taken back."""
    REBATE_GRANTED = "rebate_granted"
    """To the same: a rebate was granted."""
    STATEMENT_READY = "statement_ready"
    """To the buyers of an account: its period ended."""
    PAYMENT_SOON = "payment_soon"
    """To them: something is due in some days."""
    PAYMENT_DUE = "payment_due"
    """To them: something is due today."""
    PAYMENT_LATE = "payment_late"
    """To them: something should have been paid."""
    STATEMENT_AGREED = "statement_agreed"
    """To the salesperson: the dealer agreed on a statement."""
    STATEMENT_DISPUTED = "statement_disputed"
    """To finance: a dealer says what is wrong with one."""
    DISPUTE_ANSWERED = "dispute_answered"
    """To that buyer: what finance says."""
    INVOICE_ASKED = "invoice_asked"
    """To finance: a dealer asks for an invoice, or a red one is due."""
    INVOICE_SENT = "invoice_sent"
    """To the buyers of the account: the invoice is there."""
    INVOICE_REFUSED = "invoice_refused"
    """To that buyer: it cannot be issued, and why."""
    CREDIT_NEAR = "credit_near"
    """To the buyers and the salesperson: most of an account's credit is used."""
    CREDIT_ASKED = "credit_asked"
    """To finance: an order cannot go on, as its account has no credit left for it."""
    CREDIT_RELEASED = "credit_released"
    """To the warehouse and the salesperson: finance let it go on."""
    RETURN_ASKED = "return_asked"
    """To the approvers of an account: a dealer claims for goods, or wants to bring them back."""
    RETURN_DECIDED = "return_decided"
    """To its buyers: what the salesperson said, and what came of it."""
    RETURN_TO_RECEIVE = "return_to_receive"
    """To the warehouse: goods are to come back, or are on their way."""
    RETURN_SETTLED = "return_settled"
    """To the buyers and the approvers: goods came back, were counted and settled."""
    RETURN_REPAIR = "return_repair"
    """To the buyers and the approvers: goods to be repaired came, are worked on, or go back."""
    RETURN_WITHDRAWN = "return_withdrawn"
    """To the approvers and the warehouse: the dealer took it back."""
    RETURN_QUESTION = "return_question"
    """To the buyers: the salesperson asks something before deciding."""
    RETURN_ANSWER = "return_answer"
    """To the approvers: what a buyer answered."""
    WORD_PROPOSED = "word_proposed"
    """To admins: many accounts call goods by the same nickname."""
    CONTACT_WANTED = "contact_wanted"
    """To the salesperson: a buyer asks for a human."""
    THREAD_SAID = "thread_said"
    """To everybody else in a talk: something was said in it."""
    THREAD_UNANSWERED = "thread_unanswered"
    """To the deputy, then to the admins: nobody answers a buyer."""
    THREAD_CLOSED = "thread_closed"
    """To the others in a talk: it ended."""
    RETAIL_FULL = "retail_full"
    """To admins: as many retail customers came in today as may."""
    MADE_DEALER = "made_dealer"
    """To a retail customer: they are a dealer from now on."""
    WISH_SENT = "wish_sent"
    """To the buyers of a dealer: what a customer of theirs would like."""
    WISH_ANSWERED = "wish_answered"
    """To that customer: whether their dealer goes on with it."""
    RESEND = "resend"
    """A reply that a platform did not take at once; ``facts`` holds it whole."""


class Notice(Row, table=True):
    """A message to a person. ``channel`` and ``external`` are set when it must go exactly there.

    ``kept``: the person cannot be written to just now, so it is shown first at the next contact.
    ``set_aside_at``: it was refused for good, or could not be worded; ``failure`` says why. It is never sent again.
    ``claimed_until``: a sender is at work on it; after that moment another may try.
    ``trace``: the id, in the log, of the turn that left it.
    """

    __table_args__ = (Index("ix_notice_due", "delivered_at", "due_at"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    person_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id"), index=True))
    channel: Channel | None = Field(default=None, sa_column=Column(choice(Channel), nullable=True))
    external: str = Field(default="", max_length=128)
    kind: NoticeKind = Field(sa_column=Column(choice(NoticeKind), nullable=False))
    order_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), nullable=True))
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    due_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    attempts: int = 0
    claimed_until: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    kept: bool = False
    set_aside_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    delivered_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    failure: str = Field(default="", max_length=200)
    trace: str = Field(default="", sa_column=Column(String(16), nullable=False, server_default=""))
