"""The entry point: a message becomes a turn in one transaction, answered once, and never with a stack trace."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from domain.actor import Actor, Supplier
from domain.db.session import Session
from domain.people import directory, identities
from domain.people.retail import is_consumer
from domain.refusals import Outdated, Refusal
from domain.rules.rights import Right
from domain.tables.people import Channel, Person, Place
from handlers import refusals, routes
from handlers.administration import goods_picture
from handlers.after_sales import filing
from handlers.apology import nothing_done
from handlers.conversation import callback_data
from handlers.conversation.dispatch import Action, joined
from handlers.conversation.rate_limit import MessageLimit, RateDecision, TooFast
from handlers.conversation.request import DESK_HERE, Request
from handlers.conversation.sanitise import sanitised
from handlers.conversation.screen import Screen
from handlers.conversation.serialisation import dump_answer, dump_question, load_answer, load_question
from handlers.conversation.turn import Answer, Body, Incoming, Left, Reply, Sent, Started, Tapped, Turn, Typed
from handlers.conversation.typed_choices import Chosen, MatchedBy
from handlers.conversation.verbs import Verb
from handlers.entry import desk, join, on_behalf
from handlers.finance import claim, invoice_answer
from handlers.interpretation import about_talks, disambiguation, interpret
from handlers.notices import deferred
from handlers.text_orders import attachments
from handlers.threads import writing
from handlers.warehouse import stops
from locales import best_language, words_for
from storage import conversations, failed_messages, inbox
from storage.catalogue_index import CatalogueIndex
from storage.conversations import OpenConversation
from storage.engine import Database
from storage.outage import is_outage
from storage.perform import perform

#: What every button does, by its verb; words that were kept are interpreted here.
ACTIONS = joined(
    routes.ACTIONS,
    {Verb.MEANT: Action(disambiguation.tapped), Verb.THREAD_ORDER: Action(about_talks.as_order, Right.THREAD_READ)},
)

log = structlog.get_logger()

#: Longer words may be an order of many lines.
BRIEF = 200


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """Answers messages from every channel; plain and synchronous, safe to call from several threads.

    ``desk_url``: the address of the desk. ``limit``: how many of an identity; without one, all.
    ``rest``: sleeps a number of seconds.
    """

    database: Database
    supplier: Supplier
    now: Callable[[], datetime]
    catalogue_index: CatalogueIndex
    invite_link: Callable[[str], str | None] = lambda _code: None
    desk_url: str = DESK_HERE
    limit: MessageLimit | None = None
    rest: Callable[[float], None] = time.sleep

    def answer(self, incoming: Incoming) -> Answer:
        """The answer to a message; the same again when it is delivered again, and nothing at all in a flood.

        Raises SQLAlchemyError: the database is away or busy; nothing was done, and the platform will deliver again.
        """
        verdict = self._verdict(incoming)
        if verdict is RateDecision.SILENCE:
            return self._silence(incoming)
        try:
            return self._answered(sanitised(incoming), _refusal_of(verdict), waits=True)
        except Exception as error:
            if is_outage(error):
                raise
            trouble = incoming.trace or secrets.token_hex(4)
            log.exception("message failed", trouble=trouble, channel=incoming.channel.value)
            self._pass_over(incoming, error, trouble)
            return nothing_done(best_language(incoming.language, self.supplier.language), trouble)

    def answer_inline(self, incoming: Incoming) -> Answer | None:
        """The answer on the event loop: on SQLite, to a press or a short message, where no lock is waited for.

        None where ``answer`` is needed, which may wait, retry and report a fault; then nothing was done.
        """
        if not (self.database.is_sqlite and self.catalogue_index.is_ready and _is_brief(incoming.body)):
            return None
        verdict = self._verdict(incoming)
        if verdict is RateDecision.SILENCE:
            return self._silence(incoming)
        try:
            return self._answered(sanitised(incoming), _refusal_of(verdict), waits=False)
        except Exception:  # noqa: BLE001 - all of it was undone, and ``answer`` meets it again
            return None

    def _pass_over(self, incoming: Incoming, error: Exception, trouble: str) -> None:
        """For operators to see; where even that cannot be written, the log has it."""
        try:
            with self.database.transaction() as session:
                failed_messages.record_failure(
                    session, incoming.channel, incoming.key, error=error, trace=trouble, now=self.now(), most=1
                )
        except Exception:
            log.exception("a failed message could not be written down", trouble=trouble)

    def count(self, channel: Channel, identity: str, key: str) -> RateDecision:
        """Judge what a channel answers by itself, as if it were a message."""
        return self._verdict(Incoming(channel=channel, identity=identity, key=key, body=Typed(text="")))

    def _verdict(self, incoming: Incoming) -> RateDecision:
        return self.limit.verdict(incoming, self.now()) if self.limit else RateDecision.ANSWER

    def _silence(self, incoming: Incoming) -> Answer:
        return Answer(language=best_language(incoming.language, self.supplier.language))

    def knows(self, incoming: Incoming) -> bool:
        """Whether the message comes from somebody who is with us, and will be looked at."""
        if self.limit is not None and self.limit.rests(incoming, self.now()):
            return False
        with self.database.reading() as session:
            return identities.is_known(session, incoming.channel, incoming.identity)

    def _answered(self, incoming: Incoming, refused: Refusal | None, *, waits: bool) -> Answer:
        """Let a handler answer; a refusal undoes everything and is then answered itself.

        The same message, or a stranger's first ones, may come twice at once: the slower is run again. Nothing is done
        twice, as it finds the rows of the other, or the stored answer.
        """
        try:
            return self._performed(incoming, refused, waits=waits)
        except Refusal as refusal:
            return replace(self._performed(incoming, refusal, waits=waits), refused=type(refusal).__name__)

    def _performed(self, incoming: Incoming, refused: Refusal | None, *, waits: bool) -> Answer:
        performed = perform(
            self.database, lambda session: self._turn(session, incoming, refused), waits=waits, rest=self.rest
        )
        answer = performed.result
        return replace(answer, waiting=True) if performed.notices_left else answer

    def _turn(self, session: Session, incoming: Incoming, refused: Refusal | None) -> Answer:
        found = conversations.open_for(
            session, incoming.channel, incoming.identity, incoming.key, incoming.message, self.now()
        )
        if found.answered is not None:
            return load_answer(found.answered)
        caller = identities.still_theirs(session, found.caller)
        request = self._request_for(session, caller, found, incoming)
        if not isinstance(incoming.body, Left):
            identities.record_contact(session, request.identity, request.actor.now, incoming.topic)
        said = _let_answer(request, incoming.body, refused)
        turn = on_behalf.named(request, attachments.said_back(request, incoming.body, said))
        is_there = found.talk.kept and not isinstance(incoming.body, Left)
        answer = self._worded(
            request, turn, deferred.deferred_notices(request) if is_there else (), incoming, found.pressed
        )
        inbox.store(
            session,
            {
                "id": found.next_id,
                "channel": incoming.channel,
                "key": incoming.key,
                "identity_id": request.identity.id,
                "at": request.actor.now,
                "answer": dump_answer(answer),
                "question": dump_question(turn.question),
                "memory": dict(found.talk.memory if turn.memory is None else turn.memory),
            },
        )
        return answer

    def _worded(
        self, request: Request, turn: Turn, news: tuple[Reply, ...], incoming: Incoming, pressed: str | None
    ) -> Answer:
        """The answer behind the news. News is a message of its own: only an answer that comes first replaces one."""
        person, language = _person_now(request), _language_now(request)
        changed = person is not None and (request.actor.person is None or language != request.say.language)
        return Answer(
            language=language,
            replies=_numbered(replace(turn, replies=(*news, *turn.replies))),
            replaces=incoming.message is not None
            and bool(turn.replies)
            and not news
            and pressed == turn.replies[0].card,
            notices=len(news),
            introduced=person.role if person is not None and changed else None,
        )

    def _request_for(
        self, session: Session, caller: identities.Caller, found: OpenConversation, incoming: Incoming
    ) -> Request:
        talk = found.talk
        person = caller.person if caller.person and caller.person.active else None
        chosen = (caller.person.language if caller.person else str(talk.memory.get("language", ""))) or (
            caller.account.language if caller.account else ""
        )
        return Request(
            actor=Actor(
                session=session,
                person=person,
                now=self.now(),
                supplier=self.supplier,
                where=Place(incoming.channel.value),
                trace=incoming.trace,
                base_priced=_base_priced(caller),
            ),
            identity=caller.identity,
            account=caller.account,
            say=words_for(
                chosen or best_language(incoming.language, self.supplier.language),
                consumer=is_consumer(person, caller.account),
            ),
            memory=talk.memory,
            question=load_question(talk.question),
            screen=Screen(shown=talk.shown, pushed=talk.pushed, at=talk.at),
            catalogue_index=self.catalogue_index,
            name=incoming.name,
            thread_id=found.thread_id,
            invite_link=self.invite_link,
            desk_url=self.desk_url,
        )


def _base_priced(caller: identities.Caller) -> frozenset[int | None]:
    """Where an account pays the prices of the SKUs themselves, nobody in particular does, too."""
    return frozenset((caller.account.id if caller.account else None, None)) if caller.base_priced else frozenset()


def _refusal_of(verdict: RateDecision) -> Refusal | None:
    return TooFast() if verdict is RateDecision.TELL else None


def _is_brief(body: Body) -> bool:
    return isinstance(body, Tapped | Started) or (isinstance(body, Typed) and len(body.text) <= BRIEF)


def _let_answer(request: Request, body: Body, refused: Refusal | None) -> Turn:
    """What the right handler says; after a refusal, the refusal's words, and a question that stays open."""
    if isinstance(body, Left):
        identities.leave(request.session, request.identity)
        return Turn()
    named = _named(request, body)
    if refused is not None:
        turn = _refuse(request, refused)
        settled = (named is not None and not isinstance(refused, TooFast)) or isinstance(refused, Outdated)
        return replace(turn, question=turn.question or (None if settled else request.question))
    if request.actor.person is None:
        return join.stranger(request, body, named.data if named else None)
    if isinstance(body, Typed) and not (named and interpret.is_tap(named)):
        return interpret.answer(request, body, named)
    return _tap(request, named.data) if named else _sent(request, body)


def _refuse(request: Request, refused: Refusal) -> Turn:
    """The refusal in words, told from what is true now that the act was undone."""
    join.count_wrong_code(request, refused)
    try:
        return refusals.word(request, refused)
    except Refusal as another:
        return refusals.word(request, another)


def _named(request: Request, body: Body) -> Chosen | None:
    """The button that was pressed, or that typed text stands for."""
    if isinstance(body, Tapped):
        return Chosen(data=body.data, matched_by=MatchedBy.WORDS)
    return interpret.chosen(request, body) if isinstance(body, Typed) else None


def _tap(request: Request, data: str) -> Turn:
    pressed = callback_data.read(data)
    return ACTIONS[pressed.verb].run(request, pressed)


def _sent(request: Request, body: Body) -> Turn:
    match body:
        case Started(code=code) if code and desk.is_code(request, code):
            return desk.code(request, code)
        case Started():
            return join.again(request, body.code)
        case Sent():
            papers = invoice_answer.document(request, body) or goods_picture.photo(request, body)
            said = papers or filing.photo(request, body) or writing.picture(request, body) or claim.slip(request, body)
            return said or stops.photo(request, body) or attachments.take(request, body, request.question)
        case Typed() | Tapped() | Left():
            raise AssertionError("words are interpreted, a tap has data, and nobody answers who left")


def _person_now(request: Request) -> Person | None:
    """Who is talking after this turn, which may have brought them in."""
    if request.actor.person is not None or request.identity.person_id is None:
        return request.actor.person
    return directory.person(request.session, request.identity.person_id)


def _language_now(request: Request) -> str:
    """The language after this turn, which may have changed it."""
    person = _person_now(request)
    return (person.language if person else "") or request.say.language


def _numbered(turn: Turn) -> tuple[Reply, ...]:
    """Where a number is the answer, it is not also the number of a button."""
    if turn.question is None or not turn.question.takes_numbers:
        return turn.replies
    return tuple(replace(reply, numbered=False) for reply in turn.replies)
