"""The button that decides whether words were an answer or something else."""

from handlers import routes
from handlers.conversation.callback_data import StaleButton
from handlers.conversation.request import Request
from handlers.conversation.turn import Turn
from handlers.interpretation import about_talks, free_text
from handlers.interpretation.confirmation import ANSWER, OTHERWISE, SERIAL, WORDS
from handlers.interpretation.typed_text import TypedText


def tapped(request: Request, *, serial: int, meant: str) -> Turn:
    """Take the words as the tapped button says. Raises StaleButton: something else was asked since."""
    if meant == free_text.BESIDE and (turn := free_text.beside(request)):
        return turn
    text, question = str(request.memory.get(WORDS) or ""), request.question
    if not text or serial != request.memory.get(SERIAL):
        raise StaleButton
    if meant == OTHERWISE:
        return about_talks.typed(request, TypedText(request, text)) or free_text.say(request, text)
    if meant != ANSWER or question is None:
        raise StaleButton
    return routes.answer(request, question.kind, question.facts, text)
