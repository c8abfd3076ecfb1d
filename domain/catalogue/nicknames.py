"""Nicknames of an account: learnt and forgotten, and each of these undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from domain.actor import Actor
from domain.catalogue import visibility
from domain.db.statements import Prepared
from domain.events.journal import log_event
from domain.order_text.nickname_keys import LONGEST, MOST, NO_NICKNAMES, is_short, key_of
from domain.refusals import BadWords, NicknameGone, NoAccount, NotFound, NotOnSale, TooManyNicknames
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import ID
from domain.tables.nicknames import How, Nickname
from domain.tables.orders import Event
from domain.tables.people import Person

_LEARNT, _FORGOTTEN, _TAKEN_BACK = "nickname.learnt", "nickname.forgotten", "nickname.taken_back"


@dataclass(frozen=True, kw_only=True)
class LearntNickname:
    """A nickname and the SKU the same words meant before, if any; no event where it was known already."""

    nickname: Nickname
    before: int | None = None
    event_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ForgottenNickname:
    """The words of a nickname that is gone, and the event that remembers what it was."""

    words: str
    event_id: int


@dataclass(frozen=True, kw_only=True)
class StoredNickname:
    """A nickname with the name of who taught it."""

    nickname: Nickname
    teacher: str


_THEIRS = col(Nickname.account_id) == bindparam("account", type_=ID)
_KNOWN = Prepared(select(Nickname.key, Nickname.sku_id).where(_THEIRS))


def known(actor: Actor) -> Mapping[str, int]:
    """The SKU by the key of each nickname of the account that is ordered for; nothing where there is none."""
    if actor.account_id is None or not actor.may(Right.NICKNAME_CHANGE):
        return NO_NICKNAMES
    theirs = dict(_KNOWN.all(actor.session, {"account": actor.account_id}))
    gone = visibility.hidden(actor.session)
    return {key: sku_id for key, sku_id in theirs.items() if sku_id not in gone} if gone else theirs


def of_account(actor: Actor) -> list[StoredNickname]:
    """Every nickname of the account, the newest first. Raises NoAccount: none is chosen."""
    account_id, _ = _account(actor)
    query = select(Nickname, Person.name).join(Person, col(Person.id) == Nickname.taught_by_id)
    query = query.where(Nickname.account_id == account_id).order_by(
        col(Nickname.taught_at).desc(), col(Nickname.id).desc()
    )
    gone = visibility.hidden(actor.session)
    return [
        StoredNickname(nickname=nickname, teacher=teacher)
        for nickname, teacher in actor.session.exec(query)
        if nickname.sku_id not in gone
    ]


def learn(actor: Actor, words: str, sku_id: int, how: How) -> LearntNickname | None:
    """From now on the account means this SKU by these words, whatever it meant by them before.

    An answer that there is no room for is not learnt; only who teaches hears of it. Raises BadWords: they name nothing,
    or are too long; NotFound: there is no such SKU; NotOnSale: it is not sold just now; TooManyNicknames: the account
    has as many as it may.
    """
    account_id, person = _account(actor)
    said = " ".join(words.split())
    if not is_short(said):
        raise BadWords(most=LONGEST)
    theirs = _beside(actor, account_id, sku_id)
    old = theirs.get(key_of(said))
    if old is not None and old.sku_id == sku_id:
        return LearntNickname(nickname=old)
    if old is None and len(theirs) >= MOST:
        if how is How.TAUGHT:
            raise TooManyNicknames(most=MOST)
        return None
    facts = {"words": said, "sku": sku_id, "how": how, "by": person.id, "at": actor.now.isoformat()}
    before = _facts(old) if old else None
    nickname = _write(actor, account_id, old, facts)
    event = log_event(actor, _LEARNT, subject=_subject(nickname.id), account=account_id, nickname=facts, before=before)
    return LearntNickname(nickname=nickname, before=old.sku_id if old else None, event_id=event.id)


def forget(actor: Actor, nickname_id: int) -> ForgottenNickname:
    """The account no longer means anything by these words. Raises NicknameGone: it has no such nickname."""
    account_id, _ = _account(actor)
    nickname = actor.session.get(Nickname, nickname_id)
    if nickname is None or nickname.account_id != account_id:
        raise NicknameGone
    facts = _facts(nickname)
    actor.session.delete(nickname)
    event = log_event(actor, _FORGOTTEN, subject=_subject(nickname_id), account=account_id, nickname=facts, before=None)
    return ForgottenNickname(words=facts["words"], event_id=event.id)


def take_back(actor: Actor, event_id: int) -> LearntNickname | ForgottenNickname:
    """Undo learning or forgetting; what the words mean now. Raises NotFound, TooManyNicknames."""
    account_id, _ = _account(actor)
    event = actor.session.get(Event, event_id)
    if event is None or event.kind not in (_LEARNT, _FORGOTTEN) or event.facts["account"] != account_id:
        raise NotFound
    theirs = {each.key: each for each in actor.session.exec(select(Nickname).where(Nickname.account_id == account_id))}
    words = event.facts["nickname"]["words"]
    now = theirs.get(key_of(words))
    learnt = event.kind == _LEARNT
    if learnt and now is not None and event.subject == _subject(now.id):
        now = _put_back(actor, account_id, now, event.facts["before"])
    elif not learnt and now is None:
        if len(theirs) >= MOST:
            raise TooManyNicknames(most=MOST)
        now = _put_back(actor, account_id, None, event.facts["nickname"])
    return LearntNickname(nickname=now) if now else ForgottenNickname(words=words, event_id=event_id)


def _account(actor: Actor) -> tuple[int, Person]:
    """The account that is ordered for, and who may teach us its words."""
    person = actor.need(Right.NICKNAME_CHANGE)
    if actor.account_id is None:
        raise NoAccount
    return actor.account_id, person


def _beside(actor: Actor, account_id: int, sku_id: int) -> dict[str, Nickname]:
    """The nicknames of an account by their keys, where one is to be learnt for a SKU that must be on sale."""
    query = select(Sku.on_sale, Nickname).join(Nickname, col(Nickname.account_id) == account_id, isouter=True)
    rows = actor.session.exec(query.where(Sku.id == sku_id)).all()
    if not rows or sku_id in visibility.hidden(actor.session):
        raise NotFound
    if not rows[0][0]:
        raise NotOnSale(sku_id=sku_id)
    return {nickname.key: nickname for _, nickname in rows if nickname is not None}


def _put_back(actor: Actor, account_id: int, now: Nickname | None, facts: dict[str, Any] | None) -> Nickname | None:
    """The words mean what they meant before; nothing, where they meant nothing."""
    gone = now.id if now else 0
    was = _facts(now) if now else None
    back = _write(actor, account_id, now, facts) if facts else None
    if back is None:
        actor.session.delete(now)
    log_event(
        actor, _TAKEN_BACK, subject=_subject(back.id if back else gone), account=account_id, nickname=facts, before=was
    )
    return back


def _write(actor: Actor, account_id: int, old: Nickname | None, facts: dict[str, Any]) -> Nickname:
    """A nickname in the place of the old one, which is gone first: its words are free only then."""
    if old is not None:
        actor.session.delete(old)
        actor.session.flush()
    nickname = Nickname(
        account_id=account_id,
        key=key_of(facts["words"]),
        words=facts["words"],
        sku_id=facts["sku"],
        how=How(facts["how"]),
        taught_by_id=facts["by"],
        taught_at=datetime.fromisoformat(facts["at"]),
    )
    actor.session.add(nickname)
    return nickname


def _facts(nickname: Nickname) -> dict[str, Any]:
    """What an event keeps of a nickname, so that it can be put back."""
    return {
        "words": nickname.words,
        "sku": nickname.sku_id,
        "how": nickname.how,
        "by": nickname.taught_by_id,
        "at": nickname.taught_at.isoformat(),
    }


def _subject(nickname_id: int) -> str:
    return f"nickname:{nickname_id}"
