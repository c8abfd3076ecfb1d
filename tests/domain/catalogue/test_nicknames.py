"""Nicknames: learnt and forgotten for one account alone, by those who order for it, and each taken back."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select

from domain.actor import Actor
from domain.catalogue import nicknames
from domain.catalogue.catalogue import put_on_sale
from domain.catalogue.nicknames import ForgottenNickname, LearntNickname
from domain.checks import check_all
from domain.order_text.nickname_keys import MOST
from domain.people import on_behalf
from domain.refusals import BadWords, NicknameGone, NoAccount, NotAllowed, NotFound, NotOnSale, TooManyNicknames
from domain.tables.catalogue import Sku
from domain.tables.nicknames import How, Nickname
from domain.tables.orders import Event
from domain.tables.people import Account
from tests.world import World


@pytest.fixture
def session(world: World) -> Iterator[Session]:
    with world.session() as session:
        yield session


def sku(session: Session, code: str) -> int:
    return session.exec(select(Sku.id).where(Sku.code == code)).one()


def learnt(actor: Actor, words: str, code: str = "KL330", how: How = How.TAUGHT) -> LearntNickname:
    done = nicknames.learn(actor, words, sku(actor.session, code), how)
    assert done is not None
    return done


def meant(actor: Actor) -> dict[str, str]:
    """The code by the key of each nickname."""
    codes = dict(iter(actor.session.exec(select(Sku.id, Sku.code))))
    return {key: codes[sku_id] for key, sku_id in nicknames.known(actor).items()}


def kinds(session: Session) -> list[str]:
    return list(session.exec(select(Event.kind).where(col(Event.kind).startswith("nickname")).order_by(col(Event.id))))


def serving(world: World, session: Session, name: str, account: str) -> Actor:
    actor = world.actor(session, name)
    on_behalf.order_for(actor, session.exec(select(Account.id).where(Account.name == account)).one())
    return actor


def test_what_is_learnt_says_who_taught_it_when_and_how(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    done = learnt(actor, " Red  Can ", how=How.ANSWERED)
    assert meant(actor) == {"redcan": "KL330"}
    (kept,) = nicknames.of_account(actor)
    assert (kept.nickname.words, kept.teacher, kept.nickname.how) == ("Red Can", "老李", How.ANSWERED)
    assert kept.nickname.taught_at == world.clock()
    event = session.get_one(Event, done.event_id)
    assert (event.kind, event.subject) == ("nickname.learnt", f"nickname:{kept.nickname.id}")
    assert check_all(session) == []


def test_the_same_again_changes_nothing(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    first, second = learnt(actor, "红罐"), learnt(actor, "紅 罐")
    assert second.nickname.id == first.nickname.id
    assert second.event_id is None
    assert kinds(session) == ["nickname.learnt"]


def test_a_newer_answer_takes_the_place_of_the_older(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    old, new = learnt(actor, "红罐"), learnt(actor, "红罐", "XB330")
    assert new.before == sku(session, "KL330")
    assert new.nickname.id != old.nickname.id, "buttons for the old meaning must not touch the new one"
    assert meant(actor) == {"红罐": "XB330"}


def test_no_other_account_hears_of_it_and_colleagues_do(world: World, session: Session) -> None:
    learnt(world.actor(session, "老李"), "红罐")
    assert meant(world.actor(session, "Ann")) == {}
    assert nicknames.of_account(world.actor(session, "Ann")) == []
    learnt(world.actor(session, "Ann"), "红罐", "XB330")
    assert meant(world.actor(session, "老李")) == {"红罐": "KL330"}
    assert meant(serving(world, session, "小王", "李记便利店")) == {"红罐": "KL330"}
    assert meant(serving(world, session, "小王", "Harbour Mart")) == {"红罐": "XB330"}


@pytest.mark.parametrize("name", ["小王", "陈总"])
def test_staff_who_order_for_the_account_teach_it_too(world: World, session: Session, name: str) -> None:
    learnt(serving(world, session, name, "李记便利店"), "红罐")
    assert meant(world.actor(session, "老李")) == {"红罐": "KL330"}
    assert [kept.teacher for kept in nicknames.of_account(world.actor(session, "老李"))] == [name]


@pytest.mark.parametrize("name", ["老周", "小孙", "阿美"])
def test_others_may_neither_teach_nor_see_nor_forget(world: World, session: Session, name: str) -> None:
    theirs, actor = learnt(world.actor(session, "老李"), "红罐"), world.actor(session, name)
    assert meant(actor) == {}
    for act in (
        lambda: nicknames.of_account(actor),
        lambda: nicknames.learn(actor, "红罐", sku(session, "KL330"), How.TAUGHT),
        lambda: nicknames.forget(actor, theirs.nickname.id),
        lambda: nicknames.take_back(actor, theirs.event_id or 0),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_salesperson_first_says_for_whom(world: World, session: Session) -> None:
    actor = world.actor(session, "小王")
    assert meant(actor) == {}
    with pytest.raises(NoAccount):
        nicknames.of_account(actor)
    with pytest.raises(NoAccount):
        nicknames.learn(actor, "红罐", sku(session, "KL330"), How.TAUGHT)


def test_somebody_elses_nickname_cannot_be_forgotten_or_taken_back(world: World, session: Session) -> None:
    theirs = learnt(world.actor(session, "老李"), "红罐")
    with pytest.raises(NicknameGone):
        nicknames.forget(world.actor(session, "Ann"), theirs.nickname.id)
    with pytest.raises(NotFound):
        nicknames.take_back(world.actor(session, "Ann"), theirs.event_id or 0)
    assert meant(world.actor(session, "老李")) == {"红罐": "KL330"}


@pytest.mark.parametrize("words", ["", "  ", "谢谢", "……", "红" * 31, "ﷺ" * 3])
def test_words_that_name_nothing_or_are_too_long_are_refused(world: World, session: Session, words: str) -> None:
    with pytest.raises(BadWords):
        learnt(world.actor(session, "老李"), words)


def test_goods_that_are_not_there_or_not_sold_are_refused(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    with pytest.raises(NotFound):
        nicknames.learn(actor, "红罐", 7, How.TAUGHT)
    put_on_sale(world.actor(session, "陈总"), sku(session, "KL330"), on_sale=False)
    with pytest.raises(NotOnSale):
        learnt(actor, "红罐")


def test_an_account_has_only_so_many_and_an_answer_too_many_is_no_trouble(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    first = learnt(actor, "叫法0")
    for number in range(1, MOST):
        learnt(actor, f"叫法{number}")
    assert nicknames.learn(actor, "红罐", sku(session, "KL330"), How.ANSWERED) is None
    with pytest.raises(TooManyNicknames):
        learnt(actor, "红罐")
    assert learnt(actor, "叫法7", "XB330").before == sku(session, "KL330"), "another meaning needs no more room"
    gone = nicknames.forget(actor, first.nickname.id)
    learnt(actor, "红罐")
    with pytest.raises(TooManyNicknames):
        nicknames.take_back(actor, gone.event_id)
    assert len(meant(actor)) == MOST
    assert check_all(session) == []


def test_what_was_forgotten_comes_back_as_it_was(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    done = learnt(serving(world, session, "小王", "李记便利店"), "红罐")
    gone = nicknames.forget(actor, done.nickname.id)
    assert meant(actor) == {}
    with pytest.raises(NicknameGone):
        nicknames.forget(actor, done.nickname.id)
    world.clock.pass_(days=1)
    later = world.actor(session, "老李")
    for _ in range(2):
        back = nicknames.take_back(later, gone.event_id)
        assert isinstance(back, LearntNickname)
    (kept,) = nicknames.of_account(later)
    assert (kept.teacher, kept.nickname.taught_at) == ("小王", done.nickname.taught_at)
    assert kinds(session) == ["nickname.learnt", "nickname.forgotten", "nickname.taken_back"]
    assert check_all(session) == []


def test_what_was_learnt_is_taken_back_to_what_was_meant_before(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    first, second = learnt(actor, "红罐"), learnt(actor, "红罐", "XB330")
    for _ in range(2):
        back = nicknames.take_back(actor, second.event_id or 0)
        assert isinstance(back, LearntNickname)
        assert meant(actor) == {"红罐": "KL330"}
    assert isinstance(nicknames.take_back(actor, first.event_id or 0), LearntNickname), "the words were used since"
    assert meant(actor) == {"红罐": "KL330"}
    alone = learnt(actor, "蓝罐")
    for _ in range(2):
        assert isinstance(nicknames.take_back(actor, alone.event_id or 0), ForgottenNickname)
        assert meant(actor) == {"红罐": "KL330"}
    assert check_all(session) == []


def test_what_was_learnt_anew_since_is_not_overwritten(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    gone = nicknames.forget(actor, learnt(actor, "红罐").nickname.id)
    learnt(actor, "红罐", "XB330")
    assert isinstance(nicknames.take_back(actor, gone.event_id), LearntNickname)
    assert meant(actor) == {"红罐": "XB330"}


def test_only_what_was_done_to_a_nickname_can_be_taken_back(world: World, session: Session) -> None:
    actor = serving(world, session, "小王", "李记便利店")
    other = session.exec(select(Event.id).where(Event.kind == "person.ordering_for")).one()
    for event_id in (other, 7):
        with pytest.raises(NotFound):
            nicknames.take_back(actor, event_id)


def test_a_nickname_without_a_record_or_with_a_wrong_key_is_found(world: World, session: Session) -> None:
    actor = world.actor(session, "老李")
    learnt(actor, "红罐")
    nickname = session.exec(select(Nickname)).one()
    nickname.key = "蓝罐"
    session.delete(session.exec(select(Event).where(Event.kind == "nickname.learnt")).one())
    session.flush()
    assert {finding.what for finding in check_all(session)} == {"nickname_key", "nickname_event"}
