"""A number typed where no list is open that it could choose from: what it may mean, to be tapped."""

from domain import order_lists
from domain.rules.order_numbers import read_number
from handlers import tracking
from handlers.choices import Choice, plain
from handlers.conversation import resolve
from handlers.order_rows import row_button, to_all
from handlers.press import button
from handlers.turn import Button, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit
from storage.conversations import Talk


def what_it_may_mean(visit: Visit, talk: Talk, text: str) -> Turn | None:
    """An order of that number, and buttons of pushed cards that say it; nothing where goods bear it as a name."""
    pushed = tuple((each,) for each in _pushed(visit, talk, plain(text)))
    if not pushed:
        return tracking.by_number(visit, text) or _nothing(visit, text)
    orders = order_lists.by_number(visit.by, text) if read_number(text) else ()
    rows = tuple((row_button(visit, each),) for each in orders)
    reply = Reply(
        title=visit.say("unsure.number", number=text.strip()), buttons=(*pushed, *rows, to_all(visit)), numbered=False
    )
    return Turn(replies=(reply,))


def _nothing(visit: Visit, text: str) -> Turn | None:
    if resolve.goods(visit, text):
        return None
    home = button(visit.say("button.menu"), Verb.MENU)
    reply = Reply(
        title=visit.say("unsure.no_such_number", number=text.strip()),
        note=visit.say("unsure.number_how"),
        buttons=((home,),),
    )
    return Turn(replies=(reply,))


def _pushed(visit: Visit, talk: Talk, number: str) -> list[Button]:
    """The newest pushed buttons whose label is this number behind its sign, such as ⭐5; one for each thing they do."""
    found: dict[str, Choice] = {}
    for choice in talk.pushed:
        if choice[1] == number:
            found.setdefault(str(choice[3]), choice)
    newest = list(found.values())[:1]
    return [
        Button(label=visit.say("unsure.tap", words=say), data=str(data), say=str(say)) for _, _, say, data in newest
    ]
