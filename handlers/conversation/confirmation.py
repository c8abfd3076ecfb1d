"""Asking before typed words become an act that cannot be taken back, or that they may not have meant."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.choices import Chosen
from handlers.press import button, read
from handlers.turn import Button, Question, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Where the words wait for the tap that says what they are, and which asking it was.
WORDS, SERIAL = "unsure_words", "unsure_serial"
ANSWER, OTHERWISE = "answer", "otherwise"
#: How much of them is said back.
_SAID_BACK = 200


def whether_answer(visit: Visit, question: Question, text: str, *, otherwise: bool = True) -> Turn:
    """Are these words the answer? Two buttons; nothing is done before one is tapped."""
    serial = int(visit.memory.get(SERIAL) or 0) + 1
    words = text.strip()[:_SAID_BACK]
    yes = button(visit.say(f"unsure.yes_{question.kind}"), Verb.MEANT, serial, ANSWER)
    no = button(visit.say("unsure.otherwise"), Verb.MEANT, serial, OTHERWISE)
    reply = Reply(
        title=visit.say(f"unsure.ask_{question.kind}", words=words),
        buttons=((yes,), *(((no,),) if otherwise else ()), (button(visit.say("button.menu"), Verb.MENU),)),
        numbered=False,
    )
    memory = {**visit.memory, WORDS: text.strip(), SERIAL: serial}
    return Turn(replies=(reply,), question=question, memory=memory)


def about(turn: Turn, screen: Reply) -> Turn:
    """The same question, below what the screen says that asks it at length."""
    first, *rest = turn.replies
    shown = replace(
        first, title=f"{screen.title}\n{first.title}", lines=(*screen.lines, *first.lines), card=screen.card
    )
    return replace(turn, replies=(shown, *rest))


def whether_pressed(visit: Visit, chosen: Chosen, shown: Iterable[Reply]) -> Turn:
    """A button that cannot be taken back was named by its number or label: said in full, and tapped once more."""
    drawn = (each for reply in shown for each in reply.choices() if each.data == chosen.data)
    words = next((each.say or each.label for each in drawn), chosen.words)
    again = Button(label=visit.say("unsure.tap", words=words), data=chosen.data, say=words)
    reply = Reply(
        title=visit.say("unsure.ask_tap", words=words),
        buttons=((again,), (button(visit.say("button.menu"), Verb.MENU),)),
        numbered=False,
    )
    return Turn(replies=(reply,), question=visit.question)


def is_final(chosen: Chosen) -> bool:
    """Whether a choice does something that cannot be taken back."""
    return read(chosen.data).verb in FINAL


#: What these do cannot be taken back. Their buttons' own words name what they do it to.
FINAL = frozenset({Verb.APPROVE, Verb.REJECT_WHY, Verb.CANCEL_WHY, Verb.NO_NUMBER, Verb.OF_CARRIER, Verb.RECEIVED})
