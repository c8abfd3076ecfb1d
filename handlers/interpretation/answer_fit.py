"""What an answer to each open question looks like; any other text is not taken for one."""

import re
from collections.abc import Callable, Mapping

from domain.fulfilment.shipments import CARRIER_MOST
from domain.language.dates import day_and_hour, means_any_day
from domain.language.day_ranges import read_days
from domain.language.emoticons import is_nod
from domain.language.tracking_numbers import any_waybill, carrier_and_numbers, carrier_named, means_none
from domain.language.typed_address import read_address, read_receiver
from domain.language.typed_price import read_price
from domain.order_text.nickname_keys import is_short
from domain.refusals import Refusal
from domain.rules import desk_codes
from domain.rules.invite_codes import read_code
from handlers.administration import goods
from handlers.after_sales.deciding import read_count, return_line
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, QuestionKind
from handlers.formatting import goods_text
from handlers.interpretation import entities, money_answers, part_answers, sounds_like
from handlers.interpretation.fit import Fit, Fits
from handlers.interpretation.typed_text import PASSING, TypedText
from handlers.orders import change_lines
from handlers.text_orders import teach_nickname

_OF_RETURNS = frozenset({"returns", "return_order"})
#: Sentences about goods that came and are not as they should be.
_OF_GOODS = frozenset({"returns"})
_SHORTEST = 2
#: A day and a month, or a price.
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}")
_LETTER = re.compile(r"[^\W\d_]")


def fit(request: Request, kind: QuestionKind, facts: Facts, said: TypedText) -> Fit:
    """How well a text answers a question of this kind."""
    return FITS[kind](request, facts, said)


def _words(request: Request, facts: Facts, said: TypedText, tells: Callable[[TypedText], bool]) -> Fit:
    """Free words that are neither an order, nor goods, nor something said in passing; of questions it is asked.

    What is wrong with goods may be said in a review or a note as well as to us: it is asked, and so are words that do
    not tell what is told here.
    """
    if said.is_order_number or goods.is_price_like(said.text):
        return Fit.NO
    if said.intents and all(each.name in _OF_GOODS for each in said.intents):
        return Fit.PERHAPS
    if said.only_tells and not sounds_like.is_talk(said.text):
        return Fit.YES
    if said.speaks_of_something_else or said.is_bare or said.is_label or not _LETTER.search(said.text):
        return Fit.NO
    if said.is_order or (said.names_goods and not said.is_remark):
        return Fit.NO
    return Fit.YES if tells(said) and not said.is_question else Fit.PERHAPS


def _note(request: Request, facts: Facts, said: TypedText) -> Fit:
    return _words(request, facts, said, lambda said: said.is_remark and not sounds_like.is_talk(said.text))


def _review(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Free words, and praise, which elsewhere is but thanks: ``送货很快``."""
    if sounds_like.is_praise(said.text) and said.intents and all(each.name == "thanks" for each in said.intents):
        return Fit.YES
    return _words(request, facts, said, lambda said: sounds_like.is_judgement(said.text))


def _reason(request: Request, facts: Facts, said: TypedText) -> Fit:
    if sounds_like.is_not_wanted(said.text):
        return Fit.YES
    if said.intents and all(each.name in _OF_GOODS for each in said.intents):
        return Fit.PERHAPS
    if said.speaks_of_something_else or said.is_bare or said.is_label or len(said.text.strip()) < _SHORTEST:
        return Fit.NO
    if said.is_order or said.is_question:
        return Fit.NO
    if sounds_like.is_reason(said.text):
        return Fit.YES
    return Fit.NO if said.names_goods else Fit.PERHAPS


def _receipt_words(request: Request, facts: Facts, said: TypedText) -> Fit:
    """What is missing or broken; goods or amounts alone may be, and so may words of which other sense can be made."""
    if said.in_passing or said.is_order_number or said.is_label or not _LETTER.search(said.text):
        return Fit.NO
    if sounds_like.is_fault(said.text):
        another = said.wishes - _OF_RETURNS or said.is_question or said.names_order
        return Fit.PERHAPS if another else Fit.YES
    return Fit.NO if said.speaks_of_something_else or said.is_question else Fit.PERHAPS


def _address(request: Request, facts: Facts, said: TypedText) -> Fit:
    typed = read_address(said.text)
    if typed.phone and (typed.receiver or sounds_like.is_place(typed.text)):
        return Fit.YES
    if said.speaks_of_something_else or said.is_bare or said.is_label:
        return Fit.NO
    if said.is_order or said.names_goods or said.is_question:
        return Fit.NO
    return Fit.YES if sounds_like.is_place(said.text) else Fit.PERHAPS


def _receiver(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A name with a telephone number, or one of them; an address beside them is taken, too."""
    typed = read_receiver(said.text)
    if typed.phone:
        return Fit.YES if not typed.text or sounds_like.is_place(typed.text) else Fit.NO
    other = (
        not typed.receiver
        or said.is_order_number
        or said.is_label
        or said.speaks_of_something_else
        or said.is_order
        or said.names_goods
        or said.is_question
        or said.is_remark
    )
    if other or typed.text or not sounds_like.is_name(typed.receiver):
        return Fit.NO
    return Fit.PERHAPS if request.question is None else Fit.YES


def _account_name(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Anything but what is plainly something else: a new account is made by a tap of its own."""
    if said.speaks_of_something_else or said.is_bare or said.is_order or said.is_question:
        return Fit.NO
    return Fit.YES if _LETTER.search(said.text) else Fit.NO


def _name(request: Request, facts: Facts, said: TypedText) -> Fit:
    fits = _account_name(request, facts, said)
    return fits if fits is Fit.NO or sounds_like.is_name(said.text) else Fit.PERHAPS


def _shop_name(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A name that is no day, no label and no goods: an account is called so at once."""
    other = said.is_like_a_day or said.is_label or said.is_order_number or said.names_goods
    return Fit.NO if other else _name(request, facts, said)


def _search(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Looking for something changes nothing: anything may be looked for but what is plainly something else."""
    return Fit.NO if said.speaks_of_something_else else Fit.YES


def _account(request: Request, facts: Facts, said: TypedText) -> Fit:
    """The name of an account; an order is none, for whomever it is."""
    return Fit.NO if said.is_order and not entities.accounts(request, said.text) else _search(request, facts, said)


def _nickname(request: Request, facts: Facts, said: TypedText) -> Fit:
    if said.speaks_of_something_else or said.is_question or said.is_order or said.teaches_nickname:
        return Fit.NO
    if said.is_order_number or carrier_and_numbers(said.text).numbers or is_nod(said.text):
        return Fit.NO
    if (said.is_bare or said.names_goods or not is_short(said.text)) and teach_nickname.is_unfit(
        request, facts, said.text
    ):
        return Fit.YES  # it is told why it cannot be one, and nothing is learnt
    return Fit.YES if sounds_like.is_name(said.text) and not said.names_goods else Fit.PERHAPS


def _other_goods(request: Request, facts: Facts, said: TypedText) -> Fit:
    return Fit.NO if said.speaks_of_something_else or said.is_order else Fit.YES


def _swap_goods(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Goods, with an amount or without: asking for them changes nothing yet."""
    if said.is_order_number or said.in_passing:
        return Fit.NO
    return Fit.YES if said.is_order or said.names_goods else Fit.NO


def _quantity(request: Request, facts: Facts, said: TypedText) -> Fit:
    """An amount of the goods on the screen; eight figures and more are a barcode."""
    if said.is_code or said.is_order_number:
        return Fit.NO
    found = goods_text.one(request, int(facts["sku"] or 0))
    return Fit.YES if said.is_amount_only or goods_text.read_quantity(request, found, said.text) is not None else Fit.NO


def _return_count(request: Request, facts: Facts, said: TypedText) -> Fit:
    """An amount of the goods on the screen, and perhaps how many of them are bad."""
    if said.is_code or said.is_order_number:
        return Fit.NO
    try:
        row = return_line(request, int(facts["return_line"] or 0))
    except Refusal:
        return Fit.NO
    return Fit.YES if read_count(request, row, said.text) is not None else Fit.NO


def _order_line(request: Request, facts: Facts, said: TypedText) -> Fit:
    if said.is_order_number:
        return Fit.NO
    return Fit.YES if said.is_amount_only or change_lines.is_removal(said.text) else Fit.NO


def _amount(request: Request, facts: Facts, said: TypedText) -> Fit:
    return Fit.YES if said.is_amount_only and not said.is_order_number else Fit.NO


def _hand_price(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A price with its reason, in whatever unit of the goods; after the price the reason alone."""
    if said.is_order_number:
        return Fit.NO
    typed = read_price(said.text)
    if typed is not None:
        return Fit.NO if typed.unit and said.speaks_of_something_else else Fit.YES
    other = said.speaks_of_something_else or said.is_bare or said.is_label or said.is_question or said.is_order
    return Fit.YES if "price" in facts and not other else Fit.NO


def _asked_of_them(request: Request, facts: Facts, said: TypedText) -> Fit:
    """What a salesperson wants to know of goods that came: nearly any words."""
    other = said.is_bare or said.is_label or said.is_order_number or said.in_passing
    return Fit.NO if other or not _LETTER.search(said.text) else Fit.YES


def _answered(request: Request, facts: Facts, said: TypedText) -> Fit:
    """The answer to that: short ones, amounts and goods, too; what may be an order is confirmed."""
    if said.is_order_number or said.wishes - _OF_RETURNS - PASSING:
        return Fit.NO
    return Fit.PERHAPS if said.is_order else Fit.YES


def _price(request: Request, facts: Facts, said: TypedText) -> Fit:
    return Fit.YES if goods.is_price_like(said.text) and not said.is_order_number else Fit.NO


def _day(request: Request, facts: Facts, said: TypedText) -> Fit:
    if said.is_order_number:
        return Fit.NO
    if _DECIMAL.fullmatch(said.text.strip()):
        return Fit.PERHAPS
    day_first = request.say.language == "en"
    if means_any_day(said.text) or day_and_hour(said.text, request.actor.today, day_first=day_first):
        return Fit.YES
    return Fit.YES if said.is_like_a_day and said.is_nothing_else else Fit.NO


def _deputy_days(request: Request, facts: Facts, said: TypedText) -> Fit:
    if said.is_order_number:
        return Fit.NO
    return Fit.YES if read_days(said.text, request.actor.today, day_first=request.say.language == "en") else Fit.NO


def _tracking(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A tracking number, with or without its carrier; or words for none. An own driver has a name instead."""
    if said.is_order_number:
        return Fit.NO
    if means_none(said.text) or carrier_and_numbers(said.text).numbers:
        return Fit.YES
    if facts.get("carrier") == "own":
        return _driver(request, facts, said)
    return Fit.NO


def _driver(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Nearly any word may be a name, and shipping cannot be undone: all but certain names are confirmed."""
    if said.names_goods or said.is_label or _account_name(request, facts, said) is Fit.NO:
        return Fit.NO
    return Fit.YES if sounds_like.is_driver(said.text) else Fit.PERHAPS


def _new_number(request: Request, facts: Facts, said: TypedText) -> Fit:
    """The same, or the right carrier alone; of a carrier that we do not know it is asked."""
    if carrier_named(said.text) and not said.is_order_number:
        return Fit.YES
    fits, waybill = _tracking(request, facts, said), carrier_and_numbers(said.text)
    if fits is Fit.YES and (waybill.at_odds or waybill.misread):
        return Fit.PERHAPS
    if fits is Fit.NO and any_waybill(said.text).numbers and _name(request, facts, said) is not Fit.NO:
        return Fit.PERHAPS
    return fits


def _carrier(request: Request, facts: Facts, said: TypedText) -> Fit:
    if said.is_order_number:
        return Fit.NO
    waybill = carrier_and_numbers(said.text)
    if waybill.numbers or (waybill.carrier and not said.is_question):
        return Fit.YES
    if said.names_goods or said.is_order:
        return Fit.NO
    if len(said.text.strip()) > CARRIER_MOST:
        return Fit.YES  # it is told how long a name may be, and nothing leaves
    return _name(request, facts, said)


def _code(request: Request, facts: Facts, said: TypedText) -> Fit:
    return (
        Fit.YES
        if read_code(said.text) is not None or (said.is_one_word and not said.speaks_of_something_else)
        else Fit.NO
    )


def _desk_number(request: Request, facts: Facts, said: TypedText) -> Fit:
    return Fit.NO if desk_codes.read_number(said.text) is None else Fit.YES


FITS: Mapping[QuestionKind, Fits] = {
    QuestionKind.INVITE_CODE: _code,
    QuestionKind.DESK_NUMBER: _desk_number,
    QuestionKind.QUANTITY: _quantity,
    QuestionKind.LINE_QUANTITY: _quantity,
    QuestionKind.ORDER_LINE_QUANTITY: _order_line,
    QuestionKind.CART_NOTE: _note,
    QuestionKind.NEW_ADDRESS: _address,
    QuestionKind.RECEIVER: _receiver,
    QuestionKind.DATE_WANTED: _day,
    QuestionKind.EXPECTED_DAY: _day,
    QuestionKind.DEPUTY_DAYS: _deputy_days,
    QuestionKind.CORRECTION: money_answers.correction,
    QuestionKind.RAISE_LIMIT: money_answers.correction,
    QuestionKind.PAYMENT: money_answers.correction,
    QuestionKind.REBATE: money_answers.correction,
    QuestionKind.REVERSAL: money_answers.reversal,
    QuestionKind.CLAIM: money_answers.correction,
    QuestionKind.CLAIM_AMOUNT: money_answers.correction,
    QuestionKind.INVOICE_TITLE: money_answers.invoice_title,
    QuestionKind.INVOICE_FILE: money_answers.invoice_number,
    QuestionKind.INVOICE_REASON: money_answers.reversal,
    QuestionKind.DISPUTE: money_answers.about_money,
    QuestionKind.ANSWER_CASE: money_answers.about_money,
    QuestionKind.RETURN_QUANTITY: _quantity,
    QuestionKind.RETURN_AGREED: _quantity,
    QuestionKind.RETURN_COUNT: _return_count,
    QuestionKind.RETURN_REASON: _reason,
    QuestionKind.RETURN_QUESTION: _asked_of_them,
    QuestionKind.RETURN_REPLY: _answered,
    QuestionKind.RETURN_PARCEL: _tracking,
    QuestionKind.SWAP_GOODS: _swap_goods,
    QuestionKind.CANCEL_REASON: _reason,
    QuestionKind.CLOSE_SHORT_REASON: _reason,
    QuestionKind.RECEIPT_WORDS: _receipt_words,
    QuestionKind.RATING_WORDS: _review,
    QuestionKind.REJECT_REASON: _reason,
    QuestionKind.TRACKING_NUMBER: _tracking,
    QuestionKind.CARRIER_NAME: _carrier,
    QuestionKind.NEW_NUMBER: _new_number,
    QuestionKind.SHIP_QUANTITY: _amount,
    QuestionKind.COUNT_QUANTITY: _amount,
    QuestionKind.RECEIVE_QUANTITY: _amount,
    QuestionKind.NEW_PRICE: _price,
    QuestionKind.HAND_PRICE: _hand_price,
    QuestionKind.ORDER_HAND_PRICE: _hand_price,
    QuestionKind.INVITE_NAME: _account_name,
    QuestionKind.DEALER_NAME: _shop_name,
    QuestionKind.STOCK_SEARCH: _search,
    QuestionKind.GOODS_SEARCH: _search,
    QuestionKind.NEW_GOODS: part_answers.new_goods,
    QuestionKind.NEW_GOODS_PART: part_answers.goods_part,
    QuestionKind.ALIAS: part_answers.alias,
    QuestionKind.SETTING: part_answers.setting,
    QuestionKind.ACCOUNT_PART: part_answers.account_part,
    QuestionKind.GOODS_PART: part_answers.goods_part,
    QuestionKind.ACCOUNT_SEARCH: _account,
    QuestionKind.PERSON_SEARCH: _search,
    QuestionKind.OTHER_GOODS: _other_goods,
    QuestionKind.NICKNAME: _nickname,
}
