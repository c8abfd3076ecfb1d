"""Other goods instead of a line's: which ones, chosen by whoever approves the order, and the buyer's yes or no."""

from collections.abc import Iterable
from decimal import Decimal

from domain.catalogue import catalogue
from domain.catalogue.catalogue import Goods
from domain.db.pages import ROWS
from domain.language.units import per_unit
from domain.order_text.result import AskedLine, Line, TakenLine
from domain.orders import proposals
from domain.orders.open_offers import ended_offer
from domain.orders.view import OrderRow, OrderView, view_order
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text
from handlers.orders import order_buttons, order_card


def ask(request: Request, *, order_line_id: Id, revision: int) -> Turn:
    """Which other goods? The other sizes of the same are offered; anything can be typed."""
    view, row = proposals.to_propose(request.actor, order_line_id, revision)
    family = [each for each in catalogue.family(request.session, row.line.sku_id) if each.sku.id != row.line.sku_id]
    wanted = [(goods, proposals.as_much_of(row, goods)) for goods in family if not goods_text.is_sold_out(goods)]
    return _asked(request, view, row, wanted, request.say("swaps.ask", **_gone(request, row)))


def typed(request: Request, text: str, *, order_line_id: Id, revision: int) -> Turn:
    """Goods in words, with an amount or as much as is replaced."""
    view, row = proposals.to_propose(request.actor, order_line_id, revision)
    wanted = list(_meant(request, row, text))
    title = request.say("swaps.which", words=text.strip()[:40], **_gone(request, row))
    if not wanted:
        title = request.say("swaps.no_such", words=text.strip()[:40])
    return _asked(request, view, row, wanted, title)


def propose(request: Request, *, order_line_id: Id, revision: int, sku_id: Id, quantity: Decimal) -> Turn:
    """Ask the buyer."""
    view = proposals.propose(request.actor, order_line_id, revision, sku_id, quantity)
    return _told(request, view, "swaps.asked")


def take_back(request: Request, *, swap_proposal_id: Id) -> Turn:
    """Not after all."""
    return _ended(request, proposals.withdraw(request.actor, swap_proposal_id), swap_proposal_id)


def agree(request: Request, *, swap_proposal_id: Id) -> Turn:
    """The buyer wants them."""
    return _ended(request, proposals.answer(request.actor, swap_proposal_id, agreed=True), swap_proposal_id)


def decline(request: Request, *, swap_proposal_id: Id) -> Turn:
    """The buyer does not."""
    return _ended(request, proposals.answer(request.actor, swap_proposal_id, agreed=False), swap_proposal_id)


def too_late(request: Request, order_id: int) -> Turn:
    """The answer came after its time."""
    return order_card.after(request, view_order(request.actor, order_id), request.say("refusal.AnswerTooLate"))


def _ended(request: Request, view: OrderView, proposal_id: int) -> Turn:
    """How a question about other goods or a higher price ended."""
    ended = ended_offer(request.actor, proposal_id)
    return _told(request, view, f"swaps.price_{ended.answer}" if ended.price is not None else f"swaps.{ended.answer}")


def _told(request: Request, view: OrderView, key: str) -> Turn:
    return order_card.after(request, view, request.say(key))


def _asked(
    request: Request, view: OrderView, row: OrderRow, wanted: Iterable[tuple[Goods, Decimal]], title: str
) -> Turn:
    """The goods to choose from, and the question that typed words answer."""
    rows = [(_to(request, view, row, goods, quantity),) for goods, quantity in wanted]
    back = button(request.say("order_change.lines"), Verb.CHANGE, view.order.id)
    reply = Reply(
        title=title,
        note=request.say("swaps.type"),
        buttons=(*rows[:ROWS], (back, order_buttons.to_order(request, view))),
        card=order_card.card(view),
    )
    facts = {"order_line": row.line.id, "revision": view.order.revision}
    return Turn(replies=(reply,), question=Question(kind=QuestionKind.SWAP_GOODS, facts=facts))


def _to(request: Request, view: OrderView, row: OrderRow, goods: Goods, quantity: Decimal) -> Button:
    told = {"goods": goods_text.name(request, goods), "amount": goods_text.quantity(request, goods, quantity)}
    say = request.say("swaps.to_say", order=orders_text.named(view.order), gone=_gone(request, row)["gone"], **told)
    about = (row.line.id, view.order.revision, goods.sku.id, quantity)
    return button(request.say("swaps.to", **told), Verb.SWAP_TO, *about, say=say)


def _gone(request: Request, row: OrderRow) -> dict[str, str]:
    """What would be replaced."""
    amount = goods_text.quantity(request, row.goods, proposals.amount_to_replace(row))
    return {"gone": goods_text.name(request, row.goods), "before": amount}


def _meant(request: Request, row: OrderRow, text: str) -> Iterable[tuple[Goods, Decimal]]:
    """The other goods that words may mean, each with its quantity."""
    for line in request.reader.read(text, nicknames=request.nicknames).lines:
        for sku_id in _skus(line):
            goods = goods_text.one(request, sku_id)
            if sku_id != row.line.sku_id and not goods_text.is_sold_out(goods):
                yield goods, _quantity(request, row, goods, line)


def _skus(line: Line) -> tuple[int, ...]:
    match line:
        case TakenLine():
            return (line.sku_id,)
        case AskedLine():
            return line.options
        case _:
            return ()


def _quantity(request: Request, row: OrderRow, goods: Goods, line: Line) -> Decimal:
    match line:
        case TakenLine():
            return line.quantity
        case AskedLine(count=Decimal()) if line.unit and line.count:
            size = per_unit(line.unit, *goods_text.spoken_units(request, goods))
            return line.count * size if size is not None else proposals.as_much_of(row, goods)
        case AskedLine(count=Decimal()) if line.count:
            return line.count * (goods.biggest_pack.size if goods.biggest_pack else 1)
        case _:
            return proposals.as_much_of(row, goods)
