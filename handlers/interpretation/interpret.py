"""Interprets typed text: the one place where words become a button, an answer, an act or a search.

In this order: words that always work and the choices on the screen, numbers of the list shown last, the answer to the
open question, the answer to a line in doubt, service sentences, an order in words, a search.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.catalogue.catalogue import Goods, one
from domain.language.dates import means_any_day
from domain.rules.rights import Right
from handlers import routes
from handlers.conversation import callback_data, text_order_state, typed_choices, unsupported
from handlers.conversation.callback_data import Callback, button
from handlers.conversation.request import Request
from handlers.conversation.screen import Screen
from handlers.conversation.turn import Question, QuestionKind, Reply, Turn, Typed
from handlers.conversation.typed_choices import Chosen, MatchedBy
from handlers.conversation.verbs import Verb
from handlers.entry import menu
from handlers.formatting import goods_text
from handlers.interpretation import (
    about_stock,
    about_talks,
    answer_fit,
    bare_numbers,
    clarification,
    confirmation,
    free_text,
)
from handlers.interpretation.fit import Fit
from handlers.interpretation.typed_text import TypedText
from handlers.shopping import quantity
from handlers.warehouse import shipping, stock_text

#: Questions that stay open when something else is said, as dropping them would lose unfinished work.
KEPT = frozenset(
    {
        QuestionKind.CART_NOTE,
        QuestionKind.NEW_ADDRESS,
        QuestionKind.RECEIVER,
        QuestionKind.DATE_WANTED,
        QuestionKind.CANCEL_REASON,
        QuestionKind.CLOSE_SHORT_REASON,
        QuestionKind.RECEIPT_WORDS,
        QuestionKind.RATING_WORDS,
        QuestionKind.REJECT_REASON,
        QuestionKind.RETURN_REASON,
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
        QuestionKind.DEALER_NAME,
    }
)
#: After this many other messages the question is dropped.
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
        QuestionKind.NEW_GOODS_PART,
        QuestionKind.GOODS_PART,
        QuestionKind.ACCOUNT_PART,
        QuestionKind.SETTING,
        QuestionKind.DATE_WANTED,
        QuestionKind.INVITE_CODE,
    }
)
#: What these answers do cannot be taken back: words that come after something else was said are confirmed.
_FINAL_ANSWERS = frozenset(
    {
        QuestionKind.CANCEL_REASON,
        QuestionKind.CLOSE_SHORT_REASON,
        QuestionKind.REJECT_REASON,
        QuestionKind.TRACKING_NUMBER,
        QuestionKind.NEW_NUMBER,
        QuestionKind.RECEIPT_WORDS,
    }
)
#: An amount alone does not say of which goods, least of all after something else was said. By question: the buttons
#: of a screen that asks the same of others.
_OF_GOODS: Mapping[QuestionKind, frozenset[Verb]] = {
    QuestionKind.COUNT_QUANTITY: frozenset({Verb.COUNT, Verb.RECEIVE, Verb.STOCK_OF}),
    QuestionKind.RECEIVE_QUANTITY: frozenset({Verb.COUNT, Verb.RECEIVE, Verb.STOCK_OF}),
    QuestionKind.NEW_PRICE: frozenset({Verb.PRICE}),
}


#: What surely fits into one message of every channel, in characters, and what a link adds to its words.
_ONE_MESSAGE, _LINK = 450, 20
#: Where a day is wished for this is one, and no place in the list.
_DAY_OF_MONTH = re.compile(r"\s*\d{1,2}\s*[号日]")


@dataclass(frozen=True, kw_only=True)
class Interpretation:
    """A typed text, and the choice that it names."""

    said: TypedText
    chosen: Chosen | None


_Step: TypeAlias = Callable[[Request, Interpretation], Turn | None]


def chosen(request: Request, body: Typed) -> Chosen | None:
    """The button that typed text stands for, without looking anything up."""
    if body.button and callback_data.is_ours(body.button):
        return Chosen(data=body.button, matched_by=MatchedBy.WORDS)
    number_asked = request.question is not None and request.question.takes_numbers
    if known := typed_choices.command(body.text):
        return Chosen(data=_as_shown(request.screen, body.text, known), matched_by=MatchedBy.WORDS)
    if number_asked and typed_choices.begins_with_number(body.text):
        return None
    screen = request.screen
    in_sight = screen.takes_numbers(request.actor.now) and not number_asked
    found = typed_choices.chosen(body.text, [*screen.choices, *screen.pushed], numbers=in_sight)
    if found and not (
        found.matched_by is MatchedBy.NUMBER and _DAY_OF_MONTH.match(body.text) and _before_order(request)
    ):
        return found
    more = typed_choices.more(body.text, screen.replies[0].part) if _may_go_on(screen) else None
    return Chosen(data=more, matched_by=MatchedBy.WORDS) if more else None


def _as_shown(screen: Screen, text: str, known: str) -> str:
    """The data of a word that works everywhere, or of the button on the screen that says more: ``English``."""
    shown = typed_choices.chosen(text, screen.choices, numbers=False)
    return shown.data if shown is not None and shown.data.startswith(f"{known}:") else known


def _may_go_on(screen: Screen) -> bool:
    """Whether what was shown last may be too much for one message of its channel."""
    if not screen.replies:
        return False
    reply = screen.replies[0]
    return reply.part > 0 or len(reply.text()) + sum(_LINK + len(each.label) for each in reply.choices()) > _ONE_MESSAGE


def is_tap(named: Chosen) -> bool:
    """Whether a named button is as good as pressed: not where a number or label alone would do what stays done."""
    return named.matched_by is MatchedBy.WORDS or not confirmation.is_final(named)


def answer(request: Request, body: Typed, named: Chosen | None) -> Turn:
    """The first reading that the text allows; a question it did not answer still waits, and the answer says so."""
    if len(body.text) > unsupported.LONGEST:
        return replace(unsupported.too_long(request), question=request.question)
    heard = Interpretation(said=TypedText(request, body.text), chosen=named)
    for step in _STEPS:
        turn = step(request, heard)
        if turn is not None:
            return turn
    return _still_waiting(request, free_text.say(request, body.text, heard.said), in_passing=heard.said.in_passing)


def _final_choice(request: Request, heard: Interpretation) -> Turn | None:
    """A number or a label alone does nothing that cannot be taken back."""
    if heard.chosen is None:
        return None
    return confirmation.whether_pressed(request, heard.chosen, request.screen.replies)


def _menu_word(request: Request, heard: Interpretation) -> Turn | None:
    """A word of the role's own menu, also when the menu was drawn long ago."""
    verb = menu.verb_of(request, heard.said.text)
    return routes.tap(request, Callback(verb=verb)) if verb is not None else None


def _answer(request: Request, heard: Interpretation) -> Turn | None:
    """The answer to the open question, where the text is a plausible one."""
    question = request.question
    if question is None:
        return None
    match answer_fit.fit(request, question.kind, question.facts, heard.said):
        case Fit.NO if question.kind in _ASKED_AGAIN and not question.aside and heard.said.is_nothing_else:
            return routes.answer(request, question.kind, question.facts, heard.said.text)
        case Fit.NO:
            return None
        case Fit.PERHAPS:
            return confirmation.whether_answer(request, question, heard.said.text)
        case Fit.YES if question.aside and question.kind in _FINAL_ANSWERS:
            return confirmation.whether_answer(request, question, heard.said.text)
        case Fit.YES if question.kind in _OF_GOODS and (question.aside or _other_goods_shown(request, question)):
            return _of_these_goods(request, question, heard.said.text)
        case Fit.YES:
            return routes.answer(request, question.kind, question.facts, heard.said.text)


def _other_goods_shown(request: Request, question: Question) -> bool:
    """Whether what was shown last offers to do something with other goods than those that were asked about."""
    shown = (each for each in request.screen.callbacks if each.verb in _OF_GOODS[question.kind])
    return any(routes.arguments(each)["sku_id"] != question.facts["sku"] for each in shown)


def _of_these_goods(request: Request, question: Question, text: str) -> Turn:
    goods = one(request.session, int(question.facts["sku"] or 0))
    asked = Reply(title=stock_text.heading(request, goods))
    return confirmation.about(confirmation.whether_answer(request, question, text, otherwise=False), asked)


def _talk(request: Request, heard: Interpretation) -> Turn | None:
    """Something said to the person they are talking with."""
    turn = about_talks.typed(request, heard.said)
    return _still_waiting(request, turn) if turn is not None else None


def _waybill(request: Request, heard: Interpretation) -> Turn | None:
    """A carrier and a number where a parcel to be sent is shown: whether it is to leave so."""
    way = next((each for each in request.screen.callbacks if each.verb in (Verb.SHIP, Verb.CARRIER)), None)
    if way is None:
        return None
    parcel = routes.arguments(way)
    question = shipping.question_of(parcel["shipment_id"], parcel["revision"], heard.said.text)
    return confirmation.whether_answer(request, question, heard.said.text, otherwise=False) if question else None


def _day(request: Request, heard: Interpretation) -> Turn | None:
    """A day where the order is looked through before it is placed: on that day it shall come."""
    if request.question is not None or not _before_order(request):
        return None
    if not (heard.said.is_day or means_any_day(heard.said.text)):
        return None
    return routes.answer(request, QuestionKind.DATE_WANTED, {}, heard.said.text)


def _receiver(request: Request, heard: Interpretation) -> Turn | None:
    """Who takes the goods, at the same place: with a telephone number, or where it is asked there."""
    if request.question is not None or not _before_order(request):
        return None
    fits = answer_fit.fit(request, QuestionKind.RECEIVER, {}, heard.said)
    if fits is Fit.YES:
        return routes.answer(request, QuestionKind.RECEIVER, {}, heard.said.text)
    is_asked = any(each.verb is Verb.RECEIVER_LATER for each in request.screen.callbacks)
    if fits is Fit.NO or not is_asked:
        return None
    return confirmation.whether_answer(request, Question(kind=QuestionKind.RECEIVER), heard.said.text)


def _before_order(request: Request) -> bool:
    """Whether the summary of an order that is to be placed was shown last."""
    return any(each.verb is Verb.DATES for each in request.screen.callbacks)


def _clarification(request: Request, heard: Interpretation) -> Turn | None:
    """The answer, in words, to a line of an order that is in doubt."""
    return clarification.answer(request, heard.said) if text_order_state.is_open(request) else None


def _number(request: Request, heard: Interpretation) -> Turn | None:
    """A number that chooses nothing on the screen: what it may mean."""
    if not typed_choices.is_number(heard.said.text):
        return None
    turn = bare_numbers.what_it_may_mean(request, heard.said.text)
    return _still_waiting(request, turn) if turn is not None else None


def _amount(request: Request, heard: Interpretation) -> Turn | None:
    """An amount alone is of the goods that were put into the cart, or shown, just before."""
    sku_id = int(request.memory.get("about") or 0)
    if not sku_id or request.actor.account_id is None or not request.actor.may(Right.CART_CHANGE):
        return None
    if request.question is not None and not request.question.aside:
        return None
    if not heard.said.is_amount_only or heard.said.is_order_number or typed_choices.is_number(heard.said.text):
        return None
    goods = goods_text.one(request, sku_id)
    if goods_text.read_quantity(request, goods, heard.said.text) is None:
        return None
    return _still_waiting(request, _so_much(request, goods, heard.said.text))


def _place_and_amount(request: Request, heard: Interpretation) -> Turn | None:
    """Goods of the list shown last by their place, and how much of them: ``第二个要3箱``."""
    if not request.screen.takes_numbers(request.actor.now) or not request.actor.may(Right.CART_CHANGE):
        return None
    found = typed_choices.placed(heard.said.text, request.screen.choices)
    if found is None:
        return None
    data, amount = found
    pressed = callback_data.read(data)
    if pressed.verb is not Verb.PRODUCT or request.actor.account_id is None:
        return None
    goods = goods_text.one(request, routes.arguments(pressed)["sku_id"])
    if goods_text.read_quantity(request, goods, amount) is None:
        return None
    return _so_much(request, goods, amount)


def _so_much(request: Request, goods: Goods, text: str) -> Turn:
    """As if it had been typed while the card of the goods was open."""
    return quantity.typed(request, text, sku_id=goods.sku.id, size=goods_text.counted(goods)["size"])


def _miscounted(request: Request, heard: Interpretation) -> Turn | None:
    """Goods that are missing are to be counted, also where other goods were asked about."""
    counting = (QuestionKind.COUNT_QUANTITY, QuestionKind.RECEIVE_QUANTITY)
    if request.question is None or request.question.kind not in (*_SOFT, *counting):
        return None
    return about_stock.miscounted(request, heard.said) if about_stock.names_goods(heard.said) else None


def _no_more(request: Request, heard: Interpretation) -> Turn | None:
    """The next page was asked for where there is none."""
    if not typed_choices.is_more(heard.said.text):
        return None
    home = button(request.say("button.menu"), Verb.MENU)
    return _still_waiting(request, Turn(replies=(Reply(title=request.say("paging.no_more"), buttons=((home,),)),)))


_STEPS: tuple[_Step, ...] = (
    _final_choice,
    _menu_word,
    _no_more,
    _miscounted,
    _answer,
    _waybill,
    _day,
    _receiver,
    _clarification,
    _place_and_amount,
    _talk,
    _amount,
    _number,
)


def _still_waiting(request: Request, turn: Turn, *, in_passing: bool = False) -> Turn:
    """The question stays open where the turn asks nothing that matters as much, and its words say so.

    ``in_passing``: something like "wait" was said: the question is asked as before.
    """
    question = request.question
    if question is None or not turn.replies or (turn.question is not None and turn.question.kind not in _SOFT):
        return turn
    if question.kind not in KEPT or question.aside >= _PATIENCE:
        return replace(turn, question=question) if in_passing else turn
    *before, last = turn.replies
    told = request.say(f"confirmation.waits_{question.kind}")
    note = "\n".join(filter(None, (last.note, told)))
    waiting = question if in_passing else replace(question, aside=question.aside + 1)
    return _remembering(request, replace(turn, replies=(*before, replace(last, note=note)), question=waiting), turn)


def _remembering(request: Request, waiting: Turn, turn: Turn) -> Turn:
    """What the card asks that gave way to the question: an amount typed next is of its goods."""
    if turn.question is None or "sku" not in turn.question.facts:
        return waiting
    memory = request.memory if waiting.memory is None else waiting.memory
    return replace(waiting, memory={**memory, "about": turn.question.facts["sku"]})
