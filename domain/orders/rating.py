"""Rating a completed order with stars and words, once each."""

from domain.actor import Actor
from domain.events.journal import log_event, notify
from domain.events.recipients import recipients_of
from domain.orders.access import OrderAccess, find, require_step
from domain.refusals import BadWords, NotFound, OrderMoved
from domain.rules.order_life import Step
from domain.rules.rights import Right
from domain.tables.notices import NoticeKind
from domain.tables.orders import Order

WORDS_MOST = 300
STARS = range(1, 6)


def rate(actor: Actor, order_id: int, stars: int) -> Order:
    """Say how it went, 1 to 5 stars, once. The same stars twice change nothing."""
    access = find(actor, order_id, lock=True)
    if access.order.rating == stars and actor.may(Right.ORDER_RATE):
        return access.order
    require_step(actor, access, Step.RATE)
    if stars not in STARS:
        raise NotFound
    access.order.rating = stars
    return _told(actor, access, "order.rated", stars=stars)


def explain_rating(actor: Actor, order_id: int, words: str) -> Order:
    """Add words to the stars just given, once. Raises BadWords: empty or longer than fits."""
    actor.need(Right.ORDER_RATE)
    access = find(actor, order_id, lock=True)
    if access.order.rating is None or access.order.rating_words:
        raise OrderMoved(order_id=order_id)
    if not 0 < len(words) <= WORDS_MOST:
        raise BadWords(most=WORDS_MOST)
    access.order.rating_words = words
    return _told(actor, access, "order.rating_explained")


def _told(actor: Actor, access: OrderAccess, kind: str, **facts: int) -> Order:
    order = access.order
    log_event(actor, kind, order=order, **facts)
    notify(actor, recipients_of(actor, order, access.account).approvers, NoticeKind.ORDER_RATED, order=order)
    return order
