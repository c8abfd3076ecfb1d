"""Teaching a nickname: from a product's card, or typed as ``叫法 红罐=可乐330``."""

import re

from domain.catalogue import nicknames
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.language.words.lists import pattern, words
from domain.order_text.candidates import CandidateFinder
from domain.order_text.learnable import Unfit, unfit
from domain.order_text.nickname_keys import LONGEST, is_short
from domain.refusals import BadWords, NoAccount
from domain.rules.quantities import nearest
from domain.rules.rights import Right
from domain.tables.nicknames import How
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.shopping import product_card
from handlers.text_orders import learn_nickname
from handlers.text_orders import nickname_list as name_list

#: Goods offered for words that fit several.
_OFFERED = 6
_BEGUN = re.compile(rf"\s*/?(?:{pattern('nicknames', 'begun')})(?:\s*[:：]|\s|(?=[\u3400-\u9fff“\"]))", re.IGNORECASE)
#: What stands between the words and the goods, the clearest first.
_MEANS = ("=", "＝", "→", "->", *words("nicknames", "means"))
_QUOTES = " \t\n“”‘’\"'「」《》"


def ask(request: Request, *, sku_id: Id) -> Turn:
    """What do you call it?"""
    account_id = _account(request)
    goods = goods_text.one(request, sku_id)
    reply = Reply(
        title=request.say("nicknames.ask", goods=goods_text.name(request, goods)),
        note=request.say("nicknames.ask_how"),
        buttons=((_back_to(request, goods), button(request.say("button.menu"), Verb.MENU)),),
    )
    return Turn(replies=(reply,), question=_question(account_id, goods))


def typed(request: Request, text: str, *, account_id: Id, sku_id: Id) -> Turn:
    """The words for the goods we asked about."""
    if account_id != _account(request):
        raise StaleButton
    return _teach(request, text, goods_text.one(request, sku_id))


def is_unfit(request: Request, facts: Facts, text: str) -> bool:
    """Whether words can never become a nickname of the goods we asked about."""
    said = _plain(text)
    return not is_short(said) or unfit(request.reader, said, int(facts["sku"] or 0)) is not None


def is_taught(text: str) -> bool:
    """Whether a text says by itself what a word means: ``叫法 红罐=可乐330``."""
    return _halves(text) is not None


def in_words(request: Request, text: str) -> Turn | None:
    """A nickname taught in words; nothing where none is."""
    if not request.actor.may(Right.NICKNAME_CHANGE) or not _BEGUN.match(text):
        return None
    halves = _halves(text)
    if halves is None:
        return name_list.show(request)
    _account(request)
    said, goods = halves
    finder = CandidateFinder(request.reader.index, request.nicknames)
    if finder.find(goods).near and finder.named(said) is not None:
        said, goods = goods, said
    found = finder.find(goods)
    offered = goods_by_id(request.session, found.options[:_OFFERED])
    options = [offered[sku_id] for sku_id in found.options if sku_id in offered]
    if found.sure and options:
        return _teach(request, said, options[0])
    return _which(request, said, goods, options)


def chosen(request: Request, *, serial: int, sku_id: Id) -> Turn:
    """Which goods the words mean, of several that fitted.

    Raises:
        StaleButton: other words were taught since, or another account is served.
    """
    if (serial, request.actor.account_id) != (_serial(request), request.memory.get("teach_account")):
        raise StaleButton
    return _teach(request, str(request.memory.get("teach_words")), goods_text.one(request, sku_id))


def _account(request: Request) -> int:
    """The account that is ordered for; the right is checked before anything is asked."""
    request.actor.need(Right.NICKNAME_CHANGE)
    if request.actor.account_id is None:
        raise NoAccount
    return request.actor.account_id


def _halves(text: str) -> tuple[str, str] | None:
    """The words and the goods they mean."""
    begun = _BEGUN.match(text)
    rest = text[begun.end() :] if begun else ""
    for means in _MEANS:
        said, found, goods = rest.partition(means)
        if found and said.strip(_QUOTES) and goods.strip(_QUOTES):
            return said.strip(_QUOTES), goods.strip(_QUOTES)
    return None


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(_QUOTES)


def _teach(request: Request, text: str, goods: Goods) -> Turn:
    """Learn the words, say so, and how to undo it; or say why they cannot be learnt, and ask on."""
    said = _plain(text)
    if not is_short(said):
        raise BadWords(most=LONGEST)
    why = unfit(request.reader, said, goods.sku.id) if goods.sku.on_sale else None
    if why is not None:
        return _cannot(request, said, goods, why)
    learnt = nicknames.learn(request.actor, said, goods.sku.id, How.TAUGHT)
    lesson = learn_nickname.lesson(request, learnt, goods) if learnt else None
    known = request.say("nicknames.means", words=said, goods=goods_text.name(request, goods))
    reply = Reply(
        title="\n".join(lesson.told) if lesson else known,
        note=request.say("nicknames.use", words=said, amount=_example(request, goods)),
        buttons=(
            *(lesson.undo if lesson else ()),
            (button(request.say("nicknames.all"), Verb.NICKNAMES), _back_to(request, goods)),
            (button(request.say("button.menu"), Verb.MENU),),
        ),
    )
    return Turn(replies=(reply,), memory={**request.memory, **lesson.facts} if lesson else None)


def _example(request: Request, goods: Goods) -> str:
    return goods_text.quantity(request, goods, nearest(product_card.step(goods) * 5, goods.limits))


def _cannot(request: Request, said: str, goods: Goods, why: Unfit) -> Turn:
    named = CandidateFinder(request.reader.index).named(said) if why is Unfit.TAKEN else None
    other = goods_text.name(request, goods_text.one(request, named)) if named else ""
    title = request.say(f"nicknames.{why.value}", words=said, goods=goods_text.name(request, goods), other=other)
    back = (_back_to(request, goods), button(request.say("button.menu"), Verb.MENU))
    reply = Reply(title=title, note=request.say("nicknames.ask_how"), buttons=(back,))
    return Turn(replies=(reply,), question=_question(_account(request), goods))


def _which(request: Request, said: str, name: str, options: list[Goods]) -> Turn:
    """Several goods fit, or none."""
    number = _serial(request) + 1
    rows = tuple(
        (button(request.say("wording.look", goods=goods_text.name(request, each)), Verb.TEACH, number, each.sku.id),)
        for each in options
    )
    ways = (button(request.say("nicknames.all"), Verb.NICKNAMES), button(request.say("button.menu"), Verb.MENU))
    key = "nicknames.which" if options else "nicknames.no_goods"
    reply = Reply(
        title=request.say(key, words=said, goods=name), note=request.say("nicknames.how"), buttons=(*rows, ways)
    )
    facts: Facts = {"teach_serial": number, "teach_words": said, "teach_account": request.actor.account_id}
    return Turn(replies=(reply,), memory={**request.memory, **facts})


def _serial(request: Request) -> int:
    return int(request.memory.get("teach_serial") or 0)


def _question(account_id: int, goods: Goods) -> Question:
    return Question(kind=QuestionKind.NICKNAME, facts={"sku": goods.sku.id, "account": account_id})


def _back_to(request: Request, goods: Goods) -> Button:
    return button(request.say("nicknames.to_goods", goods=goods_text.name(request, goods)), Verb.PRODUCT, goods.sku.id)
