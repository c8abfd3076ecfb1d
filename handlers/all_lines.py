"""Every line of an order, page by page: what its card has no room for."""

from domain import order_view
from domain.order_access import may
from domain.rules.order_life import Step
from domain.rules.rights import Right
from handlers import order_buttons, order_card
from handlers.approval_words import of_line
from handlers.paging import page as page_of
from handlers.press import Press
from handlers.turn import Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Lines a page: two or three lines of text each, and a chat shows some forty.
PAGE = 15


def lines(visit: Visit, press: Press) -> Turn:
    """As on the card; who decides also sees each price, the stock there is of it and the dealer's own words."""
    seen = order_view.view(visit.by, press.id(0))
    page = page_of(press.number(1, 0), PAGE, len(seen.rows))
    on_card, decides = order_card.line_of(visit, seen), visit.by.may(Right.ORDER_APPROVE)
    amount = visit.say.money(seen.order.total, seen.order.currency)
    sees_prices = visit.by.may(Right.ORDER_PRICES)
    decide = order_buttons.decide(visit, seen)
    back = order_buttons.to_decision if may(visit.by, seen.held, Step.APPROVE) else order_buttons.to_order
    reply = Reply(
        title=page.head(visit, order_card.head(visit, seen)),
        lines=tuple(of_line(visit, seen, row) if decides else on_card(row) for row in page.of(seen.rows)),
        note=visit.say.count("approval.total", len(seen.rows), amount=amount) if sees_prices else "",
        buttons=(
            *page.turn(visit, Verb.CARD_LINES, seen.order.id),
            *((decide,) if decide else ()),
            (back(visit, seen),),
        ),
        card=order_card.card(seen),
    )
    return Turn(replies=(reply,))
