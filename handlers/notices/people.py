"""Notices about people: a new salesperson, an unbound chat, a revoked invite."""

from collections.abc import Callable, Mapping
from datetime import date

from domain.people.directory import name_of
from domain.rules.rights import Right
from domain.tables.notices import Notice, NoticeKind
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row
from handlers.conversation.verbs import Verb
from handlers.entry import desk


def card_gone(request: Request, notice: Notice) -> Reply | None:
    """The card of an order whose approver is somebody else now; else nothing."""
    given = notice.kind is NoticeKind.REDRAW_CARD and "keeper" in notice.facts
    if not given or not request.actor.may(Right.ORDER_APPROVE):
        return None
    told = request.say("notices.card_gone", number=notice.facts["number"], salesperson=notice.facts["keeper"])
    return Reply(title=told, buttons=(_home(request),), card=f"order:{notice.order_id}")


def _revoked(request: Request, notice: Notice) -> Reply:
    role = request.say(f"people.role_{notice.facts['role']}")
    told = request.say("notices.invite_revoked", who=notice.facts["who"], role=role)
    return Reply(title=told, buttons=(_home(request),))


def _deputy_set(request: Request, notice: Notice) -> Reply:
    """To who is away and who stands in: from when to when."""
    first, last = (request.say.day(date.fromisoformat(str(notice.facts[name]))) for name in ("first", "last"))
    told = {"salesperson": notice.facts["salesperson"], "deputy": notice.facts["deputy"]}
    return Reply(title=request.say("notices.deputy_set", first=first, last=last, **told), buttons=(_home(request),))


def _deputy_ended(request: Request, notice: Notice) -> Reply:
    told = request.say("notices.deputy_ended", salesperson=notice.facts["salesperson"])
    return Reply(title=told, buttons=(_home(request),))


def _switched_on(request: Request, notice: Notice) -> Reply:
    return Reply(title=request.say("notices.switched_on", name=request.person.name), buttons=(_home(request),))


def _desk_entered(request: Request, notice: Notice) -> Reply:
    """Not them: one tap ends it."""
    at = f"{notice.created_at.astimezone(request.zone):%H:%M}"
    told = request.say("desk_chat.entered", browser=desk.browser(request, str(notice.facts["agent"])), at=at)
    end = button(request.say("desk_chat.end"), Verb.DESK_LEAVE, int(notice.facts["session"]))
    return Reply(title=told, note=request.say("desk_chat.entered_note"), buttons=((end,), _home(request)))


def _salesperson_changed(request: Request, notice: Notice) -> Reply | None:
    """Who it is now; when it changed again meanwhile, the next notice tells."""
    salesperson = str(notice.facts["keeper"])
    if request.account is None or salesperson != _salesperson_now(request):
        return None
    told = request.say(
        "notices.salesperson" if salesperson else "notices.salesperson_none",
        salesperson=salesperson,
        account=request.account.name,
    )
    contact: Row = (button(request.say("menu.contact"), Verb.CONTACT),)
    return Reply(title=told, buttons=(contact, _home(request)))


def _salesperson_now(request: Request) -> str:
    salesperson_id = request.account.salesperson_id if request.account else None
    return name_of(request.session, salesperson_id)


def _given(request: Request, notice: Notice) -> Reply:
    work: Row = (
        button(request.say("menu.waiting"), Verb.WAITING),
        button(request.say("menu.accounts"), Verb.ACCOUNTS),
    )
    return Reply(title=_accounts(request, notice, "given"), buttons=(work, _home(request)))


def _taken(request: Request, notice: Notice) -> Reply:
    told = _accounts(request, notice, "taken" if notice.facts["keeper"] else "taken_open")
    return Reply(title=told, buttons=(_home(request),))


def _accounts(request: Request, notice: Notice, word: str) -> str:
    """One account by its name, or several by one name and how many they are."""
    account, count, salesperson = (notice.facts[name] for name in ("account", "count", "keeper"))
    key = f"notices.{word}" if count == 1 else f"notices.{word}_many"
    return request.say(key, account=account, count=count, salesperson=salesperson)


def _unbound(request: Request, notice: Notice) -> Reply | None:
    """Only while the chat is nobody's."""
    if request.identity.person_id is not None:
        return None
    told = request.say("notices.chat_unbound", name=notice.facts["name"])
    enter: Row = (button(request.say("join.enter"), Verb.JOIN),)
    return Reply(title=told, note=request.say("notices.chat_unbound_note"), buttons=(enter,))


def _bound(request: Request, notice: Notice) -> Reply | None:
    if request.actor.person is None:
        return None
    return Reply(title=request.say("notices.chat_bound", name=notice.facts["name"]), buttons=(_home(request),))


def _retail_full(request: Request, notice: Notice) -> Reply:
    """To admins: from now on strangers are sent away until tomorrow."""
    look: Row = (button(request.say("retail.door"), Verb.RETAIL_DOOR), *_home(request))
    told = request.say.count("notices.retail_full", int(notice.facts["count"]))
    return Reply(title=told, note=request.say("notices.retail_full_note"), buttons=(look,))


def _made_dealer(request: Request, _notice: Notice) -> Reply | None:
    """As long as they are one."""
    if request.account is None or request.account.retail:
        return None
    return Reply(title=request.say("notices.made_dealer", name=request.person.name), buttons=(_home(request),))


#: How each notice about people is worded; nothing when it is no longer true.
WORDED: Mapping[NoticeKind, Callable[[Request, Notice], Reply | None]] = {
    NoticeKind.INVITE_REVOKED: _revoked,
    NoticeKind.SWITCHED_ON: _switched_on,
    NoticeKind.DESK_ENTERED: _desk_entered,
    NoticeKind.DEPUTY_SET: _deputy_set,
    NoticeKind.DEPUTY_ENDED: _deputy_ended,
    NoticeKind.SALESPERSON_CHANGED: _salesperson_changed,
    NoticeKind.ACCOUNTS_GIVEN: _given,
    NoticeKind.ACCOUNTS_TAKEN: _taken,
    NoticeKind.CHAT_UNBOUND: _unbound,
    NoticeKind.CHAT_BOUND: _bound,
    NoticeKind.RETAIL_FULL: _retail_full,
    NoticeKind.MADE_DEALER: _made_dealer,
}


def _home(request: Request) -> Row:
    return (button(request.say("button.menu"), Verb.MENU),)
