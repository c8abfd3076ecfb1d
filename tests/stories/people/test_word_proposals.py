"""Nicknames that many accounts share are proposed to the admins, once, and spread only where one accepts."""

from domain.catalogue import nicknames, supplier_words, word_proposals
from domain.tables.columns import new_id
from domain.tables.nicknames import How, Nickname
from domain.tables.people import Account
from tests.world import MONDAY, World


def shared(world: World, words: str, *goods: str) -> None:
    """An account for each of these goods that calls it so."""
    for code in goods:
        sku_id = world.sku(code).id
        with world.database.transaction() as session:
            teacher = world.actor(session, "老李")
            account = Account(name=f"第{new_id()}店", created_at=MONDAY)
            session.add(account)
            session.flush()
            learnt = nicknames.learn(teacher, words, sku_id, How.TAUGHT)
            assert learnt is not None
            session.get_one(Nickname, learnt.nickname.id).account_id = account.id


def proposed(world: World) -> int:
    with world.database.transaction() as session:
        count = word_proposals.propose(world.actor(session))
    world.deliver()
    return count


def test_what_three_accounts_say_is_proposed_and_taken_in_by_a_tap(world: World) -> None:
    shared(world, "打工水", "HN250", "HN250")
    assert proposed(world) == 0
    shared(world, "打工水 ", "HN250")
    assert (proposed(world), proposed(world)) == (1, 0)
    admin = world.admin.hears("3 家客户都把“火犇能量饮料 250ml罐”叫作“打工水”", "✅ 收进", "❌ 不收")
    world.english_dealer.types("打工水 1箱").does_not_see("All in your cart")
    admin.taps("✅ 收进").sees("陈总把“打工水”收进了店里的叫法")
    world.dealer.types("打工水 1箱").sees("都放进购物车了", "火犇能量饮料")
    with world.session() as session:
        assert [(row.word, row.means) for row in supplier_words.every(session)] == [("打工水", "HN250")]


def test_a_no_is_heard_once_and_for_all(world: World) -> None:
    shared(world, "老黑", "KL500", "KL500", "KL500")
    assert proposed(world) == 1
    world.admin.hears("老黑").taps("❌ 不收").sees("陈总没有收“老黑”")
    shared(world, "老黑", "KL500")
    assert proposed(world) == 0
    world.english_dealer.types("老黑 1箱").does_not_see("All in your cart")


def test_what_accounts_disagree_about_or_other_goods_are_called_is_not_proposed(world: World) -> None:
    shared(world, "黑罐", "KL330", "KL330", "KL330", "HN250")
    shared(world, "天然水", "QS550", "QS550")
    shared(world, "汽水", "KL330", "KL330", "KL330")
    assert proposed(world) == 0


def test_a_word_that_other_goods_took_meanwhile_stays_open(world: World) -> None:
    shared(world, "老黑", "KL500", "KL500", "KL500")
    assert proposed(world) == 1
    sku = world.sku("KL500")
    with world.database.transaction() as session:
        session.merge(sku).on_sale = False
    world.admin.hears("老黑").taps("✅ 收进").sees("“老黑”现在收不了")
    with world.database.transaction() as session:
        session.merge(sku).on_sale = True
    world.admin.taps("✅ 收进").sees("收进了店里的叫法")
