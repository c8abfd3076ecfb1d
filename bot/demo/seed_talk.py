"""Seeds one short talk of the demo's buyer with the salesperson, about an order that is on its way."""

from datetime import timedelta

from sqlmodel import col, select

from bot.demo.chats import Chat
from bot.demo.seed_history import SeedContext
from bot.demo.seed_people import PHONE_OWNERS
from domain.rules.shipment_life import ShipmentStatus
from domain.tables.orders import Order
from domain.tables.shipments import Shipment
from domain.threads import messages, threads

#: So long ago the buyer asked; each word and the end follow after so long.
_ASKED, _STEP = timedelta(minutes=50), timedelta(minutes=3)
_QUESTION, _ANSWER, _THANKS = "这单今天能到吗？店里快断货了", "能到，司机下午四点前送到您店里", "好的，谢谢"


def seed_talk(context: SeedContext) -> None:
    """They ask, are answered, and it ends; the demo's salesperson is asked for nothing more."""
    buyer, seller = (context.people.by_key[PHONE_OWNERS[chat]] for chat in (Chat.BUYER, Chat.SALESPERSON))
    query = select(Order.id).join(Shipment).where(Order.buyer_id == buyer.id, Shipment.status == ShipmentStatus.SHIPPED)
    order_id = context.session.exec(query.order_by(col(Order.submitted_at).desc())).first()
    at = context.now - _ASKED
    talk = threads.begin(context.actor(buyer, at), order_id).view.thread
    messages.say(context.actor(buyer, at), talk.id, _QUESTION)
    threads.enter(context.actor(seller, at + _STEP), talk.id)
    messages.say(context.actor(seller, at + _STEP), talk.id, _ANSWER)
    messages.say(context.actor(buyer, at + 2 * _STEP), talk.id, _THANKS)
    threads.close(context.actor(buyer, at + 3 * _STEP), talk.id)
