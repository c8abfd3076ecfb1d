"""Something is said in a talk: words, a picture, or words that may be an order and are asked about first."""

from base64 import b64decode

from domain import settings
from domain.threads import access, messages
from domain.threads.access import ThreadView
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import QuestionKind, Reply, Sent, SentKind, Turn
from handlers.conversation.verbs import Verb
from handlers.threads import talk_text
from storage import media, receivers

#: How much of the words is said back where it is asked what they are.
_SAID_BACK = 200


def current(request: Request) -> ThreadView | None:
    """The open talk in which they are writing."""
    return access.current(request.actor) if request.thread_id is not None else None


def say(request: Request, view: ThreadView, words: str, picture: str | None = None) -> Turn:
    """Say it; the answer tells to whom it went."""
    messages.say(request.actor, view.thread.id, words, picture)
    return _sent(request, view)


def ask_whether_order(request: Request, view: ThreadView, words: str) -> Turn:
    """Is it an order, or only to be said? It is kept, and neither done before one is tapped."""
    message = messages.hold(request.actor, view.thread.id, words)
    shown = words[:_SAID_BACK] + ("…" if len(words) > _SAID_BACK else "")
    yes = button(request.say("thread.order_yes"), Verb.THREAD_ORDER, message.id)
    no = button(request.say("thread.order_no", who=talk_text.partner(request, view)), Verb.THREAD_SAY, message.id)
    reply = Reply(
        title=request.say("thread.order_ask", words=shown),
        note=request.say("thread.order_note"),
        buttons=((yes,), (no,), (button(request.say("button.menu"), Verb.MENU),)),
        numbered=False,
    )
    return Turn(replies=(reply,))


def say_held(request: Request, *, thread_message_id: Id) -> Turn:
    """It was no order."""
    return _sent(request, messages.say_held(request.actor, thread_message_id))


def picture(request: Request, body: Sent) -> Turn | None:
    """A picture for the person they talk with; nothing where they talk with nobody, or were asked for another."""
    if body.kind is not SentKind.PICTURE or not body.photo:
        return None
    if request.question is not None and request.question.kind is QuestionKind.CLAIM:
        return None
    view = current(request)
    if view is None:
        return None
    digest = media.store_for_now(request.session, b64decode(body.photo), "image/jpeg", request.actor.now)
    return say(request, view, body.text, digest)


def _sent(request: Request, view: ThreadView) -> Turn:
    title = request.say("thread.sent", who=talk_text.partner(request, view))
    later = _later(request, view)
    rows = talk_text.ways(request, view)
    return Turn(replies=(Reply(title=title, lines=later, buttons=rows, numbered=False),))


def _later(request: Request, view: ThreadView) -> tuple[str, ...]:
    """Why nobody reads it at once: it is night, or the buyer's platform lets us write no more."""
    if not talk_text.is_staff(request):
        back = settings.day_begins(request.actor)
        return (request.say("thread.night", at=request.say.moment(back, request.zone)),) if back else ()
    if receivers.can_be_written_to(request.session, view.thread.person_id, request.actor.now):
        return ()
    return (request.say("thread.later"),)
