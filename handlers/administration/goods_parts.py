"""The parts of goods in the chat: names, size, units, packs, codes and steps, each changed by what is typed."""

from collections.abc import Iterator

from domain.catalogue import catalogue, goods_changes
from domain.catalogue.catalogue import Goods
from domain.catalogue.goods_changes import OF_PRODUCT, PARTS, ChangedGoods
from domain.catalogue.goods_parts import GoodsPart
from domain.language.words.lists import words
from domain.rules.business_settings import plain
from domain.rules.rights import Right
from handlers.administration import goods_card, part_words
from handlers.administration.part_words import part_of
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text
from handlers.warehouse.goods_search import find

_IN_A_ROW = 3
#: Categories named as examples.
_NAMED = 12
#: What is typed where a part shall be empty.
NOTHING = frozenset(words("goods_entry", "nothing"))
_MAY_BE_EMPTY = frozenset(
    {
        GoodsPart.NAME_EN,
        GoodsPart.BRAND,
        GoodsPart.CATEGORY,
        GoodsPart.SPEC,
        GoodsPart.SPEC_EN,
        GoodsPart.UNIT_EN,
        GoodsPart.PACKS,
        GoodsPart.BARCODE,
    }
)
#: ``KL330 规格改成 500ml``, ``change the size of KL330 to 500ml``; in Chinese nothing need stand between.
_SENTENCES = part_words.sentences("goods_entry", apart=r"\s+|\s*的\s*|(?<=[\u3400-\u9fff\d])")
_STEPS = (GoodsPart.MINIMUM, GoodsPart.MULTIPLE)


def show(request: Request, *, sku_id: Id) -> Turn:
    """Every part, and which to change."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    return Turn(replies=(_page(request, catalogue.one(request.session, sku_id)),))


def ask(request: Request, *, sku_id: Id, part: GoodsPart) -> Turn:
    """What shall it be?"""
    request.actor.need(Right.CATALOGUE_CHANGE)
    goods = catalogue.one(request.session, sku_id)
    reply = Reply(
        title=stock_text.heading(request, goods),
        lines=(_line(request, goods, part), request.say(f"goods_part.ask_{part}", **_examples(request, goods, part))),
        note="\n".join(_notes(request, goods, part)),
        buttons=((button(request.say("button.back"), Verb.GOODS_PARTS, sku_id),),),
    )
    return Turn(replies=(reply,), question=question_of(request, goods, part))


def question_of(request: Request, goods: Goods, part: GoodsPart) -> Question:
    """What the new value answers: it is changed from what it is now."""
    facts = {"sku": goods.sku_id, "part": part.value, "before": goods_changes.value_of(request.actor, goods, part)}
    return Question(kind=QuestionKind.GOODS_PART, facts=facts)


def typed(request: Request, text: str, *, sku_id: Id, part: str, before: str = "") -> Turn:
    """The new value; a step may be typed in packs."""
    request.actor.need(Right.CATALOGUE_CHANGE)
    goods, which = catalogue.one(request.session, sku_id), part_of(GoodsPart, part)
    changed = goods_changes.change(request.actor, sku_id, which, before, _wanted(request, goods, which, text))
    return _changed(request, changed, which, before)


def undo(request: Request, *, event_id: Id) -> Turn:
    """A part is again what it was."""
    changed = goods_changes.undo(request.actor, event_id)
    return Turn(replies=(_page(request, changed.goods, request.say("goods_part.undone")),))


def is_named(text: str) -> bool:
    """Whether a text says of goods what a part of them shall be: ``KL330 规格改成 500ml``."""
    return part_words.read(_SENTENCES, text) is not None


def in_words(request: Request, text: str) -> tuple[Turn, str] | None:
    """The page that asks for the part that a text names, and what it shall be; nothing where it names none."""
    said = part_words.read(_SENTENCES, text) if request.actor.may(Right.CATALOGUE_CHANGE) else None
    found = find(request, said.of) if said else []
    if said is None or not found:
        return None
    return ask(request, sku_id=found[0].sku_id, part=GoodsPart(said.part)), said.words


def _changed(request: Request, changed: ChangedGoods, part: GoodsPart, before: str) -> Turn:
    if changed.event_id is None:
        return Turn(replies=(_page(request, changed.goods, request.say("goods_part.same")),))
    none = request.say("goods_part.none")
    was, now = before or none, goods_changes.value_of(request.actor, changed.goods, part) or none
    name = request.say(f"goods_part.{part}")
    told = request.say("goods_part.changed", part=name, before=was, after=now)
    say = request.say("goods_part.undo_say", code=changed.goods.sku.code, part=name)
    back = button(request.say("goods_part.undo", before=was[:20]), Verb.UNDO_GOODS_PART, changed.event_id, say=say)
    return Turn(replies=(_page(request, changed.goods, told, ((back,),)),))


def _page(request: Request, goods: Goods, told: str = "", first: tuple[Row, ...] = ()) -> Reply:
    buttons = [_button(request, goods, part) for part in PARTS]
    rows = [tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]
    back = button(request.say("goods_part.back", code=goods.sku.code), Verb.GOODS_OF, goods.sku_id)
    return Reply(
        title=stock_text.heading(request, goods),
        lines=(*([told, ""] if told else []), *(_line(request, goods, part) for part in PARTS)),
        note=request.say("goods_part.which"),
        buttons=(*first, *rows, (back,), goods_card.ways(request)),
        numbered=False,
    )


def _line(request: Request, goods: Goods, part: GoodsPart) -> str:
    value = goods_changes.value_of(request.actor, goods, part)
    if part in _STEPS:
        value = goods_text.quantity(request, goods, getattr(goods.sku, part.value))
    return request.say(
        "goods_part.line", part=request.say(f"goods_part.{part}"), value=value or request.say("goods_part.none")
    )


def _button(request: Request, goods: Goods, part: GoodsPart) -> Button:
    name = request.say(f"goods_part.{part}")
    say = request.say("goods_part.change_say", code=goods.sku.code, part=name)
    return button(request.say("goods_part.change", part=name), Verb.GOODS_PART, goods.sku_id, part.value, say=say)


def _examples(request: Request, goods: Goods, part: GoodsPart) -> dict[str, str]:
    if part is GoodsPart.PACKS:
        return {"amount": f"24{goods_text.unit(request, goods)}"}
    return {"unit": goods_text.unit(request, goods)} if part is GoodsPart.DECIMALS else {}


def _notes(request: Request, goods: Goods, part: GoodsPart) -> Iterator[str]:
    sizes = len(catalogue.family(request.session, goods.sku_id))
    if part in OF_PRODUCT and sizes > 1:
        yield request.say("goods_part.of_product", sizes=sizes)
    if part is GoodsPart.CATEGORY:
        names = [each.name for each in goods_changes.categories(request.actor).values()][:_NAMED]
        yield request.say("goods_part.categories", names=request.say("goods.pack_gap").join(names))
    if part is GoodsPart.PACKS:
        yield request.say("goods_part.all_packs")
    if part in _MAY_BE_EMPTY:
        yield request.say("goods_part.to_empty")


def _wanted(request: Request, goods: Goods, part: GoodsPart, text: str) -> str:
    """As the act takes it: nothing for words that mean so, steps in base units."""
    said = text.strip()
    if part in _MAY_BE_EMPTY and said.casefold() in NOTHING:
        return ""
    amount = goods_text.read_quantity(request, goods, said, counted_in=1) if part in _STEPS else None
    return said if amount is None else plain(amount)
