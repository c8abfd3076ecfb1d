"""Accounts made, and changed part by part; each change can be undone for ten minutes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from sqlmodel import col, func, select

from domain import shop_rules
from domain.actor import Actor
from domain.catalogue import account_rules, price_lists
from domain.events import undo_window
from domain.events.journal import log_event
from domain.language.sanitise import one_line
from domain.language.words.lists import groups
from domain.people import account_transfers
from domain.people.account_refusals import AccountChanged, AccountThere, AccountUnfit
from domain.refusals import NotFound
from domain.rules.business_settings import plain
from domain.rules.finance.credit import OnLimit
from domain.rules.finance.terms import read_terms
from domain.rules.rights import Right
from domain.tables.people import Account
from domain.tables.prices import AccountGroup, PriceList, PriceListFor

CHANGED = "account.part_changed"
_NAME, _WORDS = 120, 60
_MOST_MONEY = Decimal(1_000_000_000)
_GAP = "; "
#: What is written for what happens beyond the limit.
_ON_LIMIT: Mapping[str, OnLimit] = {
    said: OnLimit(name) for name, words in groups("account_entry", "on_limit").items() for said in words
}


class AccountPart(StrEnum):
    """A part of an account that can be written by hand; its salesperson and delivery days have acts of their own."""

    NAME = "name"
    GROUP = "group"
    AREA = "area"
    PRICE_LIST = "price_list"
    CREDIT_LIMIT = "credit_limit"
    ON_LIMIT = "on_limit"
    TERMS = "terms"
    MINIMUM_ORDER = "minimum_order"


A = AccountPart
#: Whose change is a matter of money.
_OF_MONEY = frozenset({A.CREDIT_LIMIT, A.ON_LIMIT, A.TERMS})


@dataclass(frozen=True, kw_only=True)
class ChangedAccount:
    """An account after a change. ``event_id``: to undo it by; none where nothing was changed."""

    account: Account
    event_id: int | None


@dataclass(frozen=True, kw_only=True)
class AccountDraft:
    """An account that is to be made. ``parts``: as they are written; ``salesperson_id``: who looks after it."""

    name: str
    parts: Mapping[AccountPart, str] = field(default_factory=dict)
    salesperson_id: int | None = None


def right_for(part: AccountPart) -> Right:
    """The right that a change of a part needs."""
    return Right.CREDIT_CHANGE if part in _OF_MONEY else Right.ACCOUNT_ASSIGN


def create(actor: Actor, draft: AccountDraft) -> Account:
    """Make an account. Raises AccountUnfit, AccountThere, NotFound: no such salesperson."""
    actor.need(Right.ACCOUNT_ASSIGN)
    wanted = {part: as_kept(actor, part, text) for part, text in draft.parts.items()}
    name = as_kept(actor, A.NAME, draft.name)
    _free(actor, name, 0)
    account = Account(name=name, created_at=actor.now)
    actor.session.add(account)
    actor.session.flush()
    for part, text in wanted.items():
        actor.need(right_for(part))
        _set(actor, account, part, text)
    told = {"name": name, **{part.value: text for part, text in wanted.items()}}
    log_event(actor, "account.made", subject=f"account:{account.id}", before=None, after=told)
    if draft.salesperson_id is not None:
        account_transfers.hand_over(actor, [account], draft.salesperson_id)
    _forget(actor)
    return account


def value_of(actor: Actor, account: Account, part: AccountPart) -> str:
    """A part as people write it; nothing: as the group or the shop has it."""
    if part is A.GROUP:
        return actor.session.get_one(AccountGroup, account.group_id).name if account.group_id else ""
    if part is A.PRICE_LIST:
        return _GAP.join(each.name for each in _lists(actor, account.id))
    value = getattr(account, part.value)
    return plain(value) if isinstance(value, Decimal) else str(value or "")


def change(actor: Actor, account_id: int, part: AccountPart, before: str, wanted: str) -> ChangedAccount:
    """Change a part from what the person was shown; the same twice changes nothing.

    Raises NotFound; AccountChanged: it is no longer so; AccountUnfit, AccountThere: it cannot be so.
    """
    actor.need(right_for(part))
    account = _locked(actor, account_id)
    now, after = value_of(actor, account, part), as_kept(actor, part, wanted)
    if now == after:
        return ChangedAccount(account=account, event_id=None)
    if now != before:
        raise AccountChanged(account_id=account_id)
    return _write(actor, account, part, now, after)


def undo(actor: Actor, event_id: int) -> ChangedAccount:
    """Undo a change; idempotent. Raises NotFound, AccountChanged, TooLateToUndo."""
    event = undo_window.done(actor, event_id, CHANGED)
    part = AccountPart(event.facts["part"])
    actor.need(right_for(part))
    account = _locked(actor, event.subject_id)
    now, changed = value_of(actor, account, part), AccountChanged(account_id=account.id)
    before = undo_window.value_before(actor, event, now, changed)
    if before is None:
        return ChangedAccount(account=account, event_id=None)
    return _write(actor, account, part, now, before, undoes=event.id)


def account_for(actor: Actor, account_id: int) -> Account:
    """A dealer's account, for those who change accounts. Raises NotFound: there is none."""
    actor.need(Right.ACCOUNT_ASSIGN)
    account = actor.session.get(Account, account_id)
    if account is None or account.retail:
        raise NotFound
    return account


def names_of(actor: Actor, part: AccountPart) -> list[str]:
    """What there is to choose from: groups, price lists, areas."""
    actor.need(Right.ACCOUNT_ASSIGN)
    query: Any = {
        A.GROUP: select(AccountGroup.name).order_by(col(AccountGroup.name)),
        A.PRICE_LIST: select(PriceList.name).order_by(col(PriceList.name)),
        A.AREA: select(Account.area).where(col(Account.area) != "").distinct().order_by(col(Account.area)),
    }.get(part)
    return [] if query is None else list(actor.session.exec(query))


def as_kept(actor: Actor, part: AccountPart, wanted: str) -> str:
    """What was typed, as it is kept. Raises AccountUnfit: it cannot be so."""
    text = one_line(wanted)
    found = _read(actor, part, text)
    if found is None:
        raise AccountUnfit(part=part, text=text[:40])
    return found


def _read(actor: Actor, part: AccountPart, text: str) -> str | None:
    match part:
        case A.NAME:
            return text if 0 < len(text) <= _NAME else None
        case A.GROUP | A.AREA:
            return text if len(text) <= _WORDS else None
        case A.PRICE_LIST:
            names = [each.strip() for each in text.replace("；", ";").split(";") if each.strip()]
            known = set(actor.session.exec(select(PriceList.name).where(col(PriceList.name).in_(names))))
            return _GAP.join(sorted(set(names))) if known == set(names) else None
        case A.ON_LIMIT:
            return str(_ON_LIMIT.get(text.casefold(), "")) or None
        case A.TERMS:
            terms = read_terms(text) if text else None
            return "" if not text else str(terms) if terms else None
        case A.CREDIT_LIMIT | A.MINIMUM_ORDER:
            return _money(text)


def _money(text: str) -> str | None:
    if not text:
        return ""
    try:
        amount = Decimal(text.replace(",", "").lstrip("¥$€£").removesuffix("元").strip())
    except InvalidOperation:
        return None
    right = amount.is_finite() and 0 <= amount <= _MOST_MONEY and amount == round(amount, 2)
    return plain(amount) if right else None


def _locked(actor: Actor, account_id: int) -> Account:
    query = select(Account).where(Account.id == account_id).with_for_update(key_share=True)
    account = actor.session.exec(query.execution_options(populate_existing=True)).first()
    if account is None or account.retail:
        raise NotFound
    return account


def _write(actor: Actor, account: Account, part: AccountPart, now: str, after: str, **noted: int) -> ChangedAccount:
    if part is A.NAME:
        _free(actor, after, account.id)
    _set(actor, account, part, after)
    subject = f"account:{account.id}"
    event = log_event(actor, CHANGED, subject=subject, part=part.value, before=now, after=after, **noted)
    _forget(actor)
    return ChangedAccount(account=account, event_id=event.id)


def _set(actor: Actor, account: Account, part: AccountPart, text: str) -> None:
    match part:
        case A.GROUP:
            account.group_id = price_lists.group_named(actor, text).id if text else None
        case A.PRICE_LIST:
            wanted = set(text.split(_GAP)) if text else set()
            for listed in _lists(actor, account.id):
                if listed.name not in wanted:
                    price_lists.take(actor, listed, account.id)
            for listed in actor.session.exec(select(PriceList).where(col(PriceList.name).in_(wanted))).all():
                price_lists.give(actor, listed, account_id=account.id)
        case A.CREDIT_LIMIT | A.MINIMUM_ORDER:
            setattr(account, part.value, Decimal(text) if text else None)
        case A.ON_LIMIT:
            account.on_limit = OnLimit(text)
        case _:
            setattr(account, part.value, text)
    actor.session.add(account)
    actor.session.flush()


def _free(actor: Actor, name: str, but: int) -> None:
    same = select(Account.id).where(func.lower(col(Account.name)) == name.lower(), Account.id != but)
    there = actor.session.exec(same).first()
    if there is not None:
        raise AccountThere(name=name, account_id=there)


def _lists(actor: Actor, account_id: int) -> list[PriceList]:
    query = select(PriceList).join(PriceListFor, col(PriceListFor.list_id) == PriceList.id)
    return list(actor.session.exec(query.where(PriceListFor.account_id == account_id).order_by(col(PriceList.name))))


def _forget(actor: Actor) -> None:
    actor.session.flush()
    shop_rules.forget(actor.session)
    account_rules.forget(actor.session)
