"""A number typed while no list is open: offers what it may mean, as buttons."""

from domain.orders import order_lists
from domain.rules.order_numbers import read_number
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.typed_choices import Choice, plain
from handlers.conversation.verbs import Verb
from handlers.interpretation import entities
from handlers.orders import tracking
from handlers.orders.order_rows import row_button, to_all


def what_it_may_mean(request: Request, text: str) -> Turn | None:
    """An order of that number, and buttons of pushed cards that say it; nothing where goods bear it as a name."""
    pushed = tuple((each,) for each in _pushed(request, plain(text)))
    if not pushed:
        return tracking.by_number(request, text) or _nothing(request, text)
    orders = order_lists.by_number(request.actor, text) if read_number(text) else ()
    rows = tuple((row_button(request, each),) for each in orders)
    reply = Reply(
        title=request.say("not_understood.number", number=text.strip()),
        buttons=(*pushed, *rows, to_all(request)),
        numbered=False,
    )
    return Turn(replies=(reply,))


def _nothing(request: Request, text: str) -> Turn | None:
    if entities.goods(request, text):
        return None
    home = button(request.say("button.menu"), Verb.MENU)
    reply = Reply(
        title=request.say("not_understood.no_such_number", number=text.strip()),
        note=request.say("not_understood.number_how"),
        buttons=((home,),),
    )
    return Turn(replies=(reply,))


def _pushed(request: Request, number: str) -> list[Button]:
    """The newest pushed buttons whose label is this number behind its sign, such as ⭐5; one for each thing they do."""
    found: dict[str, Choice] = {}
    for choice in request.screen.pushed:
        if choice[1] == number:
            found.setdefault(str(choice[3]), choice)
    newest = list(found.values())[:1]
    return [
        Button(label=request.say("confirmation.tap", words=say), data=str(data), say=str(say))
        for _, _, say, data in newest
    ]
