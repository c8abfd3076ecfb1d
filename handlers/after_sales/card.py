"""The card of a return request: its lines, what came of them, and the buttons this person may press now."""

from collections.abc import Iterator
from functools import partial

from domain.after_sales import disputes, questions
from domain.after_sales.status import may_take
from domain.after_sales.view import ReturnRow, ReturnView, view_return
from domain.rules.money import rounded
from domain.rules.return_life import OPEN, ReturnStatus, ReturnStep
from domain.rules.returns import ReturnKind
from domain.rules.rights import Right
from domain.tables.returns import ReturnRequest
from handlers.conversation.callback_data import Argument, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text, orders_text

#: These states are called otherwise where goods are repaired.
_OF_REPAIRS = frozenset({ReturnStatus.APPROVED, ReturnStatus.ON_ITS_WAY, ReturnStatus.RECEIVED})


def show(request: Request, *, return_request_id: Id) -> Turn:
    """One request."""
    return Turn(replies=(draw(request, view_return(request.actor, return_request_id)),))


def moved(request: Request, request_id: int) -> Turn:
    """A press came too late: the request as it is now."""
    found = view_return(request.actor, request_id)
    return Turn(replies=(draw(request, found),)).headed(request.say("refusal.ReturnMoved"))


def draw(request: Request, view: ReturnView, title: str = "") -> Reply:
    """The card, with the first photo that came with it."""
    photo = next((row.line.photo for row in view.rows if row.line.photo), None)
    rows = tuple(line(request, view, row) for row in view.rows)
    lines = (*_whose(request, view), *rows, *talk(request, view.request.id), *_came_to(request, view))
    head = request.say("returns.head", number=view.request.number, status=status(request, view.request))
    return Reply(
        title=f"{title}\n{head}" if title else head,
        lines=lines,
        buttons=(*_ways(request, view), _foot(request, view)),
        picture=photo,
        card=f"return:{view.request.id}",
    )


def short(view: ReturnRequest) -> str:
    """The number without its year: ``R1123-0007``."""
    return f"R{view.number[5:]}"


def named(view: ReturnView) -> str:
    """The number for a button's own words; a changed request says which of its versions is meant."""
    revision = view.request.revision
    return f"{short(view.request)}·{revision}" if revision > 1 else short(view.request)


def status(request: Request, about: ReturnRequest) -> str:
    """Where it stands, in a word; what is repaired comes as no return."""
    if about.kind is ReturnKind.REPAIR and about.status in _OF_REPAIRS:
        return request.say(f"returns.repair_{about.status}")
    return request.say(f"returns.status_{about.status}")


def line(request: Request, view: ReturnView, row: ReturnRow) -> str:
    """A line: goods, how many, what is wrong, what is wanted; then what was agreed, counted and credited."""
    goods = row.goods
    told = request.say(
        "returns.line",
        goods=goods_text.name(request, goods),
        amount=goods_text.quantity(request, goods, row.line.quantity),
        reason=request.say(f"returns.reason_{row.line.reason}"),
        outcome=request.say(f"returns.outcome_{row.line.outcome}"),
    )
    more = []
    if row.is_gift and not row.line.agreed:
        more.append(request.say("returns.gift_stays"))
    elif row.line.agreed != row.line.quantity:
        more.append(request.say("returns.agreed", amount=goods_text.quantity(request, goods, row.line.agreed)))
    if row.line.good or row.line.bad:
        good, bad = (goods_text.quantity(request, goods, each) for each in (row.line.good, row.line.bad))
        more.append(request.say("returns.counted", good=good, bad=bad))
    if request.actor.may(Right.ORDER_PRICES):
        more += _money(request, view, row)
    return "\n   ".join((told, *more))


def _money(request: Request, view: ReturnView, row: ReturnRow) -> list[str]:
    """What is credited of a line; of a gift what it costs where it does not come back, and what it did cost."""
    line, currency = row.line, view.order.currency
    if line.credited:
        return [request.say("returns.credited_line", money=request.say.money(line.credited, currency))]
    if line.charged:
        kept = goods_text.quantity(request, row.goods, line.kept)
        return [request.say("returns.charged_line", amount=kept, money=request.say.money(line.charged, currency))]
    if row.is_gift and line.agreed and line.price and view.request.status in OPEN:
        cost = rounded(line.price * line.agreed, currency)
        return [request.say("returns.else_charged", money=request.say.money(cost, currency))]
    return []


def goods_name(request: Request, row: ReturnRow) -> str:
    """The goods of a line; a gift is called one, as the same goods may be bought beside it."""
    name = goods_text.name(request, row.goods)
    return request.say("returns.gift", goods=name) if row.is_gift else name


def talk(request: Request, request_id: int) -> tuple[str, ...]:
    """What was asked and answered, for those who decide and those who asked for it."""
    if not request.actor.may(Right.RETURN_ASK) and not request.actor.may(Right.RETURN_DECIDE):
        return ()
    return tuple(
        request.say("returns.asked_them" if each.is_question else "returns.answered", words=each.words)
        for each in questions.said(request.actor, request_id)
    )


def _whose(request: Request, view: ReturnView) -> tuple[str, ...]:
    order = request.say("returns.of_order", order=orders_text.short(view.order))
    if request.actor.may(Right.RETURN_ASK):
        return (order,)
    return (request.say("returns.whose", account=view.account.name, name=view.person.name), order)


def _off_the_bill(request: Request, view: ReturnView) -> Iterator[str]:
    """What it keeps off the bill, where goods are billed on receipt, and what became of that."""
    if not request.actor.may(Right.ORDER_PRICES):
        return
    kept = disputes.kept_back(request.actor, view)
    for key, amount in (("waits", kept.waits), ("waived", kept.waived), ("billed", kept.billed)):
        if amount:
            yield request.say(f"returns.bill_{key}", money=request.say.money(amount, view.order.currency))


def _came_to(request: Request, view: ReturnView) -> tuple[str, ...]:
    """Why it was refused, what it came to in money, and what is sent for it."""
    told = []
    if view.request.reason:
        reason = orders_text.reason(request, view.request.reason)
        told.append(request.say("returns.refused_for", reason=reason))
    if view.credited and request.actor.may(Right.ORDER_PRICES):
        told.append(request.say("returns.credited", money=request.say.money(view.credited, view.order.currency)))
    told.extend(_off_the_bill(request, view))
    if view.charged and request.actor.may(Right.ORDER_PRICES):
        told.append(request.say("returns.charged", money=request.say.money(view.charged, view.order.currency)))
    if view.replacement:
        told.append(request.say("returns.replaced_by", order=view.replacement[5:]))
    told += _repaired(request, view.request)
    if view.request.status is ReturnStatus.APPROVED and request.actor.may(Right.RETURN_ASK):
        told.append(request.say("returns.send_back"))
    return tuple(told)


def _repaired(request: Request, about: ReturnRequest) -> list[str]:
    """When goods to be repaired came, were taken in hand and went back, and in which parcel."""
    if about.kind is not ReturnKind.REPAIR:
        return []
    sent_at = about.closed_at if about.status is ReturnStatus.SENT_BACK else None
    days = (("received", about.received_at), ("began", about.repair_began_at), ("gone", sent_at))
    zone = request.actor.supplier.zone
    told = [request.say(f"returns.day_{word}", at=request.say.moment(at, zone)) for word, at in days if at]
    if about.carrier or about.tracking_number:
        told.append(
            request.say("returns.parcel", parcel=orders_text.waybill(request, about.carrier, about.tracking_number))
        )
    return told


def _ways(request: Request, view: ReturnView) -> tuple[Row, ...]:
    about, can = view.request, partial(may_take, request.actor, view.request)
    rows: list[Row] = []
    if can(ReturnStep.APPROVE):
        yes = _button(request, view, "approve", Verb.RETURN_APPROVE, about.revision)
        rows.append((yes, _button(request, view, "refuse", Verb.RETURN_REFUSE, about.revision)))
        rows += [(_of_line(request, view, row, "change", Verb.RETURN_CHANGE),) for row in view.rows]
        rows.append((_button(request, view, "return_question_label", Verb.RETURN_QUESTION),))
    repair = about.kind is ReturnKind.REPAIR
    if can(ReturnStep.RECEIVE) and repair:
        rows.append((_button(request, view, "receive_repair", Verb.RETURN_RECEIVE, about.revision, 1),))
    elif can(ReturnStep.RECEIVE):
        rows += [
            (_button(request, view, word, Verb.RETURN_RECEIVE, about.revision, whole),)
            for word, whole in _receive(view)
        ]
        rows += [(_of_line(request, view, row, "count", Verb.RETURN_COUNT),) for row in view.rows]
    if can(ReturnStep.SEND):
        rows.append((_button(request, view, "send_repair" if repair else "send", Verb.RETURN_SEND),))
    if can(ReturnStep.REPAIR):
        rows.append((_button(request, view, "begin_repair", Verb.RETURN_REPAIR),))
    if can(ReturnStep.SEND_BACK):
        rows.append((_button(request, view, "end_repair", Verb.RETURN_PARCEL),))
    if can(ReturnStep.WITHDRAW) and questions.waits_for_answer(questions.said(request.actor, about.id)):
        rows.append((_button(request, view, "return_reply_label", Verb.RETURN_REPLY),))
    if can(ReturnStep.WITHDRAW):
        rows.append((_button(request, view, "withdraw", Verb.RETURN_WITHDRAW),))
    return tuple(rows)


def _receive(view: ReturnView) -> tuple[tuple[str, int], ...]:
    """All came and is good; once something was counted, that counts of the others, or only the counted came."""
    if any(row.line.good or row.line.bad for row in view.rows):
        rest = any(not row.line.good and not row.line.bad for row in view.rows)
        return (("receive_counted", 0), *((("receive_rest", 1),) if rest else ()))
    return (("receive", 1),)


def _button(request: Request, view: ReturnView, word: str, verb: Verb, *more: int) -> Button:
    say = request.say(f"returns.{word}_say", number=named(view))
    return button(request.say(f"returns.{word}"), verb, view.request.id, *more, say=say)


def _of_line(request: Request, view: ReturnView, row: ReturnRow, word: str, verb: Verb) -> Button:
    label = request.say(f"returns.{word}", goods=goods_name(request, row))
    return about_line(view, row, label, verb)


def about_line(view: ReturnView, row: ReturnRow, label: str, verb: Verb, *more: Argument) -> Button:
    """A button about a line of the request as it stands; its own words name both."""
    say = f"{label} {named(view)}-{row.line.position}"
    return button(label, verb, row.line.id, view.request.revision, *more, say=say)


def _foot(request: Request, view: ReturnView) -> Row:
    ways = [button(request.say("order_card.to_order"), Verb.ORDER, view.order.id)]
    if view.request.replacement_id:
        ways.append(button(request.say("returns.to_replacement"), Verb.ORDER, view.request.replacement_id))
    return (*ways, button(request.say("returns.back"), Verb.RETURNS), button(request.say("button.menu"), Verb.MENU))
