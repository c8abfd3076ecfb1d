"""What happens by itself on the busy day: strangers come in by the door for retail, and a customer wishes."""

from sqlmodel import select

from domain.people import retail, wishes
from domain.tables.people import Account
from domain.tables.wishes import Wish, WishStatus
from domain.threads import messages, threads
from storage import media
from tests.orders import place
from tests.retail import come_in, open_door
from tests.world import World


def newcomers_by_themselves(world: World) -> None:
    """Two come in by the door for retail, one orders, one becomes a dealer; a dealer's customer wishes thrice."""
    open_door(world)
    walker = come_in(world, "walker")
    walker.types("可乐500 1箱").taps("🛒").taps("✅ 去结算").taps("✏️ 写地址").types("翠竹弄9号").taps("✅ 提交订单")
    walker.types("我付了 50")
    come_in(world, "walker2", "李四", "13900000000")
    with world.database.transaction() as session:
        account = session.exec(select(Account).where(Account.name == "李四 #0002")).one()
        retail.make_dealer(world.actor(session, "陈总"), account.id, None)
    for taken in (True, False):
        world.customer.types("可乐500 2箱").taps("✅ 发给")
        with world.database.transaction() as session:
            sent = session.exec(select(Wish.id).where(Wish.status == WishStatus.SENT)).one()
            wishes.answer(world.actor(session, "老李"), sent, taken=taken)
    world.customer.types("可乐500 3箱")


def a_word_with_a_person(world: World) -> None:
    """A dealer asks about an order, is answered, and ends it; another still waits, with words that may be an order."""
    order = place(world)
    with world.database.transaction() as session:
        buyer, seller = world.actor(session, "老李"), world.actor(session, "小王")
        talk = threads.begin(buyer, order.id).view.thread
        messages.say(buyer, talk.id, "能换成冰的吗", media.store(session, b"a broken case", "image/jpeg"))
        threads.enter(seller, talk.id)
        messages.say(seller, talk.id, "可以")
        threads.close(buyer, talk.id)
        other = world.actor(session, "Ann")
        waiting = threads.begin(other).view.thread
        messages.say(other, waiting.id, "are you there?")
        messages.hold(other, waiting.id, "cola500 2 cases")
