"""The card that asks an admin whether a nickname of many accounts becomes a word of the supplier."""

from domain.catalogue import word_proposals
from domain.people.directory import name_of
from domain.tables.notices import Notice
from domain.tables.supplier_words import WordProposal
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text


def word(request: Request, notice: Notice) -> Reply | None:
    """The question, as long as nobody answered it."""
    proposal = word_proposals.one(request.actor, int(notice.facts["proposal"]))
    return _card(request, proposal) if proposal.accepted is None else None


def decide(request: Request, *, proposal_id: Id, accepted: int) -> Turn:
    """Take the word in, or leave it; who comes second is told what the first decided."""
    proposal = word_proposals.decide(request.actor, proposal_id, accepted=bool(accepted))
    return Turn(replies=(_card(request, proposal),))


def _card(request: Request, proposal: WordProposal) -> Reply:
    goods = goods_text.name(request, goods_text.one(request, proposal.sku_id))
    home: Row = (button(request.say("button.menu"), Verb.MENU),)
    if proposal.accepted is None:
        asked = request.say.count("nicknames.shared", proposal.accounts, words=proposal.words, goods=goods)
        answers: Row = (
            button(request.say("nicknames.take_in"), Verb.DECIDE_WORD, proposal.id, 1),
            button(request.say("nicknames.leave_out"), Verb.DECIDE_WORD, proposal.id, 0),
        )
        note = request.say("nicknames.shared_note")
        return Reply(title=asked, note=note, buttons=(answers, home), card=_name(proposal))
    told = request.say(
        "nicknames.taken_in" if proposal.accepted else "nicknames.left_out",
        words=proposal.words,
        goods=goods,
        name=name_of(request.session, proposal.decided_by_id),
    )
    return Reply(title=told, buttons=(home,), card=_name(proposal))


def _name(proposal: WordProposal) -> str:
    return f"word:{proposal.id}"
