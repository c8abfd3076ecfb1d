"""What an account calls the goods: learnt, forgotten, and each taken back on one tap."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from domain.acting import By
from domain.prepared import Prepared
from domain.records import note
from domain.refusals import BadWords, NicknameGone, NoAccount, NotFound, NotOnSale, TooManyNicknames
from domain.rules.nicknames import LONGEST, MOST, NO_NICKNAMES, is_short, key_of
from domain.rules.rights import Right
from domain.tables.catalogue import Sku
from domain.tables.columns import ID
from domain.tables.nicknames import How, Nickname
from domain.tables.orders import Event
from domain.tables.people import Person

_LEARNT, _FORGOTTEN, _TAKEN_BACK = "nickname.learnt", "nickname.forgotten", "nickname.taken_back"


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """A nickname and the SKU the same words meant before, if any; no event where it was known already."""

    nickname: Nickname
    before: int | None = None
    event_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """The words of a nickname that is gone, and the event that remembers what it was."""

    words: str
    event_id: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A nickname with the name of who taught it."""

    nickname: Nickname
    teacher: str


_THEIRS = col(Nickname.account_id) == bindparam("account", type_=ID)
_KNOWN = Prepared(select(Nickname.key, Nickname.sku_id).where(_THEIRS))


def known(by: By) -> Mapping[str, int]:
    """The SKU by the key of each nickname of the account that is ordered for; nothing where there is none."""
    if by.account_id is None or not by.may(Right.NICKNAME_CHANGE):
        return NO_NICKNAMES
    return dict(_KNOWN.all(by.session, {"account": by.account_id}))


def of_account(by: By) -> list[Kept]:
    """Every nickname of the account, the newest first.

    Raises:
        NoAccount: a salesperson has not said for which account.
    """
    account_id, _ = _account(by)
    query = select(Nickname, Person.name).join(Person, col(Person.id) == Nickname.taught_by_id)
    query = query.where(Nickname.account_id == account_id).order_by(
        col(Nickname.taught_at).desc(), col(Nickname.id).desc()
    )
    return [Kept(nickname=nickname, teacher=teacher) for nickname, teacher in by.session.exec(query)]


def learn(by: By, words: str, sku_id: int, how: How) -> Learnt | None:
    """From now on the account means this SKU by these words, whatever it meant by them before.

    An answer that there is no room for is not learnt; only who teaches hears of it.

    Raises:
        BadWords: they name nothing, or are too long.
        NotFound: there is no such SKU.
        NotOnSale: it is not sold just now.
        TooManyNicknames: the account has as many as it may.
    """
    account_id, person = _account(by)
    said = " ".join(words.split())
    if not is_short(said):
        raise BadWords(most=LONGEST)
    theirs = _beside(by, account_id, sku_id)
    old = theirs.get(key_of(said))
    if old is not None and old.sku_id == sku_id:
        return Learnt(nickname=old)
    if old is None and len(theirs) >= MOST:
        if how is How.TAUGHT:
            raise TooManyNicknames(most=MOST)
        return None
    facts = {"words": said, "sku": sku_id, "how": how, "by": person.id, "at": by.now.isoformat()}
    before = _facts(old) if old else None
    nickname = _write(by, account_id, old, facts)
    event = note(by, _LEARNT, subject=_subject(nickname.id), account=account_id, nickname=facts, before=before)
    return Learnt(nickname=nickname, before=old.sku_id if old else None, event_id=event.id)


def forget(by: By, nickname_id: int) -> Forgotten:
    """The account no longer means anything by these words.

    Raises:
        NicknameGone: the account has no such nickname, or has it no more.
    """
    account_id, _ = _account(by)
    nickname = by.session.get(Nickname, nickname_id)
    if nickname is None or nickname.account_id != account_id:
        raise NicknameGone
    facts = _facts(nickname)
    by.session.delete(nickname)
    event = note(by, _FORGOTTEN, subject=_subject(nickname_id), account=account_id, nickname=facts, before=None)
    return Forgotten(words=facts["words"], event_id=event.id)


def take_back(by: By, event_id: int) -> Learnt | Forgotten:
    """Undo what was learnt or forgotten; what the words mean now. Where they were used since, they stay as they are.

    Raises:
        NotFound: nothing of the kind was done for this account.
        TooManyNicknames: others took its place meanwhile.
    """
    account_id, _ = _account(by)
    event = by.session.get(Event, event_id)
    if event is None or event.kind not in (_LEARNT, _FORGOTTEN) or event.facts["account"] != account_id:
        raise NotFound
    theirs = {each.key: each for each in by.session.exec(select(Nickname).where(Nickname.account_id == account_id))}
    words = event.facts["nickname"]["words"]
    now = theirs.get(key_of(words))
    learnt = event.kind == _LEARNT
    if learnt and now is not None and event.subject == _subject(now.id):
        now = _put_back(by, account_id, now, event.facts["before"])
    elif not learnt and now is None:
        if len(theirs) >= MOST:
            raise TooManyNicknames(most=MOST)
        now = _put_back(by, account_id, None, event.facts["nickname"])
    return Learnt(nickname=now) if now else Forgotten(words=words, event_id=event_id)


def _account(by: By) -> tuple[int, Person]:
    """The account that is ordered for, and who may teach us its words."""
    person = by.need(Right.NICKNAME_CHANGE)
    if by.account_id is None:
        raise NoAccount
    return by.account_id, person


def _beside(by: By, account_id: int, sku_id: int) -> dict[str, Nickname]:
    """The nicknames of an account by their keys, where one is to be learnt for a SKU that must be on sale."""
    query = select(Sku.on_sale, Nickname).join(Nickname, col(Nickname.account_id) == account_id, isouter=True)
    rows = by.session.exec(query.where(Sku.id == sku_id)).all()
    if not rows:
        raise NotFound
    if not rows[0][0]:
        raise NotOnSale(sku_id=sku_id)
    return {nickname.key: nickname for _, nickname in rows if nickname is not None}


def _put_back(by: By, account_id: int, now: Nickname | None, facts: dict[str, Any] | None) -> Nickname | None:
    """The words mean what they meant before; nothing, where they meant nothing."""
    gone = now.id if now else 0
    was = _facts(now) if now else None
    back = _write(by, account_id, now, facts) if facts else None
    if back is None:
        by.session.delete(now)
    note(by, _TAKEN_BACK, subject=_subject(back.id if back else gone), account=account_id, nickname=facts, before=was)
    return back


def _write(by: By, account_id: int, old: Nickname | None, facts: dict[str, Any]) -> Nickname:
    """A nickname in the place of the old one, which is gone first: its words are free only then."""
    if old is not None:
        by.session.delete(old)
        by.session.flush()
    nickname = Nickname(
        account_id=account_id,
        key=key_of(facts["words"]),
        words=facts["words"],
        sku_id=facts["sku"],
        how=How(facts["how"]),
        taught_by_id=facts["by"],
        taught_at=datetime.fromisoformat(facts["at"]),
    )
    by.session.add(nickname)
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
