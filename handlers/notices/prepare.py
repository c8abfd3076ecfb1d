"""Prepares a notice for its receiver: their chat, their language, and the buttons they may press."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.actor import Actor, Supplier
from domain.db.session import Session
from domain.orders.access import number_of
from domain.people import directory
from domain.people.retail import is_consumer
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Channel, Identity, Place
from handlers.conversation import typed_choices
from handlers.conversation.request import Request
from handlers.conversation.serialisation import load_reply
from handlers.conversation.turn import Reply
from handlers.notices import wording
from locales import words_for
from storage import card_messages, receivers
from storage.catalogue_index import CatalogueIndex
from storage.conversations import PushedChoices
from storage.receivers import Receiver
from storage.upsert import upsert


@dataclass(frozen=True, kw_only=True)
class PreparedNotice:
    """A worded notice and its chat. ``redraw``: only edit the card in place; ``replacing``: the message of it."""

    identity: Identity
    reply: Reply
    language: str
    redraw: bool = False
    replacing: str | None = None


@dataclass(frozen=True, kw_only=True)
class NoAddress:
    """The notice matters, and its receiver cannot be written to anywhere just now: it waits for them."""


@dataclass(frozen=True, kw_only=True)
class NoticeContext:
    """What is needed to word notices outside a conversation; ``channels`` are those that can bring them now."""

    session: Session
    supplier: Supplier
    now: datetime
    catalogue_index: CatalogueIndex
    channels: frozenset[Channel] = frozenset(Channel)


def prepare(context: NoticeContext, notice: Notice) -> PreparedNotice | NoAddress | None:
    """The notice ready to go out; nothing when it no longer matters to anybody."""
    if notice.kind is NoticeKind.RESEND:
        return _resend(context, notice)
    receiver = _receiver(context, notice)
    if receiver is None:
        return NoAddress() if _is_missed(context, notice) else None
    request = _request_for(context, receiver, notice)
    reply = wording.word(request, notice)
    if reply is None:
        return None
    if notice.kind is NoticeKind.REDRAW_CARD:
        return _redrawn(context, receiver.identity, reply, request.say.language)
    kept = typed_choices.remember_pushed(receiver.choices, reply)
    upsert(context.session, PushedChoices, identity_id=receiver.identity.id, choices=kept)
    return PreparedNotice(identity=receiver.identity, reply=reply, language=request.say.language)


def in_plain_words(context: NoticeContext, notice: Notice) -> PreparedNotice | None:
    """A plain text instead of a notice that the platform refused; nothing where it is not important."""
    if notice.kind is NoticeKind.RESEND:
        resend = None if notice.facts.get("plain") else _resend(context, notice)
        if not isinstance(resend, PreparedNotice):
            return None
        return replace(resend, reply=Reply(lines=(words_for(resend.language)("notices.answer_not_shown"),)))
    receiver = None if notice.kind is NoticeKind.REDRAW_CARD else _receiver(context, notice)
    if receiver is None:
        return None
    request = _request_for(context, receiver, notice)
    number = number_of(context.session, notice.order_id) if notice.order_id else None
    words = request.say("notices.order_not_shown", number=number) if number else request.say("notices.not_shown")
    return PreparedNotice(identity=receiver.identity, reply=Reply(lines=(words,)), language=request.say.language)


def _is_missed(context: NoticeContext, notice: Notice) -> bool:
    """Whether a person who cannot be reached is still active and should see the notice at the next contact."""
    if notice.person_id is None:
        return _chat(context, notice) is not None
    person = directory.person(context.session, notice.person_id)
    return person is not None and person.active and notice.kind is not NoticeKind.REDRAW_CARD


def _redrawn(context: NoticeContext, identity: Identity, reply: Reply, language: str) -> PreparedNotice | None:
    """The card drawn anew where it stands; nothing where the chat does not show it."""
    where = (
        card_messages.message_of(context.session, identity.channel, identity.external, reply.card)
        if reply.card
        else None
    )
    if where is None:
        return None
    return PreparedNotice(identity=identity, reply=reply, language=language, redraw=True, replacing=where)


def _resend(context: NoticeContext, notice: Notice) -> PreparedNotice | NoAddress | None:
    here = _chat(context, notice)
    if here is None:
        return None
    if not here.identity.reachable:
        return NoAddress()
    return PreparedNotice(
        identity=here.identity, reply=load_reply(notice.facts["reply"]), language=str(notice.facts["language"])
    )


def _receiver(context: NoticeContext, notice: Notice) -> Receiver | None:
    """Where the person can be reached: the channel they used last, of those that are served if there is one."""
    if notice.person_id is None:
        here = _chat(context, notice)
        return here if here is not None and here.identity.reachable else None
    known = receivers.chats_of(context.session, notice.person_id)
    return next((each for each in known if each.identity.channel in context.channels), next(iter(known), None))


def _chat(context: NoticeContext, notice: Notice) -> Receiver | None:
    """The chat that a notice is for, and the person who uses it now."""
    return receivers.chat(context.session, notice.channel, notice.external)


def _request_for(context: NoticeContext, receiver: Receiver, notice: Notice) -> Request:
    person, account = receiver.person, receiver.account
    language = person.language if person else str(notice.facts.get("language", ""))
    own = account.language if account is not None and person is not None and person.account_id else ""
    return Request(
        actor=Actor(
            session=context.session,
            person=person,
            now=context.now,
            supplier=context.supplier,
            where=Place(receiver.identity.channel.value),
        ),
        identity=receiver.identity,
        account=account,
        say=words_for(language or own or context.supplier.language, consumer=is_consumer(person, account)),
        memory={},
        catalogue_index=context.catalogue_index,
    )
