"""``dinghuo paper``: a paper of an order as PDF."""

from pathlib import Path

from sqlmodel import select

from bot.command_context import in_use, perform_command
from bot.command_errors import CommandError
from bot.papers.linked import delivery_notes
from bot.papers.order import order_paper
from bot.papers.paper import Paper
from bot.papers.pdf import pdf_of
from bot.papers.picking import picking_paper
from bot.papers.quote import quote_paper
from bot.settings import Settings
from domain.actor import Actor
from domain.carts.newest import newest_of
from domain.orders import order_lists
from domain.orders.view import OrderView, view_order
from domain.refusals import NotFound
from domain.rules.order_papers import OrderPaper
from domain.tables.people import Account
from locales import Words, best_language, words_for


def written(
    settings: Settings, kind: OrderPaper, number: str, file: Path, language: str, *, prices: bool, three_part: bool
) -> str:
    """Write it; the line to print. Raises CommandError: there is no such order, or nothing to write on the paper."""
    say = words_for(best_language(language, settings.language) if language else settings.language)

    def act(actor: Actor) -> tuple[Paper, ...]:
        return _papers(actor, kind, number, say, prices=prices, three_part=three_part)

    with in_use(settings) as database:
        papers = perform_command(settings, database, act, keeps=False)
    return f"{file.write_bytes(pdf_of(*papers))} bytes in {file}"


def _papers(
    actor: Actor, kind: OrderPaper, number: str, say: Words, *, prices: bool, three_part: bool
) -> tuple[Paper, ...]:
    if kind is OrderPaper.PICKING:
        return (picking_paper(actor, [_order(actor, each, say) for each in number.split(",")], say),)
    if kind is OrderPaper.QUOTE and (account := _account(actor, number)):
        cart = newest_of(actor, account.id)
        if cart is None:
            raise CommandError(say("papers.empty_cart", account=number))
        return (quote_paper(actor, account, cart, say),)
    view = _order(actor, number, say)
    if kind is not OrderPaper.DELIVERY:
        return (order_paper(actor, view, say, kind),)
    try:
        return delivery_notes(actor, view, say, prices=prices, three_part=three_part)
    except NotFound:
        raise CommandError(say("papers.no_parcel", number=view.order.number)) from None


def _order(actor: Actor, number: str, say: Words) -> OrderView:
    found = order_lists.by_number(actor, number.strip())
    if not found:
        raise CommandError(say("tracking.unknown", number=number.strip()))
    return view_order(actor, found[0].order.id)


def _account(actor: Actor, name: str) -> Account | None:
    return actor.session.exec(select(Account).where(Account.name == name)).first()
