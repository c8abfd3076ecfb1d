"""Searching goods, and what this account buys most."""

from collections.abc import Mapping, Sequence

from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.frequently_bought import frequently_bought as usual_goods
from domain.rules.rights import Right, Role
from domain.search.index import LONGEST, Hit, preferring
from domain.tables.people import Channel
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Reply, Row, Turn
from handlers.conversation.verbs import Verb
from handlers.shopping import goods_list, product
from handlers.shopping.ranking import liking

#: Maximum number of results; a longer query finds the others.
_MOST = 48
#: How many searches are remembered, so that their pages can still be turned.
_REMEMBERED = 5
#: How much of what was typed is said back.
_SAID_BACK = 40


def ask(request: Request) -> Turn:
    """Say what can be typed. Nothing is asked: free text always searches."""
    request.actor.need(Right.CATALOGUE_READ)
    files = request.identity.channel is not Channel.WECHAT  # an Official Account gets none
    sent = request.say("search.photo_or_file" if files else "search.photo")
    lines = (*request.say("search.examples").split("\n"), sent)
    return Turn(replies=(Reply(title=request.say("search.ask"), lines=lines, buttons=goods_list.ways(request)),))


def find(request: Request, text: str) -> Turn:
    """What fits the words: its card where there is no doubt, else a list, a guess, or a kind way forward."""
    request.actor.need(Right.CATALOGUE_READ)
    hits, goods = _hits(request, text)
    only = _without_doubt(hits)
    if only is not None:
        turn = product.open_(request, only.sku_id)
        return _as_they_call_it(request, text, turn) if only.recalled else turn
    if not hits:
        return nothing(request, text)
    serial = int(request.memory.get("serial") or 0) + 1
    return Turn(replies=(_page(request, text, serial, hits, goods, 0),), memory=_remember(request, serial, text))


def found(request: Request, *, serial: int, page: int) -> Turn:
    """Another page of what was found."""
    request.actor.need(Right.CATALOGUE_READ)
    text = request.memory.get(f"words{serial}")
    if not isinstance(text, str):
        raise StaleButton
    return Turn(replies=(_page(request, text, serial, *_hits(request, text), page),))


def usual(request: Request, *, page: int = 0) -> Turn:
    """What this account orders most, most often first."""
    ids = usual_goods(request.actor)
    if not ids:
        return Turn(replies=(Reply(title=request.say("search.no_usual"), buttons=_other_ways(request)),))
    part = page_of(page, goods_list.FOUND, len(ids))
    shown = Reply(
        title=part.head(request, request.say("search.usual_title")),
        note=request.say("search.hint"),
        buttons=(
            *_rows(request, part.of(ids), {}),
            *part.turn(request, Verb.USUAL),
            (button(request.say("search.same_again"), Verb.SAME_AGAIN), button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,))


def nothing(request: Request, text: str) -> Turn:
    """Nothing fits: say so with the words, and show other ways."""
    title = request.say("search.nothing", words=_short(text))
    return Turn(replies=(Reply(title=title, note=request.say("search.try"), buttons=_other_ways(request)),))


def _hits(request: Request, text: str) -> tuple[list[Hit], Mapping[int, Goods]]:
    """The matches, or else guesses; in stock and often bought first. With their goods, if those were read."""
    hits = request.reader.look(text, _MOST, request.nicknames)
    fitting = [hit for hit in hits if not hit.near] or hits[: goods_list.FOUND]
    if len(fitting) < 2:  # noqa: PLR2004 - one is before no other
        return fitting, {}
    goods = goods_by_id(request.session, [hit.sku_id for hit in fitting])
    return preferring(fitting, liking(request, goods)), goods


def _without_doubt(hits: Sequence[Hit]) -> Hit | None:
    """The only thing that fits, or the only one of exactly this name where no other is called so."""
    fitting = [hit for hit in hits if not hit.near]
    exact = [hit for hit in fitting if hit.exact and not hits[0].recalled]
    return next((group[0] for group in (fitting, exact) if len(group) == 1), None)


def _page(
    request: Request, text: str, serial: int, hits: Sequence[Hit], goods: Mapping[int, Goods], number: int
) -> Reply:
    part = page_of(number, goods_list.FOUND, len(hits))
    guess = all(hit.near for hit in hits)
    key = "search.did_you_mean" if guess else "search.found"
    return Reply(
        title=part.head(request, request.say.count(key, len(hits), words=_short(text))),
        note=_note(request, hits, guess=guess),
        buttons=(
            *_rows(request, [hit.sku_id for hit in part.of(hits)], goods),
            *part.turn(request, Verb.FOUND, serial),
            (button(request.say("search.browse"), Verb.BROWSE), button(request.say("button.menu"), Verb.MENU)),
        ),
    )


def _note(request: Request, hits: Sequence[Hit], *, guess: bool) -> str:
    """What to do next; and where what this account says or buys decided the order, that it did."""
    told = []
    if hits[0].recalled:
        told.append(request.say("search.recalled_served" if request.on_behalf else "search.recalled"))
    if any(hit.preferred for hit in hits):
        told.append(request.say("search.preferred"))
    return "\n".join((*told, request.say("search.try" if guess else "search.hint")))


def _as_they_call_it(request: Request, text: str, turn: Turn) -> Turn:
    """A card with a word above it that the account calls it so."""
    told = request.say("search.called_served" if request.on_behalf else "search.called", words=_short(text))
    return turn.headed(told)


def _rows(request: Request, sku_ids: Sequence[int], seen: Mapping[int, Goods]) -> tuple[Row, ...]:
    goods = seen or goods_by_id(request.session, sku_ids)
    return goods_list.rows(request, (goods[sku_id] for sku_id in sku_ids if sku_id in goods))


def _remember(request: Request, serial: int, text: str) -> Facts:
    """The memory with these words, and without those of long ago."""
    kept = {key: fact for key, fact in request.memory.items() if key != f"words{serial - _REMEMBERED}"}
    return {**kept, "serial": serial, f"words{serial}": text[:LONGEST]}


def _other_ways(request: Request) -> tuple[Row, ...]:
    look = [button(request.say("search.browse"), Verb.BROWSE)]
    if request.actor.is_a(Role.BUYER):
        look.append(button(request.say("search.contact"), Verb.CONTACT))
    return (tuple(look), (button(request.say("button.menu"), Verb.MENU),))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SAID_BACK else words[:_SAID_BACK] + "…"
