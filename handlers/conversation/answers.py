"""What the answers to each open question look like: words that merely arrive meanwhile are none."""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeAlias

from domain.rules.amounts import read_amount
from domain.rules.days import day_and_hour, means_any_day
from domain.rules.invite_codes import read_code
from domain.rules.tracking_numbers import any_waybill, carrier_and_numbers, carrier_named, means_none
from handlers import goods, goods_words, order_lines
from handlers.conversation.said import Said
from handlers.turn import Facts, QuestionKind
from handlers.visit import Visit


class Fit(Enum):
    """How well a text answers a question."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


_Fits: TypeAlias = Callable[[Visit, Facts, Said], Fit]

#: A place as people write it: with a street, a number, a telephone, or the name of a place.
_PLACE = re.compile(
    r"[路街巷弄道]|\d\s*[号栋幢楼室层]|大厦|广场|小区|[省市区县镇乡村].{2,}[店铺城园场桥港湾]|1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|"
    r"\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|quay|square|building|floor|unit|shop|warehouse|market|no\.?)\b|"
    r"^\d+[a-z]?\s+\w+",
    re.IGNORECASE,
)
#: What reasons for calling an order off or turning it down speak of.
_REASON = re.compile(
    r"[不没缺错贵晚迟慢重复少无欠超]|已经|[订定买]过|暂|改|换|下次|下周|下月|先|再|价|款|货|库存|断|停|老板|客户|原因|因为|装修|休息|关门|放假|出差|搬|停业|有事|生意|放不下|涨|太|够|"
    r"\b(?:no|not|don'?t|didn'?t|can'?t|cannot|too|wrong|mistake|late|slow|expensive|price|stock|money|because|"
    r"duplicate|changed?|later|next|already|owes?|overdue|credit|closed|need|want|enough|instead|out of)\b",
    re.IGNORECASE,
)
_NOT_WANTED = re.compile(
    r"(?:我|我们|客户|对方)?(?:先|都|暂时|又)?(?:不要|不想要|不需要|不用)(?:了|啦)*|"
    r"(?:i |we )?(?:don'?t|do not|no longer) (?:want|need)(?: it)?",
    re.IGNORECASE,
)
#: What people say of goods that did not come, or not whole.
_MISSED = re.compile(
    r"(?<!多)少(?!钱)|缺|漏|没(?:收到|有?到|看到|见)|[不没](?:够|齐|全|对)|破|碎|坏|压|瘪|裂|烂|湿|潮|洒|渗|脏|霉|变质|过期|临期|"
    r"[发送拿]错|错[了发货]|损|"
    r"\b(?:miss(?:ing|ed)?|short|broken?|damaged?|crushed|leak(?:s|ed|ing)?|wet|torn|dented|cracked|spilt|spilled|"
    r"wrong|expired|mould|moldy|fewer|less|lost|not (?:here|there|all|enough))\b",
    re.IGNORECASE,
)
_OF_RETURNS = frozenset({"returns", "return_order"})
#: Sentences about goods that came and are not as they should be.
_OF_GOODS = frozenset({"returns"})
_SHORTEST = 2
#: A day and a month, or a price.
_DECIMAL = re.compile(r"\d{1,2}\.\d{1,2}")
_PRAISE = re.compile(
    r"[送发到包服态货].{0,6}(?:快|好|准时|及时|仔细|满意|不错)|\b(?:delivery|service|packing|driver|quality)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def fit(visit: Visit, kind: QuestionKind, facts: Facts, said: Said) -> Fit:
    """How well a text answers a question of this kind."""
    return FITS[kind](visit, facts, said)


def _words(visit: Visit, facts: Facts, said: Said) -> Fit:
    """Free words that are neither an order, nor goods, nor a question, nor something said in passing.

    What is wrong with goods may be said in a review or a note as well as to us: it is asked.
    """
    if said.intents and all(each.name in _OF_GOODS for each in said.intents):
        return Fit.PERHAPS
    if said.only_tells:
        return Fit.YES
    if said.speaks_of_something_else or said.is_bare or said.is_label or not _LETTER.search(said.text):
        return Fit.NO
    if said.is_order or (said.names_goods and not said.is_remark):
        return Fit.NO
    return Fit.PERHAPS if said.is_question else Fit.YES


def _review(visit: Visit, facts: Facts, said: Said) -> Fit:
    """Free words, and praise, which elsewhere is but thanks: ``送货很快``."""
    if _PRAISE.search(said.text) and said.intents and all(each.name == "thanks" for each in said.intents):
        return Fit.YES
    return _words(visit, facts, said)


def _reason(visit: Visit, facts: Facts, said: Said) -> Fit:
    if _NOT_WANTED.fullmatch(said.text.strip()):
        return Fit.YES
    if said.intents and all(each.name in _OF_GOODS for each in said.intents):
        return Fit.PERHAPS
    if said.speaks_of_something_else or said.is_bare or said.is_label or len(said.text.strip()) < _SHORTEST:
        return Fit.NO
    if said.is_order or said.is_question:
        return Fit.NO
    if said.names_goods:
        return Fit.PERHAPS if _REASON.search(said.text) else Fit.NO
    return Fit.YES if _REASON.search(said.text) else Fit.PERHAPS


def _receipt_words(visit: Visit, facts: Facts, said: Said) -> Fit:
    """What is missing or broken; goods or amounts alone may be, and so may words of which other sense can be made."""
    if said.in_passing or said.is_order_number or said.is_label or not _LETTER.search(said.text):
        return Fit.NO
    if _MISSED.search(said.text):
        another = said.wishes - _OF_RETURNS or said.is_question or said.names_order
        return Fit.PERHAPS if another else Fit.YES
    return Fit.NO if said.speaks_of_something_else or said.is_question else Fit.PERHAPS


def _address(visit: Visit, facts: Facts, said: Said) -> Fit:
    if said.speaks_of_something_else or said.is_bare or said.is_label:
        return Fit.NO
    if said.is_order or said.names_goods or said.is_question:
        return Fit.NO
    return Fit.YES if _PLACE.search(said.text) else Fit.PERHAPS


def _name(visit: Visit, facts: Facts, said: Said) -> Fit:
    if said.speaks_of_something_else or said.is_bare or said.is_order or said.is_question:
        return Fit.NO
    return Fit.YES if _LETTER.search(said.text) else Fit.NO


def _search(visit: Visit, facts: Facts, said: Said) -> Fit:
    """Looking for something changes nothing: anything may be looked for but what is plainly something else."""
    return Fit.NO if said.speaks_of_something_else else Fit.YES


def _nickname(visit: Visit, facts: Facts, said: Said) -> Fit:
    if said.speaks_of_something_else or said.is_question or said.is_order or said.teaches_nickname:
        return Fit.NO
    return Fit.NO if carrier_and_numbers(said.text).numbers else Fit.YES


def _other_goods(visit: Visit, facts: Facts, said: Said) -> Fit:
    return Fit.NO if said.speaks_of_something_else or said.is_order else Fit.YES


def _quantity(visit: Visit, facts: Facts, said: Said) -> Fit:
    """An amount of the goods on the screen; eight figures and more are a barcode."""
    if said.is_code or said.is_order_number:
        return Fit.NO
    found = goods_words.one(visit, int(facts["sku"] or 0))
    return Fit.YES if said.is_amount_only or read_amount(said.text, *goods_words.units(found)) is not None else Fit.NO


def _order_line(visit: Visit, facts: Facts, said: Said) -> Fit:
    if said.is_order_number:
        return Fit.NO
    return Fit.YES if said.is_amount_only or order_lines.is_removal(said.text) else Fit.NO


def _amount(visit: Visit, facts: Facts, said: Said) -> Fit:
    return Fit.YES if said.is_amount_only and not said.is_order_number else Fit.NO


def _price(visit: Visit, facts: Facts, said: Said) -> Fit:
    return Fit.YES if goods.is_price_like(said.text) and not said.is_order_number else Fit.NO


def _day(visit: Visit, facts: Facts, said: Said) -> Fit:
    if said.is_order_number:
        return Fit.NO
    if _DECIMAL.fullmatch(said.text.strip()):
        return Fit.PERHAPS
    day_first = visit.say.language == "en"
    if means_any_day(said.text) or day_and_hour(said.text, visit.by.today, day_first=day_first):
        return Fit.YES
    return Fit.YES if said.is_like_a_day and said.is_nothing_else else Fit.NO


def _tracking(visit: Visit, facts: Facts, said: Said) -> Fit:
    """A tracking number, with or without its carrier; or words for none. An own driver has a name instead."""
    if said.is_order_number:
        return Fit.NO
    if means_none(said.text) or carrier_and_numbers(said.text).numbers:
        return Fit.YES
    if facts.get("carrier") == "own":
        return _name(visit, facts, said) if not said.names_goods else Fit.NO
    return Fit.NO


def _new_number(visit: Visit, facts: Facts, said: Said) -> Fit:
    """The same, or the right carrier alone; of a carrier that we do not know it is asked."""
    if carrier_named(said.text) and not said.is_order_number:
        return Fit.YES
    fits = _tracking(visit, facts, said)
    if fits is Fit.NO and any_waybill(said.text).numbers and _name(visit, facts, said) is Fit.YES:
        return Fit.PERHAPS
    return fits


def _carrier(visit: Visit, facts: Facts, said: Said) -> Fit:
    if said.is_order_number:
        return Fit.NO
    waybill = carrier_and_numbers(said.text)
    if waybill.numbers or (waybill.carrier and not said.is_question):
        return Fit.YES
    return Fit.NO if said.names_goods or said.is_order else _name(visit, facts, said)


def _code(visit: Visit, facts: Facts, said: Said) -> Fit:
    return (
        Fit.YES
        if read_code(said.text) is not None or (said.is_one_word and not said.speaks_of_something_else)
        else Fit.NO
    )


FITS: Mapping[QuestionKind, _Fits] = {
    QuestionKind.INVITE_CODE: _code,
    QuestionKind.QUANTITY: _quantity,
    QuestionKind.LINE_QUANTITY: _quantity,
    QuestionKind.ORDER_LINE_QUANTITY: _order_line,
    QuestionKind.CART_NOTE: _words,
    QuestionKind.NEW_ADDRESS: _address,
    QuestionKind.DATE_WANTED: _day,
    QuestionKind.CANCEL_REASON: _reason,
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
    QuestionKind.INVITE_NAME: _name,
    QuestionKind.STOCK_SEARCH: _search,
    QuestionKind.GOODS_SEARCH: _search,
    QuestionKind.ACCOUNT_SEARCH: _search,
    QuestionKind.PERSON_SEARCH: _search,
    QuestionKind.OTHER_GOODS: _other_goods,
    QuestionKind.NICKNAME: _nickname,
}
