"""Other names of a SKU: added, removed, and each of these undone for ten minutes. They are everybody's."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue.refusals import GoodsChanged
from domain.catalogue.versions import touch
from domain.events import undo_window
from domain.events.journal import log_event
from domain.language.sanitise import one_line
from domain.refusals import BadWords, NotFound
from domain.rules.rights import Right
from domain.tables.catalogue import Alias, Sku

ADDED, REMOVED = "alias.added", "alias.removed"
#: Longest alias, and how many a SKU may have.
LONGEST, MOST = 60, 50


@dataclass(frozen=True, kw_only=True)
class AliasChange:
    """What was added to a SKU or taken from it. ``event_id``: to undo it by; none where nothing was changed."""

    sku_id: int
    text: str
    event_id: int | None


def aliases_of(session: Session, sku_id: int) -> list[Alias]:
    """The aliases of a SKU, the oldest first."""
    return list(session.exec(select(Alias).where(Alias.sku_id == sku_id).order_by(col(Alias.id))))


def add(actor: Actor, sku_id: int, text: str) -> AliasChange:
    """Goods are also called so; the same twice changes nothing. Raises NotFound, BadWords: too long, or too many."""
    actor.need(Right.CATALOGUE_CHANGE)
    words = one_line(text)
    known = _locked(actor, sku_id)
    if words.casefold() in known:
        return AliasChange(sku_id=sku_id, text=words, event_id=None)
    if not 0 < len(words) <= LONGEST or len(known) >= MOST:
        raise BadWords(most=LONGEST)
    actor.session.add(Alias(sku_id=sku_id, text=words))
    return _told(actor, ADDED, sku_id, None, words)


def remove(actor: Actor, alias_id: int) -> AliasChange:
    """They are not called so any more. Raises NotFound: it is gone."""
    actor.need(Right.CATALOGUE_CHANGE)
    alias = actor.session.get(Alias, alias_id)
    if alias is None:
        raise NotFound
    actor.session.delete(alias)
    return _told(actor, REMOVED, alias.sku_id, alias.text, None)


def undo(actor: Actor, event_id: int) -> AliasChange:
    """Take an addition or a removal back; idempotent. Raises NotFound, TooLateToUndo, GoodsChanged: it came back."""
    actor.need(Right.CATALOGUE_CHANGE)
    event = undo_window.done(actor, event_id, ADDED, REMOVED)
    sku_id, was, now = event.subject_id, event.facts["before"], event.facts["after"]
    known = _locked(actor, sku_id)
    there = (was or now).casefold() in known
    if there == (was is not None):
        return AliasChange(sku_id=sku_id, text=was or now, event_id=None)
    undo_window.need_in_time(actor, event.at, sku_id=sku_id)
    if was is None:
        actor.session.delete(known[now.casefold()])
        return _told(actor, REMOVED, sku_id, now, None, undoes=event.id)
    if len(known) >= MOST:
        raise GoodsChanged(sku_id=sku_id)
    actor.session.add(Alias(sku_id=sku_id, text=was))
    return _told(actor, ADDED, sku_id, None, was, undoes=event.id)


def _locked(actor: Actor, sku_id: int) -> dict[str, Alias]:
    """The aliases of a SKU by their words in small letters, locked with it."""
    if actor.session.exec(select(Sku.id).where(Sku.id == sku_id).with_for_update()).first() is None:
        raise NotFound
    return {each.text.casefold(): each for each in aliases_of(actor.session, sku_id)}


def _told(actor: Actor, kind: str, sku_id: int, before: str | None, after: str | None, **noted: int) -> AliasChange:
    event = log_event(actor, kind, subject=f"sku:{sku_id}", before=before, after=after, **noted)
    touch(actor.session)
    actor.session.flush()
    return AliasChange(sku_id=sku_id, text=before or after or "", event_id=event.id)
