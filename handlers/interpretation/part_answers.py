"""What an answer looks like to the questions of admins about goods and accounts."""

from domain.catalogue.goods_parts import GoodsPart
from domain.language.typed_goods import read_packs, read_typed_goods
from domain.people.account_changes import AccountPart
from domain.rules.business_settings import DEFINITIONS
from domain.rules.finance.terms import read_terms
from handlers.administration import goods, goods_parts
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts
from handlers.interpretation.fit import Fit
from handlers.interpretation.typed_text import TypedText

#: Settings that hold any words.
_WORDS = frozenset({"text", "name", "note"})


def goods_part(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A part of goods: what has a form of its own must look like it, words are no service sentence."""
    text, part = said.text, str(facts.get("part") or "")
    if part not in set(GoodsPart):
        return Fit.NO
    match GoodsPart(part):
        case GoodsPart.PACKS:
            fits = read_packs(text) is not None or said.is_one_word
        case GoodsPart.MINIMUM | GoodsPart.MULTIPLE | GoodsPart.DECIMALS:
            fits = said.is_amount_only or said.is_bare
        case GoodsPart.PRICE:
            fits = goods.is_price_like(text)
        case GoodsPart.BARCODE:
            fits = said.is_one_word and (
                any(map(str.isdecimal, text)) or text.strip().casefold() in goods_parts.NOTHING
            )
        case GoodsPart.CODE:
            fits = said.is_one_word and not said.wishes
        case _:
            fits = not (said.wishes or said.names_order or said.begins_goods)
            if fits and (said.is_order or said.is_question or said.is_order_number):
                return Fit.PERHAPS
    return Fit.YES if fits else Fit.NO


def account_part(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A part of an account: an amount of money, or words that are nothing else."""
    part, text = str(facts.get("part") or ""), said.text.strip()
    if part not in set(AccountPart):
        return Fit.NO
    if part in (AccountPart.CREDIT_LIMIT, AccountPart.MINIMUM_ORDER):
        return Fit.YES if goods.is_price_like(text) or said.is_bare or said.is_one_word else Fit.NO
    if part == AccountPart.TERMS:
        return Fit.YES if read_terms(text) or said.is_one_word else Fit.NO
    if said.speaks_of_something_else:
        return Fit.NO
    return Fit.PERHAPS if said.is_order or said.is_question or said.names_goods or said.is_bare else Fit.YES


def setting(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A value that the setting can have; words that may be something else are confirmed."""
    known = DEFINITIONS.get(str(facts.get("setting") or ""))
    if known is None or known.kind.read(said.text) is None:
        return Fit.NO
    if known.kind.name not in _WORDS:
        return Fit.YES
    if said.wishes or said.is_order_number or said.begins_goods:
        return Fit.NO
    return Fit.PERHAPS if said.is_order or said.is_question or said.names_goods else Fit.YES


def alias(request: Request, facts: Facts, said: TypedText) -> Fit:
    """Other words for goods: it is asked before they count. A whole name of goods is rather looked for."""
    if said.speaks_of_something_else or said.is_bare or said.is_question or said.is_order:
        return Fit.NO
    return Fit.YES


def new_goods(request: Request, facts: Facts, said: TypedText) -> Fit:
    """A line about goods; one that a sentence fits, too, only if it says more than a name."""
    if said.is_order_number or said.is_bare or goods_parts.is_named(said.text):
        return Fit.NO
    return Fit.YES if read_typed_goods(said.text).tells_more or not said.speaks_of_something_else else Fit.NO
