"""A buyer asks for a person; somebody of the staff answers; both can end it."""

from dataclasses import replace

from domain.people import contact
from domain.rules.rights import Right
from domain.threads import threads
from domain.threads.access import ThreadView
from domain.threads.view import last_said
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.threads import talk_text


def start(request: Request, *, order_id: Id | None = None) -> Turn:
    """A buyer's talk begins, or goes on; others learn whom to ask."""
    if not request.actor.may(Right.THREAD_ASK) or request.person.account_id is None:
        return _whom_to_ask(request)
    begun = threads.begin(request.actor, order_id)
    names = request.say("contact.and").join(begun.names)
    if not names:
        threads.close(request.actor, begun.view.thread.id)
        return _shown(request, request.say("contact.nobody"))
    order = begun.view.order
    if order is not None and order_id is not None:
        title = request.say("thread.ask_about", order=orders_text.short(order), names=names)
    else:
        title = request.say("contact.told" if begun.rung else "contact.told_before", names=names)
    back = begun.back_at
    night = (request.say("thread.night", at=request.say.moment(back, request.zone)),) if back else ()
    return _talk(request, begun.view, title, (*night, request.say("thread.how")))


def enter(request: Request, *, thread_id: Id) -> Turn:
    """What they type goes there from now on; of a talk that ended they see what was said."""
    return _entered(request, threads.enter(request.actor, thread_id))


def again(request: Request, *, thread_id: Id) -> Turn:
    """Go on in a talk that ended."""
    return _entered(request, threads.reopen(request.actor, thread_id))


def leave(request: Request) -> Turn:
    """What they type goes nowhere but to us."""
    request.actor.need(Right.THREAD_ANSWER)
    view = threads.leave(request.actor)
    if view is None:
        return _shown(request, request.say("thread.in_none"))
    title = request.say("thread.left", who=talk_text.who(request, view))
    return _shown(request, title, (talk_text.reply_to(request, view),))


def close(request: Request, *, thread_id: Id) -> Turn:
    """It ends."""
    view, done = threads.close(request.actor, thread_id)
    return closed(request, view, done=done)


def closed(request: Request, view: ThreadView, *, done: bool = True) -> Turn:
    """It ended just now, or before."""
    key = "thread.ended_now" if done else "thread.ended_before"
    title = request.say(key, who=talk_text.partner(request, view))
    return _shown(request, title, (talk_text.go_on(request, view),))


def _entered(request: Request, view: ThreadView) -> Turn:
    who = talk_text.partner(request, view)
    if not view.is_open:
        said = last_said(request.actor, view)
        turn = closed(request, view, done=False)
        return Turn(replies=(replace(turn.replies[0], lines=talk_text.lines(request, said)),))
    return _talk(request, view, request.say("thread.with", who=who), (request.say("thread.goes_to", who=who),))


def _talk(request: Request, view: ThreadView, title: str, note: tuple[str, ...]) -> Turn:
    """What was said last, and the ways out."""
    said = last_said(request.actor, view)
    rows = (*talk_text.to_see(request, said), *talk_text.ways(request, view))
    lines = talk_text.lines(request, said)
    return Turn(replies=(Reply(title=title, lines=lines, note="\n".join(note), buttons=rows, numbered=False),))


def _whom_to_ask(request: Request) -> Turn:
    advice = contact.whom_to_ask(request.actor)
    names = request.say("contact.and").join(advice.names)
    return _shown(request, request.say(f"contact.{advice.answer}" if names else "contact.nobody", names=names))


def _shown(request: Request, title: str, row: Row = ()) -> Turn:
    home = button(request.say("button.menu"), Verb.MENU)
    rows = tuple(each for each in (row, (home,)) if each)
    return Turn(replies=(Reply(title=title, buttons=rows, numbered=False),))
