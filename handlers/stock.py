"""Stock: looking, counting, receiving, and taking back what was just written."""

from dataclasses import replace
from decimal import Decimal

from domain import catalogue, stock
from domain.catalogue import Goods, one
from domain.rules.rights import Right
from domain.stock_view import PAGE, lowest
from handlers import goods_words, stock_words
from handlers.finding import find
from handlers.paging import page as page_of
from handlers.press import Press, button
from handlers.turn import Button, Facts, Question, QuestionKind, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

_SEARCH = Question(kind=QuestionKind.STOCK_SEARCH)


def list_(visit: Visit, press: Press) -> Turn:
    """What runs low first; any other SKU by typing."""
    page = press.number(0, 0)
    seen = lowest(visit.by, page)
    if not seen.goods and page:
        page, seen = 0, lowest(visit.by)
    counted = visit.say("stock.counted", out=seen.sold_out, low=seen.low, total=seen.total)
    part = page_of(page, PAGE, seen.total)
    title = part.head(visit, visit.say("stock.title"))
    return _listed(visit, title, seen.goods, lines=(counted,), more=part.turn(visit, Verb.STOCK))


def typed_search(visit: Visit, facts: Facts, text: str) -> Turn:
    """The SKUs that fit what was typed; the only one at once."""
    visit.by.need(Right.STOCK_READ)
    found = find(visit, text)
    if len(found) == 1:
        return _one(visit, found[0])
    if not found:
        return _listed(visit, visit.say("stock.nothing", text=text[:40]), ())
    return _listed(visit, visit.say("stock.found", text=text[:40]), tuple(found))


def show(visit: Visit, press: Press) -> Turn:
    """A SKU's stock and what happened to it."""
    visit.by.need(Right.STOCK_READ)
    return _one(visit, one(visit.session, press.id(0)))


def count(visit: Visit, press: Press) -> Turn:
    """Ask how much is on the shelf."""
    return _ask(visit, press, "count", QuestionKind.COUNT_QUANTITY)


def receive(visit: Visit, press: Press) -> Turn:
    """Ask how much came in."""
    return _ask(visit, press, "receive", QuestionKind.RECEIVE_QUANTITY)


def typed_count(visit: Visit, facts: Facts, text: str) -> Turn:
    """So much was found on the shelf."""
    goods, amount = _read(visit, facts, text)
    if amount is None:
        return _unread(visit, goods, QuestionKind.COUNT_QUANTITY)
    change = stock.count(visit.by, _warehouse(visit, goods), goods.sku.id, amount)
    word = "counted_more" if change.change > 0 else "counted_less" if change.change < 0 else "counted_same"
    return _did(visit, goods, word, change)


def typed_receipt(visit: Visit, facts: Facts, text: str) -> Turn:
    """So much came in."""
    goods, amount = _read(visit, facts, text)
    if amount is None:
        return _unread(visit, goods, QuestionKind.RECEIVE_QUANTITY)
    return _did(visit, goods, "received", stock.receive(visit.by, _warehouse(visit, goods), goods.sku.id, amount))


def undo(visit: Visit, press: Press) -> Turn:
    """Take a receipt or a count back."""
    change = stock.undo(visit.by, press.id(0))
    goods = one(visit.session, change.level.sku_id)
    return _did(visit, goods, "undone" if change.move else "undone_before", change)


def _ask(visit: Visit, press: Press, word: str, kind: QuestionKind) -> Turn:
    visit.by.need(Right.STOCK_CHANGE)
    goods = one(visit.session, press.id(0))
    on_hand = _on_hand(goods)
    shown = Reply(
        title=stock_words.heading(visit, goods),
        lines=(visit.say("stock.on_hand", amount=_both(visit, goods, on_hand)),),
        note=visit.say(
            f"stock.ask_{word}",
            example=_example(visit, goods),
            unit=goods_words.screen_unit_name(visit, goods, on_hand),
        ),
        buttons=(_back(visit, goods),),
    )
    return Turn(replies=(shown,), question=Question(kind=kind, facts=goods_words.counted(goods, on_hand)))


def _on_hand(goods: Goods) -> Decimal:
    return goods.level.on_hand if goods.level else Decimal(0)


def _read(visit: Visit, facts: Facts, text: str) -> tuple[Goods, Decimal | None]:
    visit.by.need(Right.STOCK_CHANGE)
    goods = one(visit.session, int(facts["sku"] or 0))
    return goods, goods_words.read_quantity(goods, text, counted_in=facts.get("size"))


def _unread(visit: Visit, goods: Goods, kind: QuestionKind) -> Turn:
    shown = Reply(title=visit.say("stock.unread", example=_example(visit, goods)), buttons=(_back(visit, goods),))
    return Turn(replies=(shown,), question=Question(kind=kind, facts=goods_words.counted(goods, _on_hand(goods))))


def _did(visit: Visit, goods: Goods, word: str, change: stock.StockChange) -> Turn:
    goods = replace(goods, level=change.level)
    told = stock_words.changed(visit, goods, word, change)
    return Turn(replies=(stock_words.sku(visit, goods, (told, ""), change),))


def _one(visit: Visit, goods: Goods) -> Turn:
    return Turn(replies=(stock_words.sku(visit, goods),))


def _listed(
    visit: Visit, title: str, goods: tuple[Goods, ...], *, lines: tuple[str, ...] = (), more: tuple[Row, ...] = ()
) -> Turn:
    home = (button(visit.say("stock.back"), Verb.STOCK),) if not lines else ()
    shown = Reply(
        title=title,
        lines=lines,
        note=visit.say("stock.find"),
        buttons=(
            *((stock_words.row(visit, each),) for each in goods),
            *more,
            (*home, button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,), question=_SEARCH)


def _warehouse(visit: Visit, goods: Goods) -> int:
    return goods.level.warehouse_id if goods.level is not None else catalogue.home(visit.session)


def _both(visit: Visit, goods: Goods, amount: Decimal) -> str:
    """A quantity in packs, and in base units where that differs."""
    packs, base = goods_words.quantity(visit, goods, amount), goods_words.base_quantity(visit, goods, amount)
    return packs if packs == base else visit.say("stock.both", packs=packs, base=base)


def _example(visit: Visit, goods: Goods) -> str:
    """A quantity in the SKU's own units, to show how it can be typed."""
    pack = goods.biggest_pack
    return goods_words.quantity(visit, goods, Decimal(5 * (pack.size if pack else 1)))


def _back(visit: Visit, goods: Goods) -> tuple[Button, Button]:
    return (
        button(visit.say("button.back"), Verb.STOCK_OF, goods.sku.id),
        button(visit.say("button.menu"), Verb.MENU),
    )
