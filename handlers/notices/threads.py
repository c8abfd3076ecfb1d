"""News of talks with a person: something was said, nobody answers, it ended."""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.language.sanitise import one_line
from domain.people.directory import name_of
from domain.refusals import NotFound
from domain.tables.notices import Notice, NoticeKind
from domain.threads import access
from domain.threads import view as talks
from domain.threads.access import ThreadView
from domain.threads.view import Said
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row
from handlers.conversation.verbs import Verb
from handlers.threads import talk_text


def called(request: Request, notice: Notice) -> Reply:
    """To the staff: a buyer wants to talk."""
    name, account = (str(notice.facts.get(each, "")) for each in ("name", "account"))
    view = access.known(request.actor, int(notice.facts.get("thread") or 0))
    answer: Row = (talk_text.reply_to(request, view),) if view is not None and view.is_open else ()
    return Reply(
        title=request.say("notices.contact", name=name, account=account),
        note=request.say("notices.contact_note"),
        buttons=((*answer, _home(request)),),
    )


def _said(request: Request, notice: Notice) -> Reply | None:
    """What was said, as long as it is theirs to see."""
    try:
        said, view = talks.one(request.actor, int(notice.facts["message"]))
    except NotFound:
        return None
    shown = talk_text.whole(said, talk_text.ALONE)
    long = len(said.message.words) > talk_text.ALONE
    more = request.say("thread.more", number=len(said.message.words)) if long else ""
    rows = (*(talk_text.to_see(request, [said], talk_text.ALONE) if long else ()), _ways(request, view))
    title = _title(request, said, view)
    return Reply(title=title, lines=shown, note=more, picture=said.message.picture, buttons=rows, numbered=False)


def _title(request: Request, said: Said, view: ThreadView) -> str:
    if not talk_text.is_staff(request):
        return request.say("thread.from_staff", name=said.author.name)
    if said.author.id == view.buyer.id:
        return request.say("thread.from_buyer", who=talk_text.who(request, view))
    return request.say("thread.from_colleague", name=said.author.name, who=talk_text.who(request, view))


def _ways(request: Request, view: ThreadView) -> Row:
    """Answer; who is writing in it already just answers."""
    here = access.current(request.actor)
    if here is not None and here.thread.id == view.thread.id and not talk_text.is_staff(request):
        return talk_text.to_end(request, view), _home(request)
    return talk_text.reply_to(request, view), _home(request)


def _unanswered(request: Request, notice: Notice) -> Reply | None:
    """To the deputy and the admins, as long as it waits."""
    view = access.known(request.actor, int(notice.facts["thread"]))
    if view is None or not view.is_open or view.thread.waiting_since is None:
        return None
    minutes = int((request.actor.now - view.thread.waiting_since).total_seconds() // 60)
    return Reply(
        title=request.say("thread.unanswered", who=talk_text.who(request, view), minutes=minutes),
        lines=talk_text.lines(request, talks.last_said(request.actor, view)),
        buttons=((talk_text.reply_to(request, view), _home(request)),),
        numbered=False,
    )


def _closed(request: Request, notice: Notice) -> Reply | None:
    """To the others: it ended, by whom or by itself; nothing where it goes on by now."""
    view = access.known(request.actor, int(notice.facts["thread"]))
    if view is None or view.thread.closed_at != datetime.fromisoformat(str(notice.facts["at"])):
        return None
    by = one_line(name_of(request.session, view.thread.closed_by_id))
    staff = talk_text.is_staff(request)
    key = "thread.ended_itself" if not by else "thread.was_closed" if staff else "thread.staff_closed"
    title = request.say(key, name=by, who=talk_text.partner(request, view))
    return Reply(title=title, buttons=((talk_text.go_on(request, view), _home(request)),), numbered=False)


#: How each notice about talks is worded; nothing when it is no longer true.
WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.CONTACT_WANTED: called,
    NoticeKind.THREAD_SAID: _said,
    NoticeKind.THREAD_UNANSWERED: _unanswered,
    NoticeKind.THREAD_CLOSED: _closed,
}


def _home(request: Request) -> Button:
    return button(request.say("button.menu"), Verb.MENU)
