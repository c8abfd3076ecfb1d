"""What a buyer asks for goes to the salesperson: by ✅, or with a photo that is sent instead."""

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from domain.after_sales import requests
from domain.after_sales.requests import Wanted
from domain.rules.rights import Right
from handlers.after_sales import asking, card, questions, several
from handlers.conversation.dispatch import Action, Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Sent, Turn
from handlers.conversation.verbs import Verb
from storage import media


def file(request: Request, *, order_line_id: Id, kind: str, reason: str, quantity: Decimal, outcome: str) -> Turn:
    """Ask for it; then about what else was said, where that was in doubt."""
    return _file(request, [asking.of_button(order_line_id, kind, reason, quantity, outcome)])


def file_all(request: Request, *, token: int, outcome: str) -> Turn:
    """Ask for all that was said and was clear."""
    return _file(request, _of_token(request, token, outcome))


def photo(request: Request, body: Sent) -> Turn | None:
    """A photo of the goods that are asked about on the screen, or were just now. Nothing where there are none."""
    if not body.photo or not request.actor.may(Right.RETURN_ASK):
        return None
    shown = request.screen.callbacks
    waits = next((each for each in shown if each.verb in (Verb.RETURN_FILE, Verb.RETURN_FILE_ALL)), None)
    asked = any(each.verb is Verb.RETURN_WITHDRAW for each in shown)
    replies = next((each for each in shown if each.verb is Verb.RETURN_REPLY), None)
    without = requests.without_photo(request.actor) if asked and not waits else None
    if waits is None and without is None and replies is None:
        return None
    digest = media.store(request.session, b64decode(body.photo), "image/jpeg")
    if replies is not None:
        return questions.photo(request, digest, **Action(questions.reply).arguments(replies))
    if waits is None:
        view = requests.attach(request.actor, without.id if without else 0, digest)
        return Turn(replies=(card.draw(request, view, request.say("returns.photo_kept")),))
    if waits.verb is Verb.RETURN_FILE:
        return _file(request, [asking.of_button(**Action(file).arguments(waits))], digest)
    return _file(request, _of_token(request, **Action(file_all).arguments(waits)), digest)


def _of_token(request: Request, token: int, outcome: str) -> Sequence[Wanted]:
    request.actor.need(Right.RETURN_ASK)
    chosen = asking.outcome_of(outcome)
    return [replace(each, outcome=chosen) for each in several.kept_for(request, token)]


def _file(request: Request, wanted: Sequence[Wanted], photo: str | None = None) -> Turn:
    """One card for each request; the photo is of the first of the goods."""
    turns = [
        asking.filed(request, replace(each, photo=None if at else photo), wanted[at + 1 :])
        for at, each in enumerate(wanted)
    ]
    cards = {each.card: each for turn in turns for each in turn.replies}
    turn = Turn(replies=tuple(cards.values()), memory=several.forgotten(request))
    return several.then(request, turn)
