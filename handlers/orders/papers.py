"""The papers of an order: which there are, and each as a file or a link."""

from enum import StrEnum

from domain.orders import papers
from domain.orders.view import OrderView
from domain.refusals import NotFound
from domain.rules.order_papers import OrderPaper
from domain.rules.rights import Right
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paper_links import PaperForm, PaperKind, file_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, File, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from handlers.orders import order_buttons, order_card


class NoteForm(StrEnum):
    """A delivery note: with prices or without, on A4 or in three layers."""

    A4 = "a4"
    PLAIN = "plain"
    THREE = "three"
    THREE_PLAIN = "threeplain"


_WITHOUT_PRICES = frozenset({NoteForm.PLAIN, NoteForm.THREE_PLAIN})
_THREE_PART = frozenset({NoteForm.THREE, NoteForm.THREE_PLAIN})


def choose(request: Request, *, order_id: Id) -> Turn:
    """The papers of an order that this person may have."""
    view = papers.order(request.actor, order_id)
    rows = tuple(_rows(request, view))
    shown = Reply(
        title=request.say("papers.choose" if rows else "papers.none_yet", number=view.order.number),
        buttons=(*rows, (order_buttons.to_order(request, view), order_buttons.home(request))),
        card=order_card.card(view),
    )
    return Turn(replies=(shown,))


def send(request: Request, *, order_id: Id, kind: OrderPaper, form: NoteForm = NoteForm.A4) -> Turn:
    """One of them. Raises NotFound: it is not theirs, or there is nothing on it any more."""
    view = papers.order(request.actor, order_id)
    papers.require(request.actor, view, kind)
    more = (form not in _WITHOUT_PRICES, form in _THREE_PART)
    about = ("0", *(f"{int(each)}" for each in more)) if kind is OrderPaper.DELIVERY else ()
    return _sent(request, view, _file(request, PaperKind(kind), view, *about))


def of_parcel(request: Request, *, shipment_id: Id) -> Turn:
    """The delivery note of one parcel, to be put into it."""
    view = papers.order_of_parcel(request.actor, shipment_id)
    if not any(each.shipment.id == shipment_id for each in papers.parcels(request.actor, view)):
        raise NotFound
    return _sent(request, view, _file(request, PaperKind.DELIVERY, view, f"{shipment_id}", "1", "0"))


def of_queue(request: Request) -> Turn:
    """One pick list for all that waits, merged by SKU."""
    request.actor.need(Right.SHIPMENT_PICK)
    name = request.say("papers.title_picking")
    queue = button(request.say("picking.to_queue"), Verb.QUEUE)
    file = file_of(request, PaperKind.QUEUE, PaperForm.PDF, f"{name}.pdf")
    shown = Reply(title=request.say("papers.here", paper=name), buttons=((queue,),), files=(file,))
    return Turn(replies=(shown,))


def _rows(request: Request, view: OrderView) -> list[Row]:
    """A button for each paper; a delivery note in as many forms as this person may have it."""
    rows: list[Row] = []
    for paper in papers.offered(request.actor, view):
        if paper is not OrderPaper.DELIVERY:
            rows.append((_button(request, view, paper, f"{paper}"),))
            continue
        priced = papers.shows_prices(request.actor)
        for pair in ((NoteForm.A4, NoteForm.PLAIN), (NoteForm.THREE, NoteForm.THREE_PLAIN)):
            forms = [form for form in pair if priced or form in _WITHOUT_PRICES]
            rows.append(tuple(_button(request, view, paper, f"{paper}_{form}", form) for form in forms))
    return rows


def _button(request: Request, view: OrderView, paper: OrderPaper, key: str, form: NoteForm = NoteForm.A4) -> Button:
    label = request.say(f"papers.button_{key}")
    say = request.say("papers.button_say", label=label.lstrip("📄 "), order=orders_text.short(view.order))
    return button(label, Verb.PAPER, view.order.id, paper.value, form.value, say=say)


def _file(request: Request, kind: PaperKind, view: OrderView, *more: str) -> File:
    name = request.say(f"papers.title_{kind}")
    return file_of(request, kind, PaperForm.PDF, f"{name}-{view.order.number}.pdf", f"{view.order.id}", *more)


def _sent(request: Request, view: OrderView, file: File) -> Turn:
    ways = (order_buttons.papers(request, view), order_buttons.to_order(request, view))
    shown = Reply(
        title=request.say("papers.here", paper=file.name.removesuffix(".pdf")), buttons=(ways,), files=(file,)
    )
    return Turn(replies=(shown,))
