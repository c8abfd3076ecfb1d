"""A typed text with its possible meanings, each computed once."""

import re
import unicodedata
from collections.abc import Collection
from functools import cached_property

from domain.language.dates import day_and_hour
from domain.language.emoticons import is_nod
from domain.language.quantities_in_text import leading, tidy
from domain.language.tracking_numbers import carrier_and_numbers
from domain.language.units import KNOWN
from domain.language.words.lists import pattern
from domain.order_text import remarks
from domain.order_text.candidates import CandidateFinder
from domain.order_text.phrases import plain_name
from domain.order_text.result import AskedLine, ReadOrder, RefusedLine, RemovedLine, TakenLine
from domain.rules.rights import Right
from handlers.administration import account_page, aliases, goods, goods_parts, new_account, new_goods
from handlers.conversation.request import Request
from handlers.interpretation import entities, intents
from handlers.interpretation.intents import Intent
from handlers.text_orders import teach_nickname

#: From this many digits on a number is a barcode, not a quantity.
_CODE_FROM = 8
#: Said in passing: neither a wish nor an answer.
PASSING = frozenset({"hello", "wait", "never_mind", "thanks", "nod", "bye"})
_ASKS = re.compile(pattern("answers", "asks"), re.IGNORECASE)
_DAY_LIKE = re.compile(pattern("answers", "day_like"), re.IGNORECASE)
_AMOUNT_WORDS = re.compile(rf"^(?:{pattern('answers', 'amount_words')})+")
_DAY_OF_MONTH = re.compile(r"\d{1,2}\s*[号日]")
_WORD = re.compile(r"\w")
#: What tells that goods or accounts are added or changed.
_OF_ADMINS = (new_goods.is_begun, goods_parts.is_named, aliases.is_said, new_account.is_begun, account_page.is_named)
_BEGINS = re.compile(r"[\d零一二两三四五六七八九十百半几a-z]")


class TypedText:
    """One typed text of one person. Everything about it is worked out when it is first asked for."""

    def __init__(self, request: Request, text: str) -> None:
        self._request = request
        self.text = text

    @cached_property
    def intents(self) -> tuple[Intent, ...]:
        """What it may be after, by the table of phrases."""
        return intents.intents_in(self.text)

    @property
    def in_passing(self) -> bool:
        """A greeting, thanks, a nod, "wait": nothing that is to be done."""
        return bool(self.intents) and self.intents[0].name in PASSING

    @property
    def speaks_of_something_else(self) -> bool:
        """Whether it is a service sentence, something in passing, or an order's number: no answer to a question."""
        return self.is_order_number or self.names_order or bool(self.wishes) or self.begins_goods

    @property
    def begins_goods(self) -> bool:
        """Whether it begins new goods or changes a part of some, from somebody who may."""
        may = self._request.actor.may(Right.CATALOGUE_CHANGE)
        return may and any(is_said(self.text) for is_said in _OF_ADMINS)

    @cached_property
    def wishes(self) -> frozenset[str]:
        """The intents that are certain, by name."""
        return frozenset(each.name for each in self.intents if self._is_sure(each))

    def _is_sure(self, intent: Intent) -> bool:
        """Whether an intent is certain: those whose phrases match much count only where their goods are ours."""
        if intent.name not in _VAGUE:
            return True
        if "account" in intent.blanks:
            return len(entities.accounts(self._request, intent.blanks["account"])) > 0
        return "goods" in intent.blanks and bool(entities.goods(self._request, intent.blanks["goods"]))

    @cached_property
    def names_order(self) -> bool:
        """Whether an order's number stands in it, in a form that only those have."""
        return intents.order_named(self.text) is not None

    @property
    def is_nothing_else(self) -> bool:
        """Whether no other reading of it makes sense, so that what was asked may be asked again."""
        return not (
            self.speaks_of_something_else
            or self.is_order
            or self.names_goods
            or self.is_question
            or self.teaches_nickname
            or self.is_code
        )

    @property
    def is_order_number(self) -> bool:
        """Whether it is written as only order numbers are."""
        return entities.is_surely_order(self.text.strip())

    @cached_property
    def intake(self) -> ReadOrder:
        """The order that it may be."""
        return self._request.reader.read(self.text, nicknames=self._request.nicknames)

    @property
    def is_order(self) -> bool:
        """Whether it orders, or changes what is ordered."""
        if self.is_amount_only:
            return False
        return any(
            isinstance(line, TakenLine | RemovedLine | RefusedLine)
            or (isinstance(line, AskedLine) and line.count is not None)
            for line in self.intake.lines
        )

    @cached_property
    def names_goods(self) -> bool:
        """Whether all of it is the name of something we sell."""
        name = plain_name(tidy(self.text))
        return bool(name) and not CandidateFinder(self._request.reader.index, self._request.nicknames).find(name).near

    @cached_property
    def resembles_goods(self) -> bool:
        """Whether something we sell is called much like it."""
        return bool(self._request.reader.look(self.text, 1, self._request.nicknames))

    @property
    def only_tells(self) -> bool:
        """Whether it tells where, when or how to deliver, and asks nothing: ``发顺丰快递``."""
        return self.is_remark and not self.is_question and all(each.name == "where_any" for each in self.intents)

    @property
    def is_remark(self) -> bool:
        """Whether it speaks of where, when and how to deliver."""
        return remarks.is_remark(tidy(self.text))

    @property
    def is_question(self) -> bool:
        """Whether it asks something."""
        return _ASKS.search(self.text.strip()) is not None

    @property
    def is_bare(self) -> bool:
        """Whether it is only digits, signs, or an amount."""
        plain = unicodedata.normalize("NFKC", self.text).strip()
        return not _WORD.search(plain) or plain.replace(".", "").isdecimal() or self.is_amount_only

    @property
    def is_label(self) -> bool:
        """Whether it is a number, a day, a price or a face that stands by itself: no words."""
        alone = self.text.strip()
        return (
            is_nod(alone)
            or goods.is_price_like(alone)
            or bool(carrier_and_numbers(alone).numbers)
            or day_and_hour(alone, self._request.actor.today) is not None
        )

    @property
    def is_day(self) -> bool:
        """Whether it names a day, perhaps with a part of it: no digits alone, which may be anything."""
        if self.is_bare or self.is_order or (self.is_order_number and not _DAY_OF_MONTH.fullmatch(self.text.strip())):
            return False
        day_first = self._request.say.language == "en"
        return day_and_hour(self.text, self._request.actor.today, day_first=day_first) is not None

    @property
    def is_code(self) -> bool:
        """Whether it is a barcode."""
        plain = self.text.strip()
        return plain.isdecimal() and len(plain) >= _CODE_FROM

    @cached_property
    def is_amount_only(self) -> bool:
        """Whether it is nothing but an amount, in whatever unit: ``10``, ``要10箱``, ``2箱6瓶``."""
        rest = _AMOUNT_WORDS.sub("", tidy(self.text)).strip(" .。,!吧哦啊了的")
        return _is_amounts(rest, KNOWN) or (
            _BEGINS.match(rest) is not None and _is_amounts(rest, self._request.reader.units)
        )

    @property
    def is_like_a_day(self) -> bool:
        """Whether it speaks of a day, even one we cannot read."""
        return _DAY_LIKE.search(self.text) is not None

    @property
    def is_one_word(self) -> bool:
        """Whether nothing stands apart in it."""
        return len(self.text.split()) == 1

    @property
    def teaches_nickname(self) -> bool:
        """Whether it says what a word means."""
        return teach_nickname.is_taught(self.text)


def _is_amounts(rest: str, units: Collection[str]) -> bool:
    """Whether nothing but amounts is left, in units that everybody knows or the goods come in."""
    while rest:
        amount = leading(rest, units)
        if amount is None:
            return False
        rest = rest[amount.end :].strip(" ,零加又和+&")
        if not rest:
            return True
    return False


#: These phrases match much: they count only where nothing else does.
_VAGUE = frozenset({"account_orders", "order_for", "price_by", "short_stock", "stock_of", "price_of"})
