"""Nicknames that many accounts share: proposed to the admins once, and words of the supplier where one accepts."""

from sqlmodel import col, exists, func, select

from domain.actor import Actor
from domain.catalogue import supplier_words
from domain.events.journal import log_event, notify
from domain.events.recipients import with_role
from domain.refusals import NotFound, WordTaken
from domain.rules.rights import Right, Role
from domain.search.supplier_synonyms import Synonym
from domain.tables.catalogue import Sku
from domain.tables.nicknames import Nickname
from domain.tables.notices import NoticeKind
from domain.tables.supplier_words import SupplierWord, WordKind, WordProposal

#: How many accounts must use the word for the same goods, and none for others.
ACCOUNTS = 3
#: Maximum number of proposals at once.
_AT_ONCE = 5


def propose(actor: Actor) -> int:
    """Tell the admins of nicknames that many accounts share, of each only once; how many."""
    admins = with_role(actor, Role.ADMIN)
    found = [each for each in _shared(actor) if admins]
    goods = select(Sku.id, Sku.code).where(col(Sku.id).in_([each.sku_id for each in found]))
    codes = dict(actor.session.exec(goods).all())
    meant = {each.key: Synonym(word=each.words, means=codes[each.sku_id]) for each in found}
    odd = supplier_words.faults_of(actor.session, list(meant.values()))
    good = [each for each in found if meant[each.key] not in odd][:_AT_ONCE]
    actor.session.add_all(good)
    actor.session.flush()
    for each in good:
        notify(actor, admins, NoticeKind.WORD_PROPOSED, proposal=each.id)
    return len(good)


def one(actor: Actor, proposal_id: int) -> WordProposal:
    """A proposal.

    Raises NotFound: there is none.
    """
    actor.need(Right.CATALOGUE_CHANGE)
    found = actor.session.get(WordProposal, proposal_id, with_for_update=True)
    if found is None:
        raise NotFound
    return found


def decide(actor: Actor, proposal_id: int, *, accepted: bool) -> WordProposal:
    """Make it a word of the supplier, or never ask again; what was decided before stays.

    Raises WordTaken: other goods are called so by now, or its own are gone.
    """
    proposal = one(actor, proposal_id)
    if proposal.accepted is not None:
        return proposal
    proposal.accepted, proposal.decided_by_id = accepted, actor.person_id
    if accepted:
        code = actor.session.get_one(Sku, proposal.sku_id).code
        if supplier_words.faults_of(actor.session, [Synonym(word=proposal.words, means=code)]):
            raise WordTaken(words=proposal.words, sku_id=proposal.sku_id)
        supplier_words.put(actor, proposal.words, code, WordKind.SYNONYM)
    else:
        log_event(actor, "word.refused", subject=f"proposal:{proposal.id}", words=proposal.words, sku=proposal.sku_id)
    return proposal


def _shared(actor: Actor) -> list[WordProposal]:
    """What many accounts call the same goods, and none calls others, where nobody was asked about it yet."""
    asked = exists().where(col(WordProposal.key) == col(Nickname.key))
    known = exists().where(col(SupplierWord.key) == col(Nickname.key))
    query = (
        select(Nickname.key, func.min(Nickname.words), func.min(Nickname.sku_id), func.count())
        .where(~asked, ~known)
        .group_by(col(Nickname.key))
        .having(func.count() >= ACCOUNTS, func.min(Nickname.sku_id) == func.max(Nickname.sku_id))
        .order_by(func.count().desc(), col(Nickname.key))
    )
    return [
        WordProposal(key=key, words=words, sku_id=sku_id, accounts=accounts, proposed_at=actor.now)
        for key, words, sku_id, accounts in actor.session.exec(query)
    ]
