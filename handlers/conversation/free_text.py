"""Free text that answers nothing we asked: a service sentence, an order in words, a search; or an honest "what?"."""

import re
from dataclasses import replace

from domain import waiting
from domain.refusals import NoAccount
from domain.rules.invite_codes import read_code
from domain.rules.reading import Held
from domain.rules.rights import Right, Role
from domain.rules.wechat_faces import is_nod, without_faces
from handlers import amending, join, search, teaching, tracking, wording
from handlers.conversation import about_accounts, not_understood, sentences, small_talk
from handlers.conversation.confirmation import whether_answer
from handlers.conversation.said import Said
from handlers.press import button
from handlers.turn import Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

_PARTS = re.compile(r"[\n,，。;；?？!！]+")
#: More parts are a list, read as an order at once: here the rest is read anew for each part.
_PARTS_MOST = 8
#: A text of more characters or words than these is a sentence: where no goods fit, nothing is guessed.
_NAME_CHARACTERS, _NAME_WORDS = 12, 4
#: No name of goods holds these: somebody is talking.
_SPOKEN = re.compile(
    r"[你您我他她咱][们]?|[吧啊呢嘛呀]$|怎么|什么|多少|哪里|在哪|\b(?:i|you|we|he|she|they|is|are|my|your)\b",
    re.IGNORECASE,
)
#: Few names hold these: somebody is talking, unless we sell something that is called much like it.
_TOLD = re.compile(
    r"谁|[了没][。!！]?$|什么|哪[个些家里儿]|客户|老板|几[单个家]|多少|[今昨明后]天|[上本这下](?:周|个?月)|"
    r"\b(?:our|their|the|was|were|did|do|does|has|have)\b",
    re.IGNORECASE,
)
#: Where the order that came beside a question waits for the tap that takes it.
_BESIDE_WORDS = "beside_words"
BESIDE = "beside"


def say(visit: Visit, text: str, said: Said | None = None) -> Turn:
    """The first reading that fits."""
    if is_nod(text):
        return small_talk.nod(visit, {})
    text = without_faces(text)
    said = said if said is not None and said.text == text else Said(visit, text)
    for reading in (_code, _number, _beside, _sentence, _for_account, _taught, _order, _about, _remark, _goods):
        turn = reading(visit, said)
        if turn is not None:
            return turn
    return not_understood.answer(visit, said.text)


def _for_account(visit: Visit, said: Said) -> Turn | None:
    """An order with the name of the dealer before it."""
    if not visit.by.may(Right.ACCOUNT_SERVE) or said.is_bare:
        return None
    return about_accounts.order_in_one(visit, said.text)


def _code(visit: Visit, said: Said) -> Turn | None:
    """A customer may follow one more order: a code that has the form of one."""
    given = read_code(said.text)
    if given is None or not visit.by.is_a(Role.CUSTOMER):
        return None
    return join.code(visit, {}, said.text)


def _sentence(visit: Visit, said: Said) -> Turn | None:
    return sentences.answer(visit, said)


def _beside(visit: Visit, said: Said) -> Turn | None:
    """A service sentence beside an order: the sentence is answered, and the order is offered, not dropped.

    A question about when goods come is let go beside an order: ``可乐10箱，什么时候能到``.
    """
    parts = [part for part in _PARTS.split(said.text) if part.strip()]
    if not 2 <= len(parts) <= _PARTS_MOST or not visit.by.may(Right.CART_CHANGE):  # noqa: PLR2004 - two things said
        return None
    for at, part in enumerate(parts):
        rest = "，".join(other for other in parts if other is not part)
        intent = next(iter(Said(visit, part).intents), None)
        if intent is None or not Said(visit, rest).is_order:
            continue
        if intent.name in sentences.READ_WITH_ORDER:
            return None
        if intent.name in sentences.LET_GO:
            return say(visit, rest)
        turn = sentences.answer(visit, Said(visit, part)) if at in (0, len(parts) - 1) else None
        if turn is not None:
            return _offering(visit, turn, rest)
    return None


def _offering(visit: Visit, turn: Turn, rest: str) -> Turn:
    *before, last = turn.replies
    offer = (button(visit.say("unsure.order_beside", words=rest), Verb.MEANT, 0, BESIDE),)
    shown = Reply(title=visit.say("unsure.kept_beside", words=rest), buttons=(offer,))
    memory = {**(visit.memory if turn.memory is None else turn.memory), _BESIDE_WORDS: rest}
    return Turn(replies=(*before, last, shown), question=turn.question, memory=memory)


def beside(visit: Visit) -> Turn | None:
    """The order that came beside a sentence, now taken; nothing where it was taken already."""
    text = str(visit.memory.get(_BESIDE_WORDS) or "")
    if not text:
        return None
    turn = say(visit, text)
    return replace(turn, memory={**(visit.memory if turn.memory is None else turn.memory), _BESIDE_WORDS: ""})


def _taught(visit: Visit, said: Said) -> Turn | None:
    return teaching.in_words(visit, said.text)


def _number(visit: Visit, said: Said) -> Turn | None:
    return tracking.by_number(visit, said.text)


def _order(visit: Visit, said: Said) -> Turn | None:
    """An order in words, or a change of what was ordered."""
    if not visit.by.may(Right.CART_CHANGE):
        return None
    intake, held = wording.read(visit, said.text)
    if held is not None and not held.quantities and (changes := amending.offer(visit, said.text)):
        return changes
    if not intake:
        return None
    if visit.by.account_id is None:
        raise NoAccount
    return wording.take(visit, said.text, intake, held or Held())


def _about(visit: Visit, said: Said) -> Turn | None:
    """A sentence that names no goods, by the words in it."""
    return None if said.names_goods else sentences.about(visit, said)


def _remark(visit: Visit, said: Said) -> Turn | None:
    """Where, when and how to deliver, while something lies in the cart: offered as its note."""
    if visit.question is not None or not said.is_remark or said.is_question or said.names_goods:
        return None
    if not visit.by.may(Right.CART_CHANGE) or not visit.by.account_id or not waiting.in_cart(visit.by):
        return None
    return whether_answer(visit, Question(kind=QuestionKind.CART_NOTE, facts={"added": "yes"}), said.text)


def _goods(visit: Visit, said: Said) -> Turn | None:
    """A search, unless it is a sentence in which no goods are named."""
    if not visit.by.may(Right.CATALOGUE_READ) or visit.by.is_a(Role.CUSTOMER):
        return None
    if said.names_goods:
        return search.find(visit, said.text)
    named = sentences.goods_of(visit, said)
    if named:
        return search.find(visit, named)
    return None if _is_sentence(said) else search.find(visit, said.text)


def _is_sentence(said: Said) -> bool:
    text = said.text.strip()
    return (
        said.is_question
        or len(text.split()) > _NAME_WORDS
        or len(text) > _NAME_CHARACTERS
        or _SPOKEN.search(text) is not None
        or (_TOLD.search(text) is not None and not said.resembles_goods)
    )
