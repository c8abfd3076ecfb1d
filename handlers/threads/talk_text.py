"""How talks are shown: whom one is with, what was said, and the buttons of it."""

from collections.abc import Iterable, Sequence

from domain.language.sanitise import one_line
from domain.people import contact
from domain.rules.rights import Right
from domain.threads import audience
from domain.threads.access import ThreadView
from domain.threads.view import Said
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Row
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text

#: So much of a message is shown beside others, and alone; the rest is behind a button that says so.
BESIDE, ALONE = 160, 600


def is_staff(request: Request) -> bool:
    """Whether they answer in talks."""
    return request.actor.may(Right.THREAD_ANSWER)


def partner(request: Request, view: ThreadView) -> str:
    """Whom somebody talks with: the buyer, or those of the staff who are asked."""
    if is_staff(request):
        return who(request, view)
    names = contact.names_of(request.actor, audience.first_asked(request.actor, view.account))
    return request.say("contact.and").join(names) or request.say("orders.supplier")


def who(request: Request, view: ThreadView) -> str:
    """The buyer with their account, and the order that the talk is about."""
    account, buyer = view.account.name, view.buyer.name
    name = account if account.startswith(f"{buyer} #") else request.say("thread.buyer", account=account, name=buyer)
    return request.say("thread.about", who=name, order=orders_text.short(view.order)) if view.order else name


def lines(request: Request, said: Iterable[Said]) -> tuple[str, ...]:
    """What was said, a line each: when, by whom, and the beginning of it."""
    return tuple(_line(request, each) for each in said)


def _line(request: Request, each: Said) -> str:
    told = request.say("thread.line", at=_at(request, each), name=each.author.name, words=beginning(each, BESIDE))
    return request.say("thread.with_picture", line=told) if each.message.picture else told


def beginning(each: Said, most: int) -> str:
    """The words on one line, no more than so many characters of them."""
    words = one_line(each.message.words)
    return f"{words[:most]}…" if len(words) > most else words


def whole(each: Said, most: int) -> tuple[str, ...]:
    """The words as they were written, marked as somebody's: no line of theirs passes for one of ours."""
    words = each.message.words
    shown = f"{words[:most]}…" if len(words) > most else words
    return tuple(f"│ {line}" for line in shown.splitlines() if line.strip())


def to_see(request: Request, said: Sequence[Said], most: int = BESIDE) -> tuple[Row, ...]:
    """A button for each message with a picture, or of which only the beginning is shown."""
    return tuple(
        (_see(request, each),) for each in said if each.message.picture or len(one_line(each.message.words)) > most
    )


def _see(request: Request, each: Said) -> Button:
    key = "thread.see_picture" if each.message.picture else "thread.see_whole"
    label = request.say(key, at=_at(request, each), name=each.author.name)
    return button(label, Verb.THREAD_MESSAGE, each.message.id)


def reply_to(request: Request, view: ThreadView) -> Button:
    """Go and write in it."""
    label = request.say("thread.reply_to", who=partner(request, view))
    say = request.say("thread.reply_say", who=partner(request, view), at=_opened(request, view))
    return button(label, Verb.THREAD, view.thread.id, say=say)


def go_on(request: Request, view: ThreadView) -> Button:
    """Go on in one that ended."""
    say = request.say("thread.again_say", who=partner(request, view), at=_opened(request, view))
    return button(request.say("thread.again"), Verb.THREAD_AGAIN, view.thread.id, say=say)


def to_end(request: Request, view: ThreadView) -> Button:
    """End it."""
    say = request.say("thread.end_say", who=partner(request, view), at=_opened(request, view))
    return button(request.say("thread.end"), Verb.THREAD_CLOSE, view.thread.id, say=say)


def ways(request: Request, view: ThreadView) -> tuple[Row, ...]:
    """The ways out for somebody who is writing in it."""
    home = button(request.say("button.menu"), Verb.MENU)
    if is_staff(request):
        leave = button(request.say("thread.leave"), Verb.THREAD_LEAVE)
        return ((leave, to_end(request, view)), (home,))
    return ((to_end(request, view), home),)


def _opened(request: Request, view: ThreadView) -> str:
    return request.say.moment(view.thread.opened_at, request.zone)


def _at(request: Request, each: Said) -> str:
    return request.say.moment(each.message.at, request.zone)
