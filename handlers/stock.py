"""Stock: looking, counting, receiving, and taking back what was just written."""

from dataclasses import replace
from decimal import Decimal

from domain import catalogue, stock, undoing
from domain.catalogue import Goods, one
from domain.rules.leaps import is_beyond, is_leap
from domain.rules.rights import Right
from domain.stock_view import PAGE, lowest, most_ever
from domain.tables.stock import StockMove
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
    """So much was found on the shelf; asked again where it may be a slip of the finger."""
    goods, amount = _read(visit, facts, text)
    if amount is None:
        return _unread(visit, goods, QuestionKind.COUNT_QUANTITY)
    if is_leap(_on_hand(goods), amount) or is_beyond(amount, most_ever(visit.by, goods.sku.id)):
        return _whether(visit, goods, QuestionKind.COUNT_QUANTITY, amount, amount)
    return _count(visit, goods, amount)


def typed_receipt(visit: Visit, facts: Facts, text: str) -> Turn:
    """So much came in; asked again where it may be a slip of the finger."""
    goods, amount = _read(visit, facts, text)
    if amount is None:
        return _unread(visit, goods, QuestionKind.RECEIVE_QUANTITY)
    after = _on_hand(goods) + amount
    if is_leap(_on_hand(goods), after) or is_beyond(amount, most_ever(visit.by, goods.sku.id)):
        return _whether(visit, goods, QuestionKind.RECEIVE_QUANTITY, amount, after)
    return _receive(visit, goods, amount)


def counted(visit: Visit, press: Press) -> Turn:
    """The confirmed count, unless the stock moved since; twice changes nothing more."""
    goods, still = _still(visit, press.id(0), press.quantity(1), press.quantity(2))
    return _count(visit, goods, press.quantity(2)) if still else _moved_meanwhile(visit, goods)


def taken_in(visit: Visit, press: Press) -> Turn:
    """The confirmed receipt, unless the stock moved since, as it does by this receipt itself."""
    goods, still = _still(visit, press.id(0), press.quantity(1))
    return _receive(visit, goods, press.quantity(2)) if still else _moved_meanwhile(visit, goods)


def undo(visit: Visit, press: Press) -> Turn:
    """Take a receipt or a count back; an older one is asked about first."""
    move_id, sure = press.id(0), press.has(1)
    back = stock.to_undo(visit.by, move_id)
    goods = one(visit.session, back.level.sku_id)
    if undoing.is_late(visit.by, back.move.at) and not (sure or back.done):
        return _whether_undo(visit, goods, back.move)
    change = stock.undo(visit.by, move_id, sure=sure)
    return _did(visit, goods, "undone" if change.move else "undone_before", change)


def _count(visit: Visit, goods: Goods, found: Decimal) -> Turn:
    change = stock.count(visit.by, _warehouse(visit, goods), goods.sku.id, found)
    word = "counted_more" if change.change > 0 else "counted_less" if change.change < 0 else "counted_same"
    return _did(visit, goods, word, change)


def _receive(visit: Visit, goods: Goods, amount: Decimal) -> Turn:
    return _did(visit, goods, "received", stock.receive(visit.by, _warehouse(visit, goods), goods.sku.id, amount))


def _still(visit: Visit, sku_id: int, *seen: Decimal) -> tuple[Goods, bool]:
    """Whether as much is on hand as was seen; that stays so until the end of the message."""
    visit.by.need(Right.STOCK_CHANGE)
    goods = one(visit.session, sku_id)
    level = stock.level_of(visit.by, _warehouse(visit, goods), sku_id)
    return replace(goods, level=level), level.on_hand in seen


def _moved_meanwhile(visit: Visit, goods: Goods) -> Turn:
    return Turn(replies=(stock_words.sku(visit, goods, (visit.say("stock.moved_meanwhile"), "")),))


def _whether(visit: Visit, goods: Goods, kind: QuestionKind, amount: Decimal, after: Decimal) -> Turn:
    """Both values, and one tap that means it; another number can still be typed."""
    word, verb = {
        QuestionKind.COUNT_QUANTITY: ("count", Verb.SET_COUNT),
        QuestionKind.RECEIVE_QUANTITY: ("receive", Verb.TAKE_IN),
    }[kind]
    before = _on_hand(goods)
    said = goods_words.quantity(visit, goods, amount)
    yes = button(
        visit.say(f"stock.sure_{word}", amount=said),
        *(verb, goods.sku.id, before, amount),
        say=visit.say(f"stock.sure_{word}_say", code=goods.sku.code, amount=said),
    )
    told = visit.say(
        f"stock.leap_{word}",
        amount=said,
        before=goods_words.quantity(visit, goods, before),
        after=goods_words.quantity(visit, goods, after),
    )
    note = visit.say("stock.other_number")
    shown = Reply(
        title=stock_words.heading(visit, goods), lines=(told,), note=note, buttons=((yes,), _back(visit, goods))
    )
    return Turn(replies=(shown,), question=Question(kind=kind, facts=goods_words.counted(goods, before)))


def _whether_undo(visit: Visit, goods: Goods, move: StockMove) -> Turn:
    """From when it is, and one tap that means it."""
    change = stock_words.signed(visit, goods, move.quantity)
    yes = button(
        visit.say("stock.sure_undo", change=change),
        *(Verb.UNDO_MOVE, move.id, 1),
        say=visit.say("stock.sure_undo_say", code=goods.sku.code, change=change),
    )
    told = stock_words.moved(visit, goods, "stock.whether_undo", move)
    shown = Reply(
        title=stock_words.heading(visit, goods), lines=(told,), buttons=((yes,), _back(visit, goods)), numbered=False
    )
    return Turn(replies=(shown,))


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
