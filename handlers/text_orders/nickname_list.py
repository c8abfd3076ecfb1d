"""The account's nicknames, page by page; each can be removed, and restored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.catalogue import nicknames
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.nicknames import ForgottenNickname, LearntNickname, StoredNickname
from handlers.conversation import text_order_state
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.text_orders import text_order

#: Nicknames on a page.
PAGE = 6


def show(request: Request, *, page: int = 0) -> Turn:
    """Every nickname, the newest first."""
    return Turn(replies=(_list(request, page),))


def forget(request: Request, *, nickname_id: Id) -> Turn:
    """Remove one, with a way back; a second tap is told the same as the first."""
    gone = _just_forgotten(request, nickname_id) or nicknames.forget(request.actor, nickname_id)
    back = button(request.say("nicknames.put_back"), Verb.TAKE_BACK, gone.event_id)
    shown = _list(request, 0, request.say("nicknames.forgotten", words=gone.words), ((back,),))
    return Turn(replies=(shown,), memory={**request.memory, **_remember(nickname_id, gone)})


def take_back(request: Request, *, event_id: Id) -> Turn:
    """Undo what was learnt or removed, and say what the words mean now. An order being talked about goes on."""
    told = _told(request, nicknames.take_back(request.actor, event_id))
    goes_on = text_order_state.is_open(request)
    turn = text_order.as_it_is(request, (told,)) if goes_on else Turn(replies=(_list(request, 0, told),))
    return replace(turn, memory={**(turn.memory or request.memory), "forgotten": ""})


def _told(request: Request, now: LearntNickname | ForgottenNickname) -> str:
    if isinstance(now, ForgottenNickname):
        return request.say("nicknames.forgotten", words=now.words)
    goods = goods_text.name(request, goods_text.one(request, now.nickname.sku_id))
    return request.say("nicknames.means", words=now.nickname.words, goods=goods)


def _list(request: Request, number: int, told: str = "", undo: tuple[Row, ...] = ()) -> Reply:
    """A page of them; ``told``: what was just done."""
    kept = nicknames.of_account(request.actor)
    part = page_of(number, PAGE, len(kept))
    page = part.of(kept)
    goods = goods_by_id(request.session, {each.nickname.sku_id for each in page})
    title = part.head(request, _title(request, len(kept)))
    return Reply(
        title=f"{told}\n\n{title}" if told else title,
        lines=_lines(request, page, goods),
        note=request.say("nicknames.how"),
        buttons=(
            *undo,
            *(_remove(request, each) for each in page),
            *part.turn(request, Verb.NICKNAMES),
            (button(request.say("button.search"), Verb.SEARCH), button(request.say("button.menu"), Verb.MENU)),
        ),
    )


def _remove(request: Request, kept: StoredNickname) -> Row:
    return (button(request.say("nicknames.remove", words=kept.nickname.words), Verb.FORGET, kept.nickname.id),)


def _title(request: Request, count: int) -> str:
    account = request.account.name if request.account else ""
    served = "_served" if request.on_behalf else ""
    if not count:
        return request.say(f"nicknames.none{served}", account=account)
    return request.say.count(f"nicknames.title{served}", count, account=account)


def _lines(request: Request, page: Sequence[StoredNickname], goods: Mapping[int, Goods]) -> tuple[str, ...]:
    return tuple(_line(request, each, goods.get(each.nickname.sku_id)) for each in page)


def _line(request: Request, kept: StoredNickname, goods: Goods | None) -> str:
    """The words, what they mean, and who said so when."""
    nickname = kept.nickname
    day = request.say.day(nickname.taught_at.astimezone(request.zone).date())
    told = request.say(
        "nicknames.row",
        words=nickname.words,
        goods=goods_text.name(request, goods) if goods else request.say("nicknames.unknown"),
        how=request.say(f"nicknames.how_{nickname.how}", name=kept.teacher, day=day),
    )
    return told if goods and goods.sku.on_sale else request.say("nicknames.off_sale", row=told)


def _just_forgotten(request: Request, nickname_id: int) -> ForgottenNickname | None:
    """What was forgotten last, if it was this one."""
    last, _, rest = str(request.memory.get("forgotten") or "").partition(":")
    event_id, _, words = rest.partition(":")
    return ForgottenNickname(words=words, event_id=int(event_id)) if last == str(nickname_id) else None


def _remember(nickname_id: int, gone: ForgottenNickname) -> Facts:
    return {"forgotten": f"{nickname_id}:{gone.event_id}:{gone.words}"}
