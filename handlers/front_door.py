"""The one way in: a message becomes a turn in one transaction, answered once, and never with a stack trace."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from domain import people
from domain.acting import By, House
from domain.records import notices_left
from domain.refusals import Outdated, Refusal
from domain.tables.people import Channel, Person
from handlers import join, kept, press, refusals, routes, sent, serving
from handlers.apology import nothing_done
from handlers.choices import By as Naming
from handlers.choices import Chosen
from handlers.conversation import interpretation, meant
from handlers.flood import TooFast, TurnLimit, Verdict
from handlers.hearing import plainly
from handlers.stored import dump_answer, dump_question, load_answer, load_question, load_reply
from handlers.turn import Answer, Body, Incoming, Left, Question, Reply, Sent, Started, Tapped, Turn, Typed
from handlers.verbs import Verb
from handlers.visit import Visit
from locales import best_language, words_for
from storage import conversations, inbox, passed_over
from storage.conversations import Talk
from storage.engine import Database, passing
from storage.outage import is_outage
from storage.shelf import Shelf

log = structlog.get_logger()

#: How often a message is tried when others were in its way.
TRIES = 5
#: Longer words may be an order of many lines.
BRIEF = 200
#: Two who were in each other's way and begin again in the same moment would be so once more.
_REST_MS = 20


@dataclass(frozen=True, kw_only=True)
class FrontDoor:
    """Answers messages from every channel; plain and synchronous, safe to call from several threads.

    ``limit``: how many of an identity; without one, all. ``rest``: waits so many seconds.
    """

    database: Database
    house: House
    now: Callable[[], datetime]
    shelf: Shelf
    invite_link: Callable[[str], str | None] = lambda _code: None
    limit: TurnLimit | None = None
    rest: Callable[[float], None] = time.sleep

    def answer(self, incoming: Incoming) -> Answer:
        """The answer to a message; the same again when it is delivered again, and nothing at all in a flood.

        Raises:
            SQLAlchemyError: the database is away or busy; nothing was done, and the platform will deliver again.
        """
        verdict = self._verdict(incoming)
        if verdict is Verdict.SILENCE:
            return self._silence(incoming)
        try:
            return self._alone(plainly(incoming), _refusal_of(verdict))
        except Exception as error:
            if is_outage(error):
                raise
            trouble = incoming.trace or secrets.token_hex(4)
            log.exception("message failed", trouble=trouble, channel=incoming.channel.value)
            self._pass_over(incoming, error, trouble)
            return nothing_done(best_language(incoming.language, self.house.language), trouble)

    def at_once(self, incoming: Incoming) -> Answer | None:
        """The answer where it takes but moments: on SQLite, to a press or a few words, with nobody in the way.

        Nothing where it wants ``answer``, which may take its time, tries again, and says what went wrong. Then
        nothing was done, either.
        """
        if not (self.database.is_sqlite and self.shelf.is_ready and _is_brief(incoming.body)):
            return None
        verdict = self._verdict(incoming)
        if verdict is Verdict.SILENCE:
            return self._silence(incoming)
        try:
            return self._answered(plainly(incoming), _refusal_of(verdict), waits=False)
        except Exception:  # noqa: BLE001 - all of it was undone, and ``answer`` meets it again
            return None

    def _pass_over(self, incoming: Incoming, error: Exception, trouble: str) -> None:
        """For operators to see; where even that cannot be written, the log has it."""
        try:
            with self.database.transaction() as session:
                passed_over.failed(
                    session, incoming.channel, incoming.key, error=error, trace=trouble, now=self.now(), most=1
                )
        except Exception:
            log.exception("a failed message could not be written down", trouble=trouble)

    def count(self, channel: Channel, identity: str, key: str) -> Verdict:
        """Judge what a channel answers by itself, as if it were a message."""
        return self._verdict(Incoming(channel=channel, identity=identity, key=key, body=Typed(text="")))

    def _verdict(self, incoming: Incoming) -> Verdict:
        return self.limit.verdict(incoming, self.now()) if self.limit else Verdict.ANSWER

    def _silence(self, incoming: Incoming) -> Answer:
        return Answer(language=best_language(incoming.language, self.house.language))

    def knows(self, incoming: Incoming) -> bool:
        """Whether the message comes from somebody who is with us, and will be looked at."""
        if self.limit is not None and self.limit.rests(incoming, self.now()):
            return False
        with self.database.reading() as session:
            return people.is_known(session, incoming.channel, incoming.identity)

    def _alone(self, incoming: Incoming, refused: Refusal | None) -> Answer:
        """The same message, or a stranger's first ones, may come twice at once: the slower finds the other's rows.

        So does whoever the database chose to undo because two stood in each other's way. Nothing is done twice: what
        was kept after all is found as the stored answer.
        """
        for _ in range(TRIES - 1):
            try:
                return self._answered(incoming, refused)
            except (IntegrityError, OperationalError) as error:
                if not (isinstance(error, IntegrityError) or passing(error)):
                    raise
                log.info("message is tried again", reason=type(error.orig).__name__)
                self.rest((secrets.randbelow(_REST_MS) + 1) / 1000)
        return self._answered(incoming, refused)

    def _answered(self, incoming: Incoming, refused: Refusal | None, *, waits: bool = True) -> Answer:
        """Let a handler answer; a refusal undoes everything and is then answered itself."""
        try:
            with self.database.transaction(waits=waits) as session:
                return self._turn(session, incoming, refused)
        except Refusal as refusal:
            with self.database.transaction(waits=waits) as session:
                return replace(self._turn(session, incoming, refusal), refused=type(refusal).__name__)

    def _turn(self, session: Session, incoming: Incoming, refused: Refusal | None) -> Answer:
        found = conversations.open_for(
            session, incoming.channel, incoming.identity, incoming.key, incoming.message, self.now()
        )
        if found.answered is not None:
            return load_answer(found.answered)
        visit = self._visit(session, people.still_theirs(session, found.caller), found.talk, incoming)
        if not isinstance(incoming.body, Left):
            people.seen(session, visit.identity, visit.by.now, incoming.topic)
        said = _let_answer(visit, found.talk, incoming.body, refused)
        turn = serving.named(visit, sent.said_back(visit, incoming.body, said))
        is_there = found.talk.kept and not isinstance(incoming.body, Left)
        answer = self._worded(visit, turn, kept.news(visit) if is_there else (), incoming, found.pressed)
        inbox.keep(
            session,
            {
                "id": found.next_id,
                "channel": incoming.channel,
                "key": incoming.key,
                "identity_id": visit.identity.id,
                "at": visit.by.now,
                "answer": dump_answer(answer),
                "question": dump_question(turn.question),
                "memory": dict(found.talk.memory if turn.memory is None else turn.memory),
            },
        )
        return answer

    def _worded(
        self, visit: Visit, turn: Turn, news: tuple[Reply, ...], incoming: Incoming, pressed: str | None
    ) -> Answer:
        """The answer behind the news. News is a message of its own: only an answer that comes first replaces one."""
        person, language = _person_now(visit), _language_now(visit)
        changed = person is not None and (visit.by.person is None or language != visit.say.language)
        return Answer(
            language=language,
            replies=_numbered(replace(turn, replies=(*news, *turn.replies))),
            replaces=incoming.message is not None
            and bool(turn.replies)
            and not news
            and pressed == turn.replies[0].card,
            news=len(news),
            waiting=notices_left(visit.session),
            introduced=person.role if person is not None and changed else None,
        )

    def _visit(self, session: Session, caller: people.Caller, talk: Talk, incoming: Incoming) -> Visit:
        person = caller.person if caller.person and caller.person.active else None
        chosen = (caller.person.language if caller.person else str(talk.memory.get("language", ""))) or (
            caller.account.language if caller.account else ""
        )
        return Visit(
            by=By(session=session, person=person, now=self.now(), house=self.house, trace=incoming.trace),
            identity=caller.identity,
            account=caller.account,
            say=words_for(chosen or best_language(incoming.language, self.house.language)),
            memory=talk.memory,
            question=load_question(talk.question),
            shelf=self.shelf,
            name=incoming.name,
            invite_link=self.invite_link,
        )


def _refusal_of(verdict: Verdict) -> Refusal | None:
    return TooFast() if verdict is Verdict.TELL else None


def _is_brief(body: Body) -> bool:
    return isinstance(body, Tapped | Started) or (isinstance(body, Typed) and len(body.text) <= BRIEF)


def _let_answer(visit: Visit, talk: Talk, body: Body, refused: Refusal | None) -> Turn:
    """What the right handler says; after a refusal, the refusal's words, and a question that stays open."""
    if isinstance(body, Left):
        people.leave(visit.session, visit.identity)
        return Turn()
    question = visit.question
    named = _named(talk, body, question, visit.by.now)
    if refused is not None:
        turn = _refuse(visit, refused)
        settled = (named is not None and not isinstance(refused, TooFast)) or isinstance(refused, Outdated)
        return replace(turn, question=turn.question or (None if settled else question))
    if visit.by.person is None:
        return join.stranger(visit, body, named.data if named else None)
    if isinstance(body, Typed) and not (named and interpretation.is_tap(named)):
        return interpretation.answer(visit, talk, body, named)
    return _tap(visit, talk, named.data) if named else _sent(visit, body, question)


def _refuse(visit: Visit, refused: Refusal) -> Turn:
    """The refusal in words, told from what is true now that the act was undone."""
    join.count_wrong_code(visit, refused)
    try:
        return refusals.word(visit, refused)
    except Refusal as another:
        return refusals.word(visit, another)


def _named(talk: Talk, body: Body, question: Question | None, now: datetime) -> Chosen | None:
    """The button that was pressed, or that typed text stands for."""
    if isinstance(body, Tapped):
        return Chosen(data=body.data, by=Naming.WORDS)
    return interpretation.chosen(talk, body, question, now) if isinstance(body, Typed) else None


def _tap(visit: Visit, talk: Talk, data: str) -> Turn:
    pressed = press.read(data)
    if pressed.verb is Verb.MEANT:
        return meant.tapped(visit, pressed)
    if pressed.verb is not Verb.MORE:
        return routes.tap(visit, pressed)
    shown = [load_reply(reply) for reply in talk.shown]
    if not shown:
        raise press.StaleButton
    return Turn(replies=(shown[0].showing(pressed.number(0)), *shown[1:]), question=load_question(talk.question))


def _sent(visit: Visit, body: Body, question: Question | None) -> Turn:
    match body:
        case Started():
            return join.again(visit, body.code)
        case Sent():
            return sent.take(visit, body, question)
        case Typed() | Tapped() | Left():
            raise AssertionError("words are interpreted, a tap has data, and nobody answers who left")


def _person_now(visit: Visit) -> Person | None:
    """Who is talking after this turn, which may have brought them in."""
    if visit.by.person is not None or visit.identity.person_id is None:
        return visit.by.person
    return visit.session.get(Person, visit.identity.person_id)


def _language_now(visit: Visit) -> str:
    """The language after this turn, which may have changed it."""
    person = _person_now(visit)
    return (person.language if person else "") or visit.say.language


def _numbered(turn: Turn) -> tuple[Reply, ...]:
    """Where a number is the answer, it is not also the number of a button."""
    if turn.question is None or not turn.question.takes_numbers:
        return turn.replies
    return tuple(replace(reply, numbered=False) for reply in turn.replies)
