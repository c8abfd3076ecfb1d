"""Stock: looking, counting, receiving, and undoing the last change."""

from dataclasses import replace
from decimal import Decimal

from domain.catalogue.catalogue import Goods, one
from domain.db.pages import ROWS
from domain.events import undo_window
from domain.reports.stock import lowest, most_ever, waiting_orders
from domain.rules.rights import Right
from domain.rules.unusual_changes import is_beyond, is_leap
from domain.stock import stock, warehouses
from domain.tables.stock import StockMove
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.warehouse import stock_text
from handlers.warehouse.goods_search import find

_SEARCH = Question(kind=QuestionKind.STOCK_SEARCH)


def list_(request: Request, *, page: int = 0) -> Turn:
    """What runs low first; any other SKU by typing."""
    emptiest = lowest(request.actor, page)
    if not emptiest.goods and page:
        page, emptiest = 0, lowest(request.actor)
    counted = request.say("stock.counted", out=emptiest.sold_out, low=emptiest.low, total=emptiest.total)
    part = page_of(page, ROWS, emptiest.total)
    title = part.head(request, request.say("stock.title"))
    more = (*part.turn(request, Verb.STOCK), (button(request.say("stock.wanted"), Verb.WANTED),))
    return _listed(request, title, emptiest.goods, lines=(counted,), more=more)


def typed_search(request: Request, text: str) -> Turn:
    """The SKUs that fit what was typed; the only one at once."""
    request.actor.need(Right.STOCK_READ)
    found = find(request, text)
    if len(found) == 1:
        return _one(request, found[0])
    if not found:
        return _listed(request, request.say("stock.nothing", text=text[:40]), ())
    return _listed(request, request.say("stock.found", text=text[:40]), tuple(found))


def show(request: Request, *, sku_id: Id) -> Turn:
    """A SKU's stock and what happened to it."""
    request.actor.need(Right.STOCK_READ)
    return _one(request, one(request.session, sku_id))


def count(request: Request, *, sku_id: Id) -> Turn:
    """Ask how much is on the shelf."""
    return _ask(request, sku_id, "count", QuestionKind.COUNT_QUANTITY)


def receive(request: Request, *, sku_id: Id) -> Turn:
    """Ask how much came in."""
    return _ask(request, sku_id, "receive", QuestionKind.RECEIVE_QUANTITY)


def typed_count(request: Request, text: str, *, sku_id: Id, size: int | None = None) -> Turn:
    """A typed count of the shelf; confirmed where it may be a typing error."""
    goods, amount = _read(request, text, sku_id, size)
    if amount is None:
        return _unread(request, goods, QuestionKind.COUNT_QUANTITY)
    if is_leap(_on_hand(goods), amount) or is_beyond(amount, most_ever(request.actor, goods.sku.id)):
        return _whether(request, goods, QuestionKind.COUNT_QUANTITY, amount, amount)
    return _count(request, goods, amount)


def typed_receipt(request: Request, text: str, *, sku_id: Id, size: int | None = None) -> Turn:
    """A typed receipt; confirmed where it may be a typing error."""
    goods, amount = _read(request, text, sku_id, size)
    if amount is None:
        return _unread(request, goods, QuestionKind.RECEIVE_QUANTITY)
    after = _on_hand(goods) + amount
    if is_leap(_on_hand(goods), after) or is_beyond(amount, most_ever(request.actor, goods.sku.id)):
        return _whether(request, goods, QuestionKind.RECEIVE_QUANTITY, amount, after)
    return _receive(request, goods, amount)


def counted(request: Request, *, sku_id: Id, before: Decimal, found: Decimal) -> Turn:
    """The confirmed count, unless the stock moved since; twice changes nothing more."""
    goods, still = _still(request, sku_id, before, found)
    return _count(request, goods, found) if still else _moved_meanwhile(request, goods)


def taken_in(request: Request, *, sku_id: Id, before: Decimal, came: Decimal) -> Turn:
    """The confirmed receipt, unless the stock moved since, as it does by this receipt itself."""
    goods, still = _still(request, sku_id, before)
    return _receive(request, goods, came) if still else _moved_meanwhile(request, goods)


def undo(request: Request, *, stock_move_id: Id, sure: bool = False) -> Turn:
    """Take a receipt or a count back; an older one is asked about first."""
    back = stock.to_undo(request.actor, stock_move_id)
    goods = one(request.session, back.level.sku_id)
    if undo_window.is_late(request.actor, back.move.at) and not (sure or back.done):
        return _whether_undo(request, goods, back.move)
    change = stock.undo(request.actor, stock_move_id, sure=sure)
    return _did(request, goods, "undone" if change.move else "undone_before", change)


def _count(request: Request, goods: Goods, found: Decimal) -> Turn:
    change = stock.count(request.actor, warehouses.of(request.session, goods.level), goods.sku.id, found)
    word = "counted_more" if change.change > 0 else "counted_less" if change.change < 0 else "counted_same"
    return _did(request, goods, word, change)


def _receive(request: Request, goods: Goods, amount: Decimal) -> Turn:
    waited = waiting_orders(request.actor, goods.sku.id)
    change = stock.receive(request.actor, warehouses.of(request.session, goods.level), goods.sku.id, amount)
    return _did(request, goods, "received", change, stock_text.given(request, goods, waited))


def _still(request: Request, sku_id: int, *before: Decimal) -> tuple[Goods, bool]:
    """Whether as much is on hand as was seen; that stays so until the end of the message."""
    request.actor.need(Right.STOCK_CHANGE)
    goods = one(request.session, sku_id)
    level = stock.level_of(request.actor, warehouses.of(request.session, goods.level), sku_id)
    return replace(goods, level=level), level.on_hand in before


def _moved_meanwhile(request: Request, goods: Goods) -> Turn:
    return Turn(replies=(stock_text.sku(request, goods, (request.say("stock.moved_meanwhile"), "")),))


def _whether(request: Request, goods: Goods, kind: QuestionKind, amount: Decimal, after: Decimal) -> Turn:
    """Both values, and one tap that means it; another number can still be typed."""
    word, verb = {
        QuestionKind.COUNT_QUANTITY: ("count", Verb.SET_COUNT),
        QuestionKind.RECEIVE_QUANTITY: ("receive", Verb.TAKE_IN),
    }[kind]
    before = _on_hand(goods)
    said = goods_text.quantity(request, goods, amount)
    yes = button(
        request.say(f"stock.sure_{word}", amount=said),
        *(verb, goods.sku.id, before, amount),
        say=request.say(f"stock.sure_{word}_say", code=goods.sku.code, amount=said),
    )
    told = request.say(
        f"stock.leap_{word}",
        amount=said,
        before=goods_text.quantity(request, goods, before),
        after=goods_text.quantity(request, goods, after),
    )
    note = request.say("stock.other_number")
    shown = Reply(
        title=stock_text.heading(request, goods), lines=(told,), note=note, buttons=((yes,), _back(request, goods))
    )
    return Turn(replies=(shown,), question=Question(kind=kind, facts=goods_text.counted(goods, before)))


def _whether_undo(request: Request, goods: Goods, move: StockMove) -> Turn:
    """From when it is, and one tap that means it."""
    change = stock_text.signed(request, goods, move.quantity)
    yes = button(
        request.say("stock.sure_undo", change=change),
        *(Verb.UNDO_MOVE, move.id, 1),
        say=request.say("stock.sure_undo_say", code=goods.sku.code, change=change),
    )
    told = stock_text.moved(request, goods, "stock.whether_undo", move)
    shown = Reply(
        title=stock_text.heading(request, goods), lines=(told,), buttons=((yes,), _back(request, goods)), numbered=False
    )
    return Turn(replies=(shown,))


def _ask(request: Request, sku_id: int, word: str, kind: QuestionKind) -> Turn:
    request.actor.need(Right.STOCK_CHANGE)
    goods = one(request.session, sku_id)
    on_hand = _on_hand(goods)
    shown = Reply(
        title=stock_text.heading(request, goods),
        lines=(request.say("stock.on_hand", amount=_both(request, goods, on_hand)),),
        note=request.say(
            f"stock.ask_{word}",
            example=_example(request, goods),
            unit=goods_text.screen_unit_name(request, goods, on_hand),
        ),
        buttons=(_back(request, goods),),
    )
    return Turn(replies=(shown,), question=Question(kind=kind, facts=goods_text.counted(goods, on_hand)))


def _on_hand(goods: Goods) -> Decimal:
    return goods.level.on_hand if goods.level else Decimal(0)


def _read(request: Request, text: str, sku_id: int, size: int | None) -> tuple[Goods, Decimal | None]:
    request.actor.need(Right.STOCK_CHANGE)
    goods = one(request.session, sku_id)
    return goods, goods_text.read_quantity(request, goods, text, counted_in=size)


def _unread(request: Request, goods: Goods, kind: QuestionKind) -> Turn:
    shown = Reply(title=request.say("stock.unread", example=_example(request, goods)), buttons=(_back(request, goods),))
    return Turn(replies=(shown,), question=Question(kind=kind, facts=goods_text.counted(goods, _on_hand(goods))))


def _did(request: Request, goods: Goods, word: str, change: stock.StockChange, given: tuple[str, ...] = ()) -> Turn:
    goods = replace(goods, level=change.level)
    told = stock_text.changed(request, goods, word, change)
    return Turn(replies=(stock_text.sku(request, goods, (told, *given, ""), change),))


def _one(request: Request, goods: Goods) -> Turn:
    return Turn(replies=(stock_text.sku(request, goods),))


def _listed(
    request: Request, title: str, goods: tuple[Goods, ...], *, lines: tuple[str, ...] = (), more: tuple[Row, ...] = ()
) -> Turn:
    home = (button(request.say("stock.back"), Verb.STOCK),) if not lines else ()
    shown = Reply(
        title=title,
        lines=lines,
        note=request.say("stock.find"),
        buttons=(
            *((stock_text.row(request, each),) for each in goods),
            *more,
            (*home, button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,), question=_SEARCH)


def _both(request: Request, goods: Goods, amount: Decimal) -> str:
    """A quantity in packs, and in base units where that differs."""
    packs, base = goods_text.quantity(request, goods, amount), goods_text.base_quantity(request, goods, amount)
    return packs if packs == base else request.say("stock.both", packs=packs, base=base)


def _example(request: Request, goods: Goods) -> str:
    """A quantity in the SKU's own units, to show how it can be typed."""
    pack = goods.biggest_pack
    return goods_text.quantity(request, goods, Decimal(5 * (pack.size if pack else 1)))


def _back(request: Request, goods: Goods) -> tuple[Button, Button]:
    return (
        button(request.say("button.back"), Verb.STOCK_OF, goods.sku.id),
        button(request.say("button.menu"), Verb.MENU),
    )
