"""Text that answers no question: a service sentence, an order in words, a search, or "not understood"."""

import re
from dataclasses import replace

from domain.carts import carts
from domain.language.emoticons import is_nod, without_faces
from domain.language.words.lists import pattern
from domain.order_text.result import AskedLine, OrderSoFar, TakenLine
from domain.refusals import NoAccount
from domain.reports import work_counts
from domain.rules.invite_codes import read_code
from domain.rules.rights import Right, Role
from handlers.administration import account_page, aliases, new_account, new_goods
from handlers.conversation.callback_data import button
from handlers.conversation.request import Request
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.entry import desk, join
from handlers.interpretation import (
    about_accounts,
    about_goods,
    about_returns,
    about_stock,
    not_understood,
    sentences,
    small_talk,
    sounds_like,
)
from handlers.interpretation.confirmation import whether_answer
from handlers.interpretation.typed_text import TypedText
from handlers.orders import tracking
from handlers.shopping import search
from handlers.text_orders import amend_order, teach_nickname, text_order, wish

_PARTS = re.compile(r"[\n,，。;；?？!！]+")
#: More parts are a list, read as an order at once: here the rest is read anew for each part.
_PARTS_MOST = 8
#: A text of more characters or words than these is a sentence: where no goods fit, nothing is guessed.
_NAME_CHARACTERS, _NAME_WORDS = 12, 4
#: Words of speech that no name of goods holds.
_SPOKEN = re.compile(pattern("answers", "spoken"), re.IGNORECASE)
#: Words of speech that few names hold: speech, unless similar goods are sold.
_TOLD = re.compile(pattern("answers", "told"), re.IGNORECASE)
#: Where the order that came beside a question waits for the tap that takes it.
_BESIDE_WORDS = "beside_words"
BESIDE = "beside"


def say(request: Request, text: str, said: TypedText | None = None) -> Turn:
    """The first reading that fits."""
    if is_nod(text):
        return small_talk.short("words.nod")(request, {})
    text = without_faces(text)
    said = said if said is not None and said.text == text else TypedText(request, text)
    for reading in (
        _code,
        _of_admins,
        about_returns.told,
        _number,
        _beside,
        about_stock.miscounted,
        sentences.answer,
        _for_account,
        _taught,
        _no_order,
        _of_others,
        _wish,
        _order,
        sentences.about,
        _remark,
        _goods,
    ):
        turn = reading(request, said)
        if turn is not None:
            return turn
    return not_understood.answer(request, said.text)


def _for_account(request: Request, said: TypedText) -> Turn | None:
    """An order with the name of the dealer before it."""
    if not request.actor.may(Right.ACCOUNT_SERVE) or said.is_bare:
        return None
    return about_accounts.order_in_one(request, said)


def _code(request: Request, said: TypedText) -> Turn | None:
    """A customer may follow one more order, the staff may enter the desk: a code that has the form of one."""
    if desk.is_code(request, said.text):
        return desk.code(request, said.text)
    is_one = request.actor.is_a(Role.CUSTOMER) and read_code(said.text) is not None
    return join.code(request, said.text) if is_one else None


def _beside(request: Request, said: TypedText) -> Turn | None:
    """A service sentence beside an order: the sentence is answered, and the order is offered, not dropped.

    A question about when goods come is let go beside an order: ``可乐10箱，什么时候能到``.
    """
    parts = [part for part in _PARTS.split(said.text) if part.strip()]
    if not 2 <= len(parts) <= _PARTS_MOST or not request.actor.may(Right.CART_CHANGE):  # noqa: PLR2004 - two things said
        return None
    for at, part in enumerate(parts):
        rest = "，".join(other for other in parts if other is not part)
        intent = next(iter(TypedText(request, part).intents), None)
        if intent is None or not TypedText(request, rest).is_order:
            continue
        if intent.name in sentences.READ_WITH_ORDER:
            return None
        if intent.name in sentences.LET_GO:
            return say(request, rest)
        turn = sentences.answer(request, TypedText(request, part)) if at in (0, len(parts) - 1) else None
        if turn is not None:
            return _offering(request, turn, rest)
    return None


def _offering(request: Request, turn: Turn, rest: str) -> Turn:
    offer = (button(request.say("confirmation.order_beside", words=rest), Verb.MEANT, 0, BESIDE),)
    shown = Reply(title=request.say("confirmation.kept_beside", words=rest), buttons=(offer,))
    memory = {**(request.memory if turn.memory is None else turn.memory), _BESIDE_WORDS: rest}
    return replace(turn, replies=(*turn.replies, shown), memory=memory)


def beside(request: Request) -> Turn | None:
    """The order that came beside a sentence, now taken; nothing where it was taken already."""
    text = str(request.memory.get(_BESIDE_WORDS) or "")
    if not text:
        return None
    turn = say(request, text)
    return replace(turn, memory={**(request.memory if turn.memory is None else turn.memory), _BESIDE_WORDS: ""})


def _of_admins(request: Request, said: TypedText) -> Turn | None:
    """Goods and accounts that an admin adds in one line, or a part of them that is changed."""
    readings = (
        new_goods.in_words,
        new_account.in_words,
        account_page.in_words,
        aliases.in_words,
        about_accounts.part,
        about_goods.part,
    )
    return next(filter(None, (reading(request, said.text) for reading in readings)), None)


def _taught(request: Request, said: TypedText) -> Turn | None:
    return teach_nickname.in_words(request, said.text)


def _number(request: Request, said: TypedText) -> Turn | None:
    return tracking.by_number(request, said.text)


def _order(request: Request, said: TypedText) -> Turn | None:
    """An order in words, or a change of what was ordered."""
    if not request.actor.may(Right.CART_CHANGE):
        return None
    refers_back = request.actor.account_id is not None and request.reader.refers_back(said.text)
    intake, held = text_order.read(request, said.text) if refers_back else (said.intake, None)
    if held is not None and not held.quantities and (changes := amend_order.offer(request, said.text)):
        return changes
    if not intake:
        return None
    if request.actor.account_id is None:
        raise NoAccount
    return text_order.take_order(request, said.text, intake, held or OrderSoFar())


def _wish(request: Request, said: TypedText) -> Turn | None:
    """What a dealer's customer would like; a question about goods is none."""
    return None if said.is_question else wish.typed(request, said.text)


def _no_order(request: Request, said: TypedText) -> Turn | None:
    """An order in words from staff without a cart: they are told what they can do instead."""
    role = request.person.role
    if request.actor.may(Right.CART_CHANGE) or role not in (Role.FINANCE, Role.WAREHOUSE):
        return None
    has_units = any(isinstance(line, TakenLine | AskedLine) and line.unit for line in said.intake.lines)
    if not said.is_order or not has_units:
        return None
    look = button(request.say("stock.back"), Verb.STOCK) if role is Role.WAREHOUSE else None
    find = look or button(request.say("button.search"), Verb.SEARCH)
    rows = ((find, button(request.say("button.menu"), Verb.MENU)),)
    return Turn(replies=(Reply(title=request.say(f"sentence.no_order_{role}"), buttons=rows),))


def _of_others(request: Request, said: TypedText) -> Turn | None:
    """What another role has to do, where it is neither an order nor goods."""
    others = sentences.of_others(request, said)
    return None if others is None or said.is_order or said.names_goods else others


def _remark(request: Request, said: TypedText) -> Turn | None:
    """A remark on delivery while the cart is not empty: offered as its day, its address or its note."""
    if request.question is not None or not said.is_remark or said.is_question or said.names_goods:
        return None
    has_cart = request.actor.may(Right.CART_CHANGE) and request.actor.account_id
    if not has_cart or not work_counts.in_cart(request.actor):
        return None
    if said.is_day:
        return whether_answer(request, Question(kind=QuestionKind.DATE_WANTED), said.text)
    if sounds_like.is_place(said.text) and not carts.view(request.actor).address:
        return whether_answer(request, Question(kind=QuestionKind.NEW_ADDRESS), said.text)
    return whether_answer(request, Question(kind=QuestionKind.CART_NOTE, facts={"added": "yes"}), said.text)


def _goods(request: Request, said: TypedText) -> Turn | None:
    """A search, unless it is a sentence in which no goods are named."""
    if not request.actor.may(Right.CATALOGUE_READ) or request.actor.is_a(Role.CUSTOMER):
        return None
    named = sentences.goods_of(request, said)
    if (named or _is_sentence(said)) and not said.names_goods:
        return search.find(request, named) if named else None
    return search.find(request, said.text)


def _is_sentence(said: TypedText) -> bool:
    text = said.text.strip()
    return (
        said.is_question
        or len(text.split()) > _NAME_WORDS
        or len(text) > _NAME_CHARACTERS
        or _SPOKEN.search(text) is not None
        or (_TOLD.search(text) is not None and not said.resembles_goods)
    )
