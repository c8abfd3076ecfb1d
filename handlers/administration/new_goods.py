"""New goods in the chat: one line is read, shown part by part, put right and made by a tap."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.catalogue.creation import GoodsDraft, checked, create, same_goods, with_code
from domain.catalogue.goods_parts import GoodsPart, words
from domain.catalogue.refusals import BadPart
from domain.language.typed_goods import TypedGoods, price_of_one, read_packs, read_typed_goods
from domain.language.units import in_english
from domain.language.words.lists import pattern
from domain.rules.rights import Right
from handlers.administration import goods_card
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, goods_words
from handlers.warehouse.goods_search import find

_ALONE = re.compile(rf"\s*/?(?:{pattern('goods_entry', 'begun')})\s*", re.IGNORECASE)
_BEGUN = re.compile(rf"\s*/?(?:{pattern('goods_entry', 'begun')})(?:\s*[:：]\s*|\s+)(?P<words>\S.*)", re.IGNORECASE)
_SIZE = re.compile(
    rf"\s*(?P<goods>\S.*?)\s*(?:{pattern('goods_entry', 'size_begun')})(?:\s*[:：]\s*|\s+)(?P<words>\S.*)",
    re.IGNORECASE,
)
_ASKS = re.compile(pattern("answers", "asks"), re.IGNORECASE)
#: Goods like these that are shown before new ones are made.
_LIKE_MOST = 3
#: What a card offers to put right, in rows.
_PARTS = (
    (GoodsPart.NAME, GoodsPart.SPEC),
    (GoodsPart.UNIT, GoodsPart.PACKS),
    (GoodsPart.PRICE, GoodsPart.CODE, GoodsPart.BARCODE),
)
_DRAFT, _SERIAL, _MADE = "new_goods", "new_goods_serial", "new_goods_made"


def ask(request: Request) -> Turn:
    """What is new? In one line."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    reply = Reply(
        title=request.say("new_goods.title"),
        lines=(request.say("new_goods.how"),),
        note=request.say("new_goods.many"),
        buttons=(goods_card.ways(request),),
    )
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.NEW_GOODS))


def typed(request: Request, text: str) -> Turn:
    """The line that we asked for."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return in_words(request, text) or _begin(request, read_typed_goods(text))


def is_begun(text: str) -> bool:
    """Whether a text begins new goods or another size, and asks nothing."""
    return (
        "\n" not in text.strip()
        and any(each.fullmatch(text) for each in (_ALONE, _BEGUN, _SIZE))
        and not _ASKS.search(text)
    )


def in_words(request: Request, text: str) -> Turn | None:
    """``新商品 可口可乐 330ml 罐 24罐/箱 2.2``, or ``可乐 加规格 500ml 瓶 2.5``; nothing where it is neither."""
    if not request.actor.may(Right.CATALOGUE_CHANGE) or not is_begun(text):
        return None
    if _ALONE.fullmatch(text):
        return ask(request)
    if begun := _BEGUN.fullmatch(text):
        return _begin(request, read_typed_goods(begun["words"]))
    found = _SIZE.fullmatch(text)
    like = find(request, found["goods"]) if found else []
    if found is None or not like:
        return None
    said = read_typed_goods(found["words"])
    size = " ".join(filter(None, (said.spec, said.name)))
    return _begin(request, replace(said, name=like[0].product.name, spec=size), like[0].sku_id)


def part(request: Request, *, serial: int, part: GoodsPart) -> Turn:
    """Ask for a part of what is to be made."""
    draft = _kept(request, serial)
    reply = Reply(
        title=request.say(f"goods_part.ask_{part}", **_examples(request, part, _in_words(request, draft.unit))),
        buttons=((button(request.say("button.back"), Verb.NEW_GOODS_CARD, serial),),),
    )
    question = Question(kind=QuestionKind.NEW_GOODS_PART, facts={"serial": serial, "part": part.value})
    return Turn(replies=(reply,), question=question)


def typed_part(request: Request, text: str, *, serial: int, part: str) -> Turn:
    """The part, put right; other words are refused and it is asked again."""
    draft = _kept(request, serial)
    if part not in set(GoodsPart):
        raise StaleButton
    return _card(request, _with_part(draft, GoodsPart(part), text))


def card(request: Request, *, serial: int) -> Turn:
    """The card once more."""
    return _card(request, _kept(request, serial))


def another_size(request: Request, *, serial: int, sku_id: Id) -> Turn:
    """It is another size of goods that are there."""
    draft, like = _kept(request, serial), catalogue.one(request.session, sku_id)
    return _card(request, replace(draft, name=like.product.name, like=sku_id))


def drop(request: Request, *, serial: int) -> Turn:
    """Nothing is made."""
    _kept(request, serial)
    reply = Reply(title=request.say("new_goods.dropped"), buttons=(goods_card.ways(request),))
    return Turn(replies=(reply,), memory={**request.memory, _DRAFT: "", _MADE: 0})


def make(request: Request, *, serial: int) -> Turn:
    """Make it; a second tap shows what was made."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    made = request.memory.get(_MADE)
    if serial == request.memory.get(_SERIAL) and isinstance(made, int) and made and not request.memory.get(_DRAFT):
        return Turn(replies=(goods_card.draw(request, catalogue.one(request.session, made)),))
    goods = create(request.actor, _kept(request, serial))
    key = "new_goods.made" if goods.sku.on_sale else "new_goods.made_without_price"
    told = request.say(key, goods=goods_text.name(request, goods))
    memory = {**request.memory, _DRAFT: "", _MADE: goods.sku_id}
    return Turn(replies=(goods_card.draw(request, goods, told),), memory=memory)


def _begin(request: Request, said: TypedGoods, like: int | None = None) -> Turn:
    draft = replace(_draft(said), like=like)
    turn = _card(request, draft, int(request.memory.get(_SERIAL) or 0) + 1)
    if said.price is None or draft.price is not None:
        return turn
    price = f"{said.price:f}/{said.price_unit}"
    return turn.headed(request.say("new_goods.uneven", price=price, unit=_in_words(request, draft.unit)))


def _card(request: Request, draft: GoodsDraft, number: int | None = None) -> Turn:
    """How every part was read, and what may be put right."""
    serial = int(request.memory.get(_SERIAL) or 0) if number is None else number
    like = [] if draft.like is not None else _like(request, draft)
    fault = _fault(request, draft)
    lines = [*_lines(request, draft), *([""] if like else []), *_like_lines(request, like)]
    yes = (button(request.say("new_goods.make"), Verb.NEW_GOODS_MAKE, serial, say=_say(request, draft)),)
    rows: list[Row] = [yes] if not fault else []
    rows += [(_size_of(request, serial, each),) for each in _one_of_each(like)]
    rows += [tuple(_part(request, serial, each) for each in row if _is_open(draft, each)) for row in _PARTS]
    rows.append((button(request.say("new_goods.drop"), Verb.NEW_GOODS_DROP, serial),))
    reply = Reply(
        title=request.say("new_goods.another_size" if draft.like is not None else "new_goods.check"),
        lines=tuple(lines),
        note="\n".join([*fault, *_warnings(request, draft)]),
        buttons=tuple(row for row in rows if row),
        numbered=False,
    )
    kept: Facts = {_DRAFT: _written(draft), _SERIAL: serial, _MADE: 0}
    return Turn(replies=(reply,), memory={**request.memory, **kept})


def _lines(request: Request, draft: GoodsDraft) -> Iterator[str]:
    missing = request.say("new_goods.missing")
    unit = _in_words(request, draft.unit)
    yield request.say("new_goods.name", name=draft.name or missing)
    yield request.say("new_goods.spec", spec=draft.spec or request.say("new_goods.none"))
    yield request.say("new_goods.unit", unit=unit or missing)
    packs = [
        request.say("new_goods.pack", pack=_in_words(request, name), amount=_counted(request, unit, size))
        for name, size in draft.packs
    ]
    yield request.say(
        "new_goods.packs", packs=request.say("goods.pack_gap").join(packs) or request.say("new_goods.none")
    )
    price = "" if draft.price is None else f"{goods_card.money(request, draft.price)}/{unit}"
    yield request.say("new_goods.price", price=price or request.say("new_goods.no_price"))
    yield request.say("new_goods.code", code=draft.code or request.say("new_goods.code_given"))
    if draft.barcode:
        yield request.say("new_goods.barcode", barcode=draft.barcode)


def _like_lines(request: Request, like: list[Goods]) -> Iterator[str]:
    if like:
        yield request.say("new_goods.like")
    for each in like:
        name, price = goods_text.name(request, each), goods_text.list_price(request, each)
        yield request.say("new_goods.like_row", code=each.sku.code, goods=name, price=price)


def _fault(request: Request, draft: GoodsDraft) -> list[str]:
    """Why it cannot be made yet."""
    if not draft.name:
        return [request.say("new_goods.needs_name")]
    if not draft.unit:
        return [request.say("new_goods.needs_unit")]
    try:
        wanted = checked(draft)
    except BadPart as bad:
        return [request.say(f"goods_part.bad_{bad.facts['part']}", text=bad.facts["text"])]
    like = None if draft.like is None else catalogue.one(request.session, draft.like).product.id
    if wanted.code and (taken := with_code(request.actor, wanted.code)) is not None:
        other = catalogue.one(request.session, taken)
        name = goods_text.name(request, other)
        return [request.say("refusal.CodeTaken", code=other.sku.code, goods=name)]
    same = same_goods(request.actor, wanted, like)
    if same is None:
        return []
    return [request.say("new_goods.same", code=catalogue.one(request.session, same).sku.code)]


def _warnings(request: Request, draft: GoodsDraft) -> Iterator[str]:
    if draft.price is None:
        yield request.say("new_goods.not_on_sale")
    others = catalogue.with_code(request.session, draft.barcode) if draft.barcode else []
    if others:
        other = catalogue.one(request.session, others[0])
        yield request.say("new_goods.barcode_there", code=other.sku.code, goods=goods_text.name(request, other))


def _like(request: Request, draft: GoodsDraft) -> list[Goods]:
    """Goods that are there already and are called much like it."""
    said = f"{draft.name} {draft.spec}".strip()
    found = find(request, said) if draft.name else []
    return (found or find(request, draft.name))[:_LIKE_MOST] if draft.name else []


def _one_of_each(like: list[Goods]) -> list[Goods]:
    return list({each.product.id: each for each in reversed(like)}.values())[::-1]


def _size_of(request: Request, serial: int, goods: Goods) -> Button:
    label = request.say("new_goods.size_of", goods=goods.product.name)
    return button(label, Verb.NEW_SIZE_OF, serial, goods.sku_id)


def _part(request: Request, serial: int, part: GoodsPart) -> Button:
    name = request.say(f"goods_part.{part}")
    return button(request.say("goods_part.change", part=name), Verb.NEW_GOODS_PART, serial, part.value)


def _is_open(draft: GoodsDraft, part: GoodsPart) -> bool:
    return part is not GoodsPart.NAME or draft.like is None


def _say(request: Request, draft: GoodsDraft) -> str:
    return request.say("new_goods.make_say", goods=f"{draft.name} {draft.spec}".strip())


def _in_words(request: Request, unit: str) -> str:
    return (request.say.language == "en" and in_english(unit)) or unit


def _counted(request: Request, unit: str, amount: int) -> str:
    return goods_words.counted(request.say, unit, Decimal(amount))


def _examples(request: Request, part: GoodsPart, unit: str) -> dict[str, str]:
    """What an example is made of: in its own unit where it is known."""
    if part not in (GoodsPart.PACKS, GoodsPart.PRICE):
        return {}
    unit = unit or request.say("goods_part.some_unit")
    return {"unit": unit} if part is GoodsPart.PRICE else {"amount": _counted(request, unit, 24)}


def _draft(typed: TypedGoods) -> GoodsDraft:
    price = None if typed.price is None else price_of_one(typed.price, typed.price_unit, typed.unit, typed.packs)
    return GoodsDraft(
        name=typed.name,
        spec=typed.spec,
        unit=typed.unit,
        packs=typed.packs,
        price=price,
        code=typed.code,
        barcode=typed.barcode,
    )


def _with_part(draft: GoodsDraft, part: GoodsPart, text: str) -> GoodsDraft:
    """The same with one part as typed. Raises BadPart."""
    if part is GoodsPart.PACKS:
        packs = read_packs(text)
        if packs is None:
            raise BadPart(part=part, text=text[:40])
        return replace(draft, packs=packs)
    if part is GoodsPart.PRICE:
        typed = read_typed_goods(text)
        one = None if typed.price is None else price_of_one(typed.price, typed.price_unit, draft.unit, draft.packs)
        if one is None or typed.name:
            raise BadPart(part=part, text=text[:40])
        return replace(draft, price=one)
    said: dict[str, Any] = {part.value: words(part, text)}
    return replace(draft, **said)


def _kept(request: Request, serial: int) -> GoodsDraft:
    """What stands on the card. Raises StaleButton: another was begun since, or it is done."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    written = str(request.memory.get(_DRAFT) or "")
    if serial != request.memory.get(_SERIAL) or not written:
        raise StaleButton
    facts = json.loads(written)
    price = None if facts["price"] is None else Decimal(facts["price"])
    packs = tuple((str(name), int(size)) for name, size in facts["packs"])
    return GoodsDraft(**{**facts, "price": price, "packs": packs})


def _written(draft: GoodsDraft) -> str:
    price = None if draft.price is None else f"{draft.price:f}"
    return json.dumps({**asdict(draft), "price": price}, ensure_ascii=False)
