"""Other names of goods in the chat: listed, added by a tap after what they clash with is said, removed."""

import re
from collections.abc import Iterator
from dataclasses import replace

from domain.catalogue import aliases, catalogue
from domain.catalogue.aliases import AliasChange, aliases_of
from domain.catalogue.catalogue import Goods
from domain.language.words.lists import pattern
from domain.order_text.learnable import Unfit, unfit
from domain.refusals import BadWords
from domain.rules.rights import Right
from handlers.administration import goods_card
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text
from handlers.warehouse.goods_search import MOST, found_for_sure

_ALSO = re.compile(
    rf"\s*(?P<goods>\S.*?)\s*(?:{pattern('goods_entry', 'also')})\s*[:：]?\s*(?P<words>\S.*)", re.IGNORECASE
)
_SEPARATED = re.compile(r"[,，;；、\n]+")
_QUOTES = " \t“”‘’\"'「」《》.。"
#: So many goods that words find already are named.
_CLASHES = 3
_WORDS, _SERIAL = "alias_words", "alias_serial"


def show(request: Request, *, sku_id: Id) -> Turn:
    """What goods are also called; more is typed."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return _list(request, catalogue.one(request.session, sku_id))


def typed(request: Request, text: str, *, sku_id: Id) -> Turn:
    """Words that goods are also called by, to be added by a tap."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return _offer(request, catalogue.one(request.session, sku_id), _split(text))


def is_said(text: str) -> bool:
    """Whether a text says what goods are also called: ``可乐330 也叫 小红罐``."""
    return _ALSO.fullmatch(text.strip()) is not None


def in_words(request: Request, text: str) -> Turn | None:
    """What goods are also called, in words; which goods, where several are called so."""
    said = _ALSO.fullmatch(text.strip())
    if said is None or not request.actor.may(Right.CATALOGUE_CHANGE):
        return None
    found, words = found_for_sure(request, said["goods"]), _split(said["words"])
    if len(found) == 1:
        return _offer(request, found[0], words)
    return _which(request, found[:MOST], words) if found else None


def chosen(request: Request, *, serial: int, sku_id: Id) -> Turn:
    """Of several goods, these are called so."""
    words = _kept(request, serial)
    return _offer(request, catalogue.one(request.session, sku_id), words)


def add(request: Request, *, serial: int, sku_id: Id) -> Turn:
    """They are called so from now on; a second tap changes nothing more."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    changes = [aliases.add(request.actor, sku_id, each) for each in _kept(request, serial)]
    goods = catalogue.one(request.session, sku_id)
    said = _said(request, [each.text for each in changes])
    told = request.say("aliases.added", goods=goods_text.name(request, goods), words=said)
    return _list(request, goods, told, _backs(request, changes))


def remove(request: Request, *, alias_id: Id) -> Turn:
    """They are not called so any more."""
    change = aliases.remove(request.actor, alias_id)
    told = request.say("aliases.removed", words=change.text)
    return _list(request, catalogue.one(request.session, change.sku_id), told, _backs(request, [change]))


def undo(request: Request, *, event_id: Id) -> Turn:
    """As it was before."""
    change = aliases.undo(request.actor, event_id)
    return _list(request, catalogue.one(request.session, change.sku_id), request.say("aliases.undone"))


def _list(request: Request, goods: Goods, told: str = "", first: tuple[Row, ...] = ()) -> Turn:
    known = aliases_of(request.session, goods.sku_id)
    said = _said(request, [each.text for each in known]) or request.say("goods_part.none")
    rows = tuple(
        (button(request.say("aliases.remove", words=each.text), Verb.REMOVE_ALIAS, each.id),) for each in known
    )
    reply = Reply(
        title=stock_text.heading(request, goods),
        lines=(*([told, ""] if told else []), request.say("aliases.all", words=said)),
        note=request.say("aliases.how"),
        buttons=(*first, *rows, (_back(request, goods),), goods_card.ways(request)),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.ALIAS, facts={"sku": goods.sku_id}))


def _offer(request: Request, goods: Goods, words: list[str]) -> Turn:
    """What they would be called, and what of it means other goods now. Raises BadWords: too long."""
    if not words or any(len(each) > aliases.LONGEST for each in words):
        raise BadWords(most=aliases.LONGEST)
    known = {each.text.casefold() for each in aliases_of(request.session, goods.sku_id)}
    fresh = [each for each in words if each.casefold() not in known]
    if not fresh:
        return _list(request, goods, request.say("aliases.known"))
    vague = [each for each in fresh if goods.sku.on_sale and unfit(request.reader, each, goods.sku_id) is Unfit.VAGUE]
    if vague:
        return _list(request, goods, request.say("aliases.vague", words=_said(request, vague)))
    serial = int(request.memory.get(_SERIAL) or 0) + 1
    yes = button(
        request.say("aliases.add"),
        *(Verb.ADD_ALIAS, serial, goods.sku_id),
        say=request.say("aliases.add_say", code=goods.sku.code, words=_said(request, fresh)[:30]),
    )
    title = request.say("aliases.ask", goods=goods_text.name(request, goods), words=_said(request, fresh))
    back = button(request.say("button.back"), Verb.ALIASES, goods.sku_id)
    reply = Reply(title=title, lines=tuple(_clashes(request, goods, fresh)), buttons=((yes,), (back,)))
    return _remembering(request, Turn(replies=(reply,)), fresh, serial)


def _clashes(request: Request, goods: Goods, words: list[str]) -> Iterator[str]:
    """Other goods that the words find already."""
    for said in words:
        others = [each for each in _named(request, said) if each.sku_id != goods.sku_id][:_CLASHES]
        if others:
            names = request.say("goods.pack_gap").join(goods_text.name(request, each) for each in others)
            yield request.say("aliases.clash", words=said, goods=names)


def _named(request: Request, said: str) -> list[Goods]:
    hits = [hit.sku_id for hit in request.reader.look(said, MOST) if not hit.near]
    found = catalogue.goods_by_id(request.session, hits)
    return [found[sku_id] for sku_id in hits if sku_id in found]


def _which(request: Request, found: list[Goods], words: list[str]) -> Turn:
    serial = int(request.memory.get(_SERIAL) or 0) + 1
    rows = tuple((button(_row(request, each), Verb.ALIAS_OF, serial, each.sku_id),) for each in found)
    title = request.say("aliases.which", words=_said(request, words))
    reply = Reply(title=title, buttons=(*rows, (button(request.say("button.menu"), Verb.MENU),)))
    return _remembering(request, Turn(replies=(reply,)), words, serial)


def _remembering(request: Request, turn: Turn, words: list[str], serial: int) -> Turn:
    kept: Facts = {_WORDS: "\n".join(words), _SERIAL: serial}
    return replace(turn, memory={**request.memory, **kept})


def _kept(request: Request, serial: int) -> list[str]:
    """The words on the card. Raises StaleButton: others were typed since."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    words = str(request.memory.get(_WORDS) or "")
    if serial != request.memory.get(_SERIAL) or not words:
        raise StaleButton
    return words.split("\n")


def _backs(request: Request, changes: list[AliasChange]) -> tuple[Row, ...]:
    return tuple(
        (button(request.say("aliases.undo", words=each.text), Verb.UNDO_ALIAS, each.event_id),)
        for each in changes
        if each.event_id is not None
    )


def _back(request: Request, goods: Goods) -> Button:
    return button(request.say("goods_part.back", code=goods.sku.code), Verb.GOODS_OF, goods.sku_id)


def _said(request: Request, words: list[str]) -> str:
    return request.say("goods.pack_gap").join(words)


def _split(text: str) -> list[str]:
    words = (" ".join(each.split()).strip(_QUOTES) for each in _SEPARATED.split(text))
    return list(dict.fromkeys(each for each in words if each))


def _row(request: Request, goods: Goods) -> str:
    return request.say("aliases.row", code=goods.sku.code, goods=goods_text.name(request, goods))
