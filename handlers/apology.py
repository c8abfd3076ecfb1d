"""The apology when we failed, with the trace id to find it by in the log."""

from handlers.conversation.callback_data import button
from handlers.conversation.turn import Answer, Reply
from handlers.conversation.verbs import Verb
from locales import words_for


def nothing_done(language: str, trouble: str) -> Answer:
    """All of it was undone."""
    return _sorry(language, "trouble.ours", trouble)


def unsure(language: str, trouble: str) -> Answer:
    """It may have been done, and only what came of it could not be shown."""
    return _sorry(language, "trouble.unsure", trouble)


def _sorry(language: str, word: str, trouble: str) -> Answer:
    say = words_for(language)
    home = button(say("button.menu"), Verb.MENU)
    sorry = Reply(title=say(word, id=trouble), buttons=((home,),))
    return Answer(language=language, replies=(sorry,), trouble=trouble)
