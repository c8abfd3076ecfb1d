"""Teaching us a nickname: from a product's card, or typed as ``叫法 红罐=可乐330``."""

import re

from domain import nicknames
from domain.catalogue import Goods, goods_by_id
from domain.refusals import BadWords, NoAccount
from domain.rules.candidates import Finder
from domain.rules.learning import Unfit, unfit
from domain.rules.nicknames import LONGEST, is_short
from domain.rules.quantities import nearest
from domain.rules.rights import Right
from domain.tables.nicknames import How
from handlers import goods_words, learning, product_card
from handlers import nicknames as name_list
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Goods offered for words that fit several.
_OFFERED = 6
_BEGUN = re.compile(
    r"\s*/?(?:(?:我的)?叫法|(?:my\s+)?nicknames?|my\s+(?:words?|names?))(?:\s*[:：]|\s|(?=[\u3400-\u9fff“\"]))",
    re.IGNORECASE,
)
#: What stands between the words and the goods, the clearest first.
_MEANS = ("=", "＝", "→", "->", "就是", "是", " is ", " means ")
_QUOTES = " \t\n“”‘’\"'「」《》"


def ask(visit: Visit, press: Press) -> Turn:
    """What do you call it?"""
    account_id = _account(visit)
    goods = goods_words.one(visit, press.id(0))
    reply = Reply(
        title=visit.say("nicknames.ask", goods=goods_words.name(visit, goods)),
        note=visit.say("nicknames.ask_how"),
        buttons=((_back_to(visit, goods), button(visit.say("button.menu"), Verb.MENU)),),
    )
    return Turn(replies=(reply,), question=_question(account_id, goods))


def typed(visit: Visit, facts: Facts, text: str) -> Turn:
    """The words for the goods we asked about."""
    account_id = _account(visit)
    if facts["account"] != account_id:
        raise StaleButton
    return _teach(visit, text, goods_words.one(visit, int(facts["sku"] or 0)))


def is_taught(text: str) -> bool:
    """Whether a text says by itself what a word means: ``叫法 红罐=可乐330``."""
    return _halves(text) is not None


def in_words(visit: Visit, text: str) -> Turn | None:
    """A nickname taught in words; nothing where none is."""
    if not visit.by.may(Right.NICKNAME_CHANGE) or not _BEGUN.match(text):
        return None
    halves = _halves(text)
    if halves is None:
        return name_list.show(visit, Press(verb=Verb.NICKNAMES))
    _account(visit)
    said, goods = halves
    finder = Finder(visit.reader.index, visit.nicknames)
    if finder.find(goods).near and finder.named(said) is not None:
        said, goods = goods, said
    found = finder.find(goods)
    offered = goods_by_id(visit.session, found.options[:_OFFERED])
    options = [offered[sku_id] for sku_id in found.options if sku_id in offered]
    if found.sure and options:
        return _teach(visit, said, options[0])
    return _which(visit, said, goods, options)


def chosen(visit: Visit, press: Press) -> Turn:
    """Which goods the words mean, of several that fitted.

    Raises:
        StaleButton: other words were taught since, or another account is served.
    """
    if (press.number(0), visit.by.account_id) != (_serial(visit), visit.memory.get("teach_account")):
        raise StaleButton
    return _teach(visit, str(visit.memory.get("teach_words")), goods_words.one(visit, press.id(1)))


def _account(visit: Visit) -> int:
    """The account that is ordered for; the right is checked before anything is asked."""
    visit.by.need(Right.NICKNAME_CHANGE)
    if visit.by.account_id is None:
        raise NoAccount
    return visit.by.account_id


def _halves(text: str) -> tuple[str, str] | None:
    """The words and the goods they mean."""
    begun = _BEGUN.match(text)
    rest = text[begun.end() :] if begun else ""
    for means in _MEANS:
        said, found, goods = rest.partition(means)
        if found and said.strip(_QUOTES) and goods.strip(_QUOTES):
            return said.strip(_QUOTES), goods.strip(_QUOTES)
    return None


def _teach(visit: Visit, text: str, goods: Goods) -> Turn:
    """Learn the words, say so, and how to undo it; or say why they cannot be learnt, and ask on."""
    said = " ".join(text.split()).strip(_QUOTES)
    if not is_short(said):
        raise BadWords(most=LONGEST)
    why = unfit(visit.reader, said, goods.sku.id) if goods.sku.on_sale else None
    if why is not None:
        return _cannot(visit, said, goods, why)
    learnt = nicknames.learn(visit.by, said, goods.sku.id, How.TAUGHT)
    lesson = learning.lesson(visit, learnt, goods) if learnt else None
    known = visit.say("nicknames.means", words=said, goods=goods_words.name(visit, goods))
    reply = Reply(
        title="\n".join(lesson.told) if lesson else known,
        note=visit.say("nicknames.use", words=said, amount=_example(visit, goods)),
        buttons=(
            *(lesson.undo if lesson else ()),
            (button(visit.say("nicknames.all"), Verb.NICKNAMES), _back_to(visit, goods)),
            (button(visit.say("button.menu"), Verb.MENU),),
        ),
    )
    return Turn(replies=(reply,), memory={**visit.memory, **lesson.facts} if lesson else None)


def _example(visit: Visit, goods: Goods) -> str:
    return goods_words.quantity(visit, goods, nearest(product_card.step(goods) * 5, goods.limits))


def _cannot(visit: Visit, said: str, goods: Goods, why: Unfit) -> Turn:
    named = Finder(visit.reader.index).named(said) if why is Unfit.TAKEN else None
    other = goods_words.name(visit, goods_words.one(visit, named)) if named else ""
    title = visit.say(f"nicknames.{why.value}", words=said, goods=goods_words.name(visit, goods), other=other)
    back = (_back_to(visit, goods), button(visit.say("button.menu"), Verb.MENU))
    reply = Reply(title=title, note=visit.say("nicknames.ask_how"), buttons=(back,))
    return Turn(replies=(reply,), question=_question(_account(visit), goods))


def _which(visit: Visit, said: str, name: str, options: list[Goods]) -> Turn:
    """Several goods fit, or none."""
    number = _serial(visit) + 1
    rows = tuple(
        (button(visit.say("wording.look", goods=goods_words.name(visit, each)), Verb.TEACH, number, each.sku.id),)
        for each in options
    )
    ways = (button(visit.say("nicknames.all"), Verb.NICKNAMES), button(visit.say("button.menu"), Verb.MENU))
    key = "nicknames.which" if options else "nicknames.no_goods"
    reply = Reply(title=visit.say(key, words=said, goods=name), note=visit.say("nicknames.how"), buttons=(*rows, ways))
    facts: Facts = {"teach_serial": number, "teach_words": said, "teach_account": visit.by.account_id}
    return Turn(replies=(reply,), memory={**visit.memory, **facts})


def _serial(visit: Visit) -> int:
    return int(visit.memory.get("teach_serial") or 0)


def _question(account_id: int, goods: Goods) -> Question:
    return Question(kind=QuestionKind.NICKNAME, facts={"sku": goods.sku.id, "account": account_id})


def _back_to(visit: Visit, goods: Goods) -> Button:
    return button(visit.say("nicknames.to_goods", goods=goods_words.name(visit, goods)), Verb.PRODUCT, goods.sku.id)
