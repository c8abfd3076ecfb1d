"""The tap that says what words were which may have been an answer."""

from handlers import routes
from handlers.conversation import free_text
from handlers.conversation.confirmation import ANSWER, OTHERWISE, SERIAL, WORDS
from handlers.press import Press, StaleButton
from handlers.turn import Turn
from handlers.visit import Visit


def tapped(visit: Visit, press: Press) -> Turn:
    """The words are the answer, or are read as if nothing had been asked, or are the order beside a sentence.

    Raises:
        StaleButton: something else was asked since.
    """
    if press.text(1) == free_text.BESIDE:
        return _beside(visit)
    text, question = str(visit.memory.get(WORDS) or ""), visit.question
    if not text or press.number(0) != visit.memory.get(SERIAL):
        raise StaleButton
    if press.text(1) == OTHERWISE:
        return free_text.say(visit, text)
    if press.text(1) != ANSWER or question is None:
        raise StaleButton
    return routes.answer(visit, question.kind, question.facts, text)


def _beside(visit: Visit) -> Turn:
    turn = free_text.beside(visit)
    if turn is None:
        raise StaleButton
    return turn
