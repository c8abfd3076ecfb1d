"""What a typed text means: the one place where words become a tap, an answer, an act or a search.

In this order: words that always work and the choices on the screen, numbers of the list shown last, the answer to the
open question, the answer to a line in doubt, service sentences, an order in words, a search.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from domain.catalogue import one
from domain.rules.rights import Right
from handlers import choices, goods_words, menu, press, quantity, routes, said_order, shipping, stock_words, unread
from handlers.choices import By, Chosen
from handlers.conversation import answers, clarification, confirmation, free_text, numbers
from handlers.conversation.answers import Fit
from handlers.conversation.said import Said
from handlers.stored import load_reply
from handlers.turn import Question, QuestionKind, Reply, Turn, Typed
from handlers.verbs import Verb
from handlers.visit import Visit
from storage.conversations import Talk

#: Dropping these because something else was said would lose what somebody was about to do.
KEPT = frozenset(
    {
        QuestionKind.CART_NOTE,
        QuestionKind.NEW_ADDRESS,
        QuestionKind.DATE_WANTED,
        QuestionKind.CANCEL_REASON,
        QuestionKind.RECEIPT_WORDS,
        QuestionKind.RATING_WORDS,
        QuestionKind.REJECT_REASON,
        QuestionKind.TRACKING_NUMBER,
        QuestionKind.CARRIER_NAME,
        QuestionKind.NEW_NUMBER,
        QuestionKind.SHIP_QUANTITY,
        QuestionKind.COUNT_QUANTITY,
        QuestionKind.RECEIVE_QUANTITY,
        QuestionKind.NEW_PRICE,
        QuestionKind.ORDER_LINE_QUANTITY,
        QuestionKind.INVITE_CODE,
        QuestionKind.INVITE_NAME,
    }
)
#: After so many other things the question is let go: nobody is reminded of it for ever.
_PATIENCE = 5
#: These are asked by every card and list that is shown: they give way to what was asked before.
_SOFT = frozenset(
    {
        QuestionKind.QUANTITY,
        QuestionKind.STOCK_SEARCH,
        QuestionKind.GOODS_SEARCH,
        QuestionKind.ACCOUNT_SEARCH,
        QuestionKind.PERSON_SEARCH,
    }
)
#: These read their answers strictly: what they do not understand they ask for again, with an example.
_ASKED_AGAIN = frozenset(
    {
        QuestionKind.QUANTITY,
        QuestionKind.LINE_QUANTITY,
        QuestionKind.ORDER_LINE_QUANTITY,
        QuestionKind.SHIP_QUANTITY,
        QuestionKind.COUNT_QUANTITY,
        QuestionKind.RECEIVE_QUANTITY,
        QuestionKind.NEW_PRICE,
        QuestionKind.DATE_WANTED,
        QuestionKind.INVITE_CODE,
    }
)
#: What these answers do cannot be taken back: words that come after something else was said are confirmed.
_FINAL_ANSWERS = frozenset(
    {
        QuestionKind.CANCEL_REASON,
        QuestionKind.REJECT_REASON,
        QuestionKind.TRACKING_NUMBER,
        QuestionKind.NEW_NUMBER,
        QuestionKind.RECEIPT_WORDS,
    }
)
#: An amount alone does not say of which goods. By question: the buttons of a screen that asks the same of others.
_OF_GOODS: Mapping[QuestionKind, frozenset[Verb]] = {
    QuestionKind.COUNT_QUANTITY: frozenset({Verb.COUNT, Verb.RECEIVE, Verb.STOCK_OF}),
    QuestionKind.RECEIVE_QUANTITY: frozenset({Verb.COUNT, Verb.RECEIVE, Verb.STOCK_OF}),
    QuestionKind.NEW_PRICE: frozenset({Verb.PRICE}),
}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A typed text where it was typed: the talk it came into, and what may be made of it."""

    said: Said
    talk: Talk
    question: Question | None
    chosen: Chosen | None


_Step: TypeAlias = Callable[[Visit, Heard], Turn | None]


def chosen(talk: Talk, body: Typed, question: Question | None, now: datetime) -> Chosen | None:
    """The button that typed text stands for, without looking anything up."""
    if body.button and press.is_ours(body.button):
        return Chosen(data=body.button, by=By.WORDS)
    number_asked = question is not None and question.takes_numbers
    if known := choices.command(body.text):
        return Chosen(data=known, by=By.WORDS)
    if number_asked and choices.begins_with_number(body.text):
        return None
    shown = choices.remember(load_reply(reply) for reply in talk.shown)
    in_sight = choices.still_open(talk.at, now) and not number_asked
    if found := choices.chosen(body.text, [*shown, *talk.pushed], numbers=in_sight):
        return found
    more = choices.more(body.text, int(talk.shown[0]["part"])) if talk.shown else None
    return Chosen(data=more, by=By.WORDS) if more else None


def is_tap(named: Chosen) -> bool:
    """Whether a named button is as good as pressed: not where a number or label alone would do what stays done."""
    return named.by is By.WORDS or not confirmation.is_final(named)


def answer(visit: Visit, talk: Talk, body: Typed, named: Chosen | None) -> Turn:
    """The first reading that the text allows; a question it did not answer still waits, and the answer says so."""
    if len(body.text) > unread.LONGEST:
        return replace(unread.too_long(visit), question=visit.question)
    heard = Heard(said=Said(visit, body.text), talk=talk, question=visit.question, chosen=named)
    for step in _STEPS:
        turn = step(visit, heard)
        if turn is not None:
            return turn
    return _still_waiting(visit, free_text.say(visit, body.text, heard.said), in_passing=heard.said.in_passing)


def _final_choice(visit: Visit, heard: Heard) -> Turn | None:
    """A number or a label alone does nothing that cannot be taken back."""
    if heard.chosen is None:
        return None
    return confirmation.whether_pressed(visit, heard.chosen, map(load_reply, heard.talk.shown))


def _menu_word(visit: Visit, heard: Heard) -> Turn | None:
    """A word of the role's own menu, also when the menu was drawn long ago."""
    verb = menu.verb_of(visit, heard.said.text)
    return routes.tap(visit, press.press_of(verb)) if verb is not None else None


def _answer(visit: Visit, heard: Heard) -> Turn | None:
    """The answer to the open question, where the text is a plausible one."""
    question = heard.question
    if question is None:
        return None
    match answers.fit(visit, question.kind, question.facts, heard.said):
        case Fit.NO if question.kind in _ASKED_AGAIN and not question.aside and heard.said.is_nothing_else:
            return routes.answer(visit, question.kind, question.facts, heard.said.text)
        case Fit.NO:
            return None
        case Fit.PERHAPS:
            return confirmation.whether_answer(visit, question, heard.said.text)
        case Fit.YES if question.aside and question.kind in _FINAL_ANSWERS:
            return confirmation.whether_answer(visit, question, heard.said.text)
        case Fit.YES if _other_goods_shown(heard, question):
            return _of_these_goods(visit, question, heard.said.text)
        case Fit.YES:
            return routes.answer(visit, question.kind, question.facts, heard.said.text)


def _other_goods_shown(heard: Heard, question: Question) -> bool:
    """Whether what was shown last offers to do something with other goods than those that were asked about."""
    verbs = _OF_GOODS.get(question.kind, frozenset())
    shown = (press.read(each.data) for reply in heard.talk.shown for each in load_reply(reply).choices())
    return any(each.id(0) != question.facts["sku"] for each in shown if each.verb in verbs)


def _of_these_goods(visit: Visit, question: Question, text: str) -> Turn:
    goods = one(visit.session, int(question.facts["sku"] or 0))
    asked = Reply(title=stock_words.heading(visit, goods))
    return confirmation.about(confirmation.whether_answer(visit, question, text, otherwise=False), asked)


def _waybill(visit: Visit, heard: Heard) -> Turn | None:
    """A carrier and a number where a parcel to be sent is shown: whether it is to leave so."""
    shown = (press.read(each.data) for reply in heard.talk.shown for each in load_reply(reply).choices())
    ways = [each for each in shown if each.verb in (Verb.SHIP, Verb.CARRIER)]
    question = shipping.question_of(ways[0], heard.said.text) if ways else None
    return confirmation.whether_answer(visit, question, heard.said.text, otherwise=False) if question else None


def _clarification(visit: Visit, heard: Heard) -> Turn | None:
    """The answer, in words, to a line of an order that is in doubt."""
    return clarification.answer(visit, heard.said) if said_order.is_open(visit) else None


def _number(visit: Visit, heard: Heard) -> Turn | None:
    """A number that chooses nothing on the screen: what it may mean."""
    if not choices.is_number(heard.said.text):
        return None
    turn = numbers.what_it_may_mean(visit, heard.talk, heard.said.text)
    return _still_waiting(visit, turn) if turn is not None else None


def _amount(visit: Visit, heard: Heard) -> Turn | None:
    """An amount alone is of the goods that were put into the cart, or shown, just before."""
    sku_id = int(visit.memory.get("about") or 0)
    if not sku_id or visit.by.account_id is None or not visit.by.may(Right.CART_CHANGE):
        return None
    if heard.question is not None and not heard.question.aside:
        return None
    if not heard.said.is_amount_only or heard.said.is_order_number or choices.is_number(heard.said.text):
        return None
    goods = goods_words.one(visit, sku_id)
    if goods_words.read_quantity(goods, heard.said.text) is None:
        return None
    return _still_waiting(visit, quantity.typed(visit, goods_words.counted(goods), heard.said.text))


def _place_and_amount(visit: Visit, heard: Heard) -> Turn | None:
    """Goods of the list shown last by their place, and how much of them: ``第二个要3箱``."""
    if not choices.still_open(heard.talk.at, visit.by.now) or not visit.by.may(Right.CART_CHANGE):
        return None
    shown = choices.remember(load_reply(reply) for reply in heard.talk.shown)
    found = choices.placed(heard.said.text, shown)
    if found is None:
        return None
    data, amount = found
    pressed = press.read(data)
    if pressed.verb is not Verb.PRODUCT or visit.by.account_id is None:
        return None
    goods = goods_words.one(visit, pressed.id(0))
    if goods_words.read_quantity(goods, amount) is None:
        return None
    return quantity.typed(visit, goods_words.counted(goods), amount)


_STEPS: tuple[_Step, ...] = (
    _final_choice,
    _menu_word,
    _answer,
    _waybill,
    _clarification,
    _place_and_amount,
    _amount,
    _number,
)


def _still_waiting(visit: Visit, turn: Turn, *, in_passing: bool = False) -> Turn:
    """The question stays open where the turn asks nothing that matters as much, and its words say so.

    ``in_passing``: something like "wait" was said: the question is asked as before.
    """
    question = visit.question
    if question is None or not turn.replies or (turn.question is not None and turn.question.kind not in _SOFT):
        return turn
    if question.kind not in KEPT or question.aside >= _PATIENCE:
        return replace(turn, question=question) if in_passing else turn
    *before, last = turn.replies
    told = visit.say(f"unsure.waits_{question.kind}")
    note = "\n".join(filter(None, (last.note, told)))
    waiting = question if in_passing else replace(question, aside=question.aside + 1)
    return _remembering(visit, replace(turn, replies=(*before, replace(last, note=note)), question=waiting), turn)


def _remembering(visit: Visit, waiting: Turn, turn: Turn) -> Turn:
    """What the card asks that gave way to the question: an amount typed next is of its goods."""
    if turn.question is None or "sku" not in turn.question.facts:
        return waiting
    memory = visit.memory if waiting.memory is None else waiting.memory
    return replace(waiting, memory={**memory, "about": turn.question.facts["sku"]})
