"""What a dealer's own customer would like: names and amounts without prices, sent to the dealer's buyers as words."""

from collections.abc import Sequence
from dataclasses import replace

from domain.catalogue.catalogue import Goods, goods_by_id
from domain.order_text.result import NOTHING, Act, AskedLine, Line, ReadOrder, TakenLine, UnknownLine
from domain.people import wishes
from domain.rules.rights import Right
from domain.tables.notices import Notice
from domain.tables.people import Account
from domain.tables.wishes import WISH, Wish, WishStatus
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.dispatch import Id
from handlers.conversation.request import Request
from handlers.conversation.turn import Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.formatting import goods_text
from handlers.text_orders import text_order

#: More lines than this are told as a number.
_SHOWN = 20


def typed(request: Request, text: str) -> Turn | None:
    """What a customer types: the draft of a wish where it names goods and amounts; nothing where it does not."""
    if not request.actor.may(Right.WISH_SEND):
        return None
    dealers = wishes.dealers_of(request.actor)
    if not dealers:
        return None
    words = "\n".join(line.text for line in _adding(_reading_for(request, dealers[0].id), text))
    if not words:
        return None
    if len(words) > WISH:
        home: Row = (button(request.say("button.menu"), Verb.MENU),)
        return Turn(replies=(Reply(title=request.say("wish.too_long", most=WISH), buttons=(home,)),))
    return _shown(request, wishes.draft(request.actor, dealers[0].id, words), dealers)


def to_other(request: Request, *, wish_id: Id, account_id: Id) -> Turn:
    """The same draft for another dealer whose orders they follow."""
    words = wishes.own_draft(request.actor, wish_id).words
    return _shown(request, wishes.draft(request.actor, account_id, words), wishes.dealers_of(request.actor))


def send(request: Request, *, wish_id: Id) -> Turn:
    """The dealer's buyers get its card."""
    account = wishes.send(request.actor, wish_id)
    return _said(request, request.say("wish.sent", account=account.name), wish_id)


def drop(request: Request, *, wish_id: Id) -> Turn:
    """Nobody gets it."""
    wishes.drop(request.actor, wish_id)
    return _said(request, request.say("wish.dropped"), wish_id)


def take(request: Request, *, wish_id: Id) -> Turn:
    """The buyer's yes: what is clear goes into their cart, and what is not is asked, as if they had typed it."""
    wish = wishes.answer(request.actor, wish_id, taken=True)
    lines = _adding(request, wish.words)
    if not lines:
        raise StaleButton
    words = "\n".join(line.text for line in lines)
    intake = ReadOrder(lines=lines, recalled=request.reader.read(words, nicknames=request.nicknames).recalled)
    return text_order.take_order(request, words, intake, NOTHING).headed(request.say("wish.taken"))


def decline(request: Request, *, wish_id: Id) -> Turn:
    """The buyer's no."""
    wishes.answer(request.actor, wish_id, taken=False)
    return _said(request, request.say("wish.declined"), wish_id)


def received(request: Request, notice: Notice) -> Reply | None:
    """The card of a wish for a dealer's buyer, as long as nobody answered it."""
    wish, customer = wishes.one(request.actor, int(notice.facts["wish"]))
    if wish.status is not WishStatus.SENT:
        return None
    answers: Row = (
        button(request.say("wish.take"), Verb.TAKE_WISH, wish.id, say=request.say("wish.take_of", name=customer.name)),
        button(
            request.say("wish.decline"),
            Verb.DECLINE_WISH,
            wish.id,
            say=request.say("wish.decline_of", name=customer.name),
        ),
    )
    return Reply(
        title=request.say("wish.wants", name=customer.name),
        lines=_lines(request, wish.words),
        note=request.say("wish.nothing_ordered"),
        buttons=(answers, (button(request.say("button.menu"), Verb.MENU),)),
        card=_card(wish.id),
    )


def answered(request: Request, notice: Notice) -> Reply:
    """To the customer: whether their dealer goes on with it."""
    wish, account = wishes.answered(request.actor, int(notice.facts["wish"]))
    key = "wish.was_taken" if wish.status is WishStatus.TAKEN else "wish.was_declined"
    home: Row = (button(request.say("button.menu"), Verb.MENU),)
    return Reply(
        title=request.say(key, account=account.name), lines=_lines(_theirs(request, wish), wish.words), buttons=(home,)
    )


def _shown(request: Request, wish: Wish, dealers: Sequence[Account]) -> Turn:
    """The draft: what was understood, and to whom it would go."""
    names = {each.id: each.name for each in dealers}
    others = [
        (button(request.say("wish.to_other", account=name), Verb.WISH_TO, wish.id, each),)
        for each, name in names.items()
        if each != wish.account_id
    ]
    reply = Reply(
        title=request.say("wish.ask", account=names[wish.account_id]),
        lines=_lines(_theirs(request, wish), wish.words),
        note=request.say("wish.ask_note"),
        buttons=(
            (button(request.say("wish.send", account=names[wish.account_id]), Verb.SEND_WISH, wish.id),),
            *others,
            (button(request.say("wish.drop"), Verb.DROP_WISH, wish.id), button(request.say("button.menu"), Verb.MENU)),
        ),
        card=_card(wish.id),
    )
    return Turn(replies=(reply,))


def _theirs(request: Request, wish: Wish) -> Request:
    """A customer sees the goods that their dealer sees, and no others."""
    return _reading_for(request, wish.account_id)


def _reading_for(request: Request, account_id: int) -> Request:
    return replace(request, actor=replace(request.actor, reads_for=account_id))


def _adding(request: Request, words: str) -> tuple[Line, ...]:
    """The lines that order something, with what is not understood beside them; nothing that would take away."""
    lines = request.reader.read(words, nicknames=request.nicknames).lines
    wanted = [line for line in lines if isinstance(line, TakenLine | AskedLine) and line.act is Act.ADD]
    kept = tuple(line for line in lines if line in wanted or isinstance(line, UnknownLine))
    return kept if wanted else ()


def _lines(request: Request, words: str) -> tuple[str, ...]:
    """Names and amounts; what is not clear in the customer's own words."""
    lines = _adding(request, words)
    goods = goods_by_id(request.session, {line.sku_id for line in lines if isinstance(line, TakenLine)})
    told = [_line(request, line, goods) for line in lines[:_SHOWN]]
    more = len(lines) - len(told)
    return (*told, *((request.say.count("wish.more", more),) if more else ()))


def _line(request: Request, line: Line, goods: dict[int, Goods]) -> str:
    if isinstance(line, TakenLine) and line.sku_id in goods:
        return goods_text.line(request, goods[line.sku_id], line.quantity)
    return request.say("wish.unclear", words=line.text)


def _said(request: Request, title: str, wish_id: int) -> Turn:
    home: Row = (button(request.say("button.menu"), Verb.MENU),)
    return Turn(replies=(Reply(title=title, buttons=(home,), card=_card(wish_id)),))


def _card(wish_id: int) -> str:
    return f"wish:{wish_id}"
