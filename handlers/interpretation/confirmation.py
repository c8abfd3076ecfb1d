"""Asks before typed words become an act that cannot be undone, or that may not be meant."""

from collections.abc import Iterable
from dataclasses import replace

from handlers.conversation.callback_data import button, read
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, Reply, Turn
from handlers.conversation.typed_choices import Chosen
from handlers.conversation.verbs import Verb

#: Where the words wait for the tap that says what they are, and which asking it was.
WORDS, SERIAL = "unsure_words", "unsure_serial"
ANSWER, OTHERWISE = "answer", "otherwise"
#: How much of them is said back.
_SAID_BACK = 200


def whether_answer(request: Request, question: Question, text: str, *, otherwise: bool = True) -> Turn:
    """Are these words the answer? Two buttons; nothing is done before one is tapped."""
    serial = int(request.memory.get(SERIAL) or 0) + 1
    words = text.strip()[:_SAID_BACK]
    yes = button(request.say(f"confirmation.yes_{question.kind}"), Verb.MEANT, serial, ANSWER)
    no = button(request.say("confirmation.otherwise"), Verb.MEANT, serial, OTHERWISE)
    reply = Reply(
        title=request.say(f"confirmation.ask_{question.kind}", words=words),
        buttons=((yes,), *(((no,),) if otherwise else ()), (button(request.say("button.menu"), Verb.MENU),)),
        numbered=False,
    )
    memory = {**request.memory, WORDS: text.strip(), SERIAL: serial}
    return Turn(replies=(reply,), question=question, memory=memory)


def about(turn: Turn, screen: Reply, most: int | None = None) -> Turn:
    """The same question, below what the screen says that asks it at length, or its first ``most`` lines."""
    first, *rest = turn.replies
    lines = (*screen.lines[:most], *first.lines)
    shown = replace(first, title=f"{screen.title}\n{first.title}", lines=lines, card=screen.card)
    return replace(turn, replies=(shown, *rest))


def change(request: Request, found: tuple[Turn, str] | None) -> Turn | None:
    """Whether a part becomes what a text says; nothing where it names none.

    ``found``: the page that asks for the part, and the words.
    """
    if found is None or found[0].question is None:
        return None
    asked, wanted = found
    return about(whether_answer(request, found[0].question, wanted, otherwise=False), asked.replies[0], most=1)


def whether_pressed(request: Request, chosen: Chosen, shown: Iterable[Reply]) -> Turn:
    """A button that cannot be taken back was named by its number or label: said in full, and tapped once more."""
    drawn = (each for reply in shown for each in reply.choices() if each.data == chosen.data)
    words = next((each.say or each.label for each in drawn), chosen.words)
    again = Button(label=request.say("confirmation.tap", words=words), data=chosen.data, say=words)
    reply = Reply(
        title=request.say("confirmation.ask_tap", words=words),
        buttons=((again,), (button(request.say("button.menu"), Verb.MENU),)),
        numbered=False,
    )
    return Turn(replies=(reply,), question=request.question)


def is_final(chosen: Chosen) -> bool:
    """Whether a choice does something that cannot be taken back."""
    return read(chosen.data).verb in FINAL


#: What these do cannot be taken back. Their buttons' own words name what they do it to.
FINAL = frozenset(
    {
        Verb.APPROVE,
        Verb.APPROVE_SHORT,
        Verb.CLOSE_SHORT_WHY,
        Verb.DECLINE_GOODS,
        Verb.REJECT_WHY,
        Verb.CANCEL_WHY,
        Verb.NO_NUMBER,
        Verb.OF_CARRIER,
        Verb.RECEIVED,
        Verb.CORRECT_NOW,
        Verb.PAYMENT_NOW,
        Verb.REBATE_NOW,
        Verb.END_REBATE_NOW,
        Verb.CLAIM,
        Verb.CLAIM_ARRIVED,
        Verb.CLAIM_MISSING,
        Verb.REVERSE_NOW,
        Verb.RAISE_LIMIT_NOW,
        Verb.RELEASE,
        Verb.INVOICE_NOW,
        Verb.SEND_INVOICE_NOW,
        Verb.REFUSE_INVOICE_NOW,
    }
)
