"""News about people: who looks after an account now, a chat that was unbound, an invite that was called back."""

from collections.abc import Callable, Mapping

from domain.rules.rights import Right
from domain.tables.notices import Notice, NoticeKind
from domain.tables.people import Person
from handlers.press import button
from handlers.turn import Reply, Row
from handlers.verbs import Verb
from handlers.visit import Visit


def word(visit: Visit, notice: Notice) -> Reply | None:
    """The notice as a reply; nothing when it is no longer true."""
    return _WORDED[notice.kind](visit, notice)


def card_gone(visit: Visit, notice: Notice) -> Reply | None:
    """An order's card that stands in a chat, once the order is somebody else's to decide on; else nothing."""
    given = notice.kind is NoticeKind.CARD_MOVED and "keeper" in notice.facts
    if not given or not visit.by.may(Right.ORDER_APPROVE):
        return None
    told = visit.say("notices.card_gone", number=notice.facts["number"], keeper=notice.facts["keeper"])
    return Reply(title=told, buttons=(_home(visit),), card=f"order:{notice.order_id}")


def _revoked(visit: Visit, notice: Notice) -> Reply:
    role = visit.say(f"people.role_{notice.facts['role']}")
    told = visit.say("notices.invite_revoked", who=notice.facts["who"], role=role)
    return Reply(title=told, buttons=(_home(visit),))


def _switched_on(visit: Visit, notice: Notice) -> Reply:
    return Reply(title=visit.say("notices.switched_on", name=visit.person.name), buttons=(_home(visit),))


def _keeper_changed(visit: Visit, notice: Notice) -> Reply | None:
    """Who it is now; when it changed again meanwhile, the next notice tells."""
    keeper = str(notice.facts["keeper"])
    if visit.account is None or keeper != _keeper_now(visit):
        return None
    told = visit.say("notices.keeper" if keeper else "notices.keeper_none", keeper=keeper, account=visit.account.name)
    contact: Row = (button(visit.say("menu.contact"), Verb.CONTACT),)
    return Reply(title=told, buttons=(contact, _home(visit)))


def _keeper_now(visit: Visit) -> str:
    keeper_id = visit.account.salesperson_id if visit.account else None
    keeper = visit.session.get(Person, keeper_id) if keeper_id is not None else None
    return keeper.name if keeper else ""


def _given(visit: Visit, notice: Notice) -> Reply:
    work: Row = (
        button(visit.say("menu.waiting"), Verb.WAITING),
        button(visit.say("menu.accounts"), Verb.ACCOUNTS),
    )
    return Reply(title=_accounts(visit, notice, "given"), buttons=(work, _home(visit)))


def _taken(visit: Visit, notice: Notice) -> Reply:
    told = _accounts(visit, notice, "taken" if notice.facts["keeper"] else "taken_open")
    return Reply(title=told, buttons=(_home(visit),))


def _accounts(visit: Visit, notice: Notice, word: str) -> str:
    """One account by its name, or several by one name and how many they are."""
    facts = {name: notice.facts[name] for name in ("account", "count", "keeper")}
    return visit.say(f"notices.{word}" if facts["count"] == 1 else f"notices.{word}_many", **facts)


def _unbound(visit: Visit, notice: Notice) -> Reply | None:
    """Only while the chat is nobody's."""
    if visit.identity.person_id is not None:
        return None
    told = visit.say("notices.chat_unbound", name=notice.facts["name"])
    enter: Row = (button(visit.say("join.enter"), Verb.JOIN),)
    return Reply(title=told, note=visit.say("notices.chat_unbound_note"), buttons=(enter,))


def _bound(visit: Visit, notice: Notice) -> Reply | None:
    if visit.by.person is None:
        return None
    return Reply(title=visit.say("notices.chat_bound", name=notice.facts["name"]), buttons=(_home(visit),))


_WORDED: Mapping[NoticeKind, Callable[[Visit, Notice], Reply | None]] = {
    NoticeKind.INVITE_REVOKED: _revoked,
    NoticeKind.SWITCHED_ON: _switched_on,
    NoticeKind.KEEPER_CHANGED: _keeper_changed,
    NoticeKind.ACCOUNTS_GIVEN: _given,
    NoticeKind.ACCOUNTS_TAKEN: _taken,
    NoticeKind.CHAT_UNBOUND: _unbound,
    NoticeKind.CHAT_BOUND: _bound,
}


def _home(visit: Visit) -> Row:
    return (button(visit.say("button.menu"), Verb.MENU),)
