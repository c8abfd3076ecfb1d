"""Search by typing anything, and what this account buys most."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.catalogue import Goods, goods_by_id
from domain.rules.rights import Right, Role
from domain.rules.search import LONGEST, Hit, preferring
from domain.tables.people import Channel
from domain.usual import usual as usual_goods
from handlers import goods_list, product
from handlers.liking import liking
from handlers.paging import page as page_of
from handlers.press import Press, StaleButton, button
from handlers.turn import Facts, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: At most so many results; who needs more should say more.
_MOST = 48
#: The words of so many searches are remembered, so that their pages can still be turned.
_REMEMBERED = 5
#: How much of what was typed is said back.
_SAID_BACK = 40


def ask(visit: Visit, press: Press) -> Turn:
    """Say what can be typed. Nothing is asked: free text always searches."""
    visit.by.need(Right.CATALOGUE_READ)
    files = visit.identity.channel is not Channel.WECHAT  # an Official Account gets none
    sent = visit.say("search.photo_or_file" if files else "search.photo")
    lines = (*visit.say("search.examples").split("\n"), sent)
    return Turn(replies=(Reply(title=visit.say("search.ask"), lines=lines, buttons=goods_list.ways(visit)),))


def find(visit: Visit, text: str) -> Turn:
    """What fits the words: its card where there is no doubt, else a list, a guess, or a kind way forward."""
    visit.by.need(Right.CATALOGUE_READ)
    hits, goods = _hits(visit, text)
    only = _without_doubt(hits)
    if only is not None:
        turn = product.open_(visit, only.sku_id)
        return _as_they_call_it(visit, text, turn) if only.recalled else turn
    if not hits:
        return nothing(visit, text)
    serial = int(visit.memory.get("serial") or 0) + 1
    return Turn(replies=(_page(visit, text, serial, hits, goods, 0),), memory=_remember(visit, serial, text))


def page(visit: Visit, press: Press) -> Turn:
    """Another page of what was found."""
    visit.by.need(Right.CATALOGUE_READ)
    serial = press.number(0)
    text = visit.memory.get(f"words{serial}")
    if not isinstance(text, str):
        raise StaleButton
    return Turn(replies=(_page(visit, text, serial, *_hits(visit, text), press.number(1)),))


def usual(visit: Visit, press: Press) -> Turn:
    """What this account orders most, most often first."""
    ids = usual_goods(visit.by)
    if not ids:
        return Turn(replies=(Reply(title=visit.say("search.no_usual"), buttons=_other_ways(visit)),))
    part = page_of(press.number(0, 0), goods_list.FOUND, len(ids))
    shown = Reply(
        title=part.head(visit, visit.say("search.usual_title")),
        note=visit.say("search.hint"),
        buttons=(
            *_rows(visit, part.of(ids), {}),
            *part.turn(visit, Verb.USUAL),
            (button(visit.say("search.same_again"), Verb.SAME_AGAIN), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,))


def nothing(visit: Visit, text: str) -> Turn:
    """Nothing fits: say so with the words, and show other ways."""
    title = visit.say("search.nothing", words=_short(text))
    return Turn(replies=(Reply(title=title, note=visit.say("search.try"), buttons=_other_ways(visit)),))


def _hits(visit: Visit, text: str) -> tuple[list[Hit], Mapping[int, Goods]]:
    """What fits; guesses only where nothing does. Among equals, what is there and what is bought often comes first.

    With the goods, where they had to be looked at for that.
    """
    hits = visit.reader.look(text, _MOST, visit.nicknames)
    fitting = [hit for hit in hits if not hit.near] or hits[: goods_list.FOUND]
    if len(fitting) < 2:  # noqa: PLR2004 - one is before no other
        return fitting, {}
    goods = goods_by_id(visit.session, [hit.sku_id for hit in fitting])
    return preferring(fitting, liking(visit, goods)), goods


def _without_doubt(hits: Sequence[Hit]) -> Hit | None:
    """The only thing that fits, or the only one of exactly this name where no other is called so."""
    fitting = [hit for hit in hits if not hit.near]
    exact = [hit for hit in fitting if hit.exact and not hits[0].recalled]
    return next((group[0] for group in (fitting, exact) if len(group) == 1), None)


def _page(visit: Visit, text: str, serial: int, hits: Sequence[Hit], goods: Mapping[int, Goods], number: int) -> Reply:
    part = page_of(number, goods_list.FOUND, len(hits))
    guess = all(hit.near for hit in hits)
    key = "search.did_you_mean" if guess else "search.found"
    return Reply(
        title=part.head(visit, visit.say.count(key, len(hits), words=_short(text))),
        note=_note(visit, hits, guess=guess),
        buttons=(
            *_rows(visit, [hit.sku_id for hit in part.of(hits)], goods),
            *part.turn(visit, Verb.FOUND, serial),
            (button(visit.say("search.browse"), Verb.BROWSE), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )


def _note(visit: Visit, hits: Sequence[Hit], *, guess: bool) -> str:
    """What to do next; and where what this account says or buys decided the order, that it did."""
    told = []
    if hits[0].recalled:
        told.append(visit.say("search.recalled_served" if visit.serves else "search.recalled"))
    if any(hit.preferred for hit in hits):
        told.append(visit.say("search.preferred"))
    return "\n".join((*told, visit.say("search.try" if guess else "search.hint")))


def _as_they_call_it(visit: Visit, text: str, turn: Turn) -> Turn:
    """A card with a word above it that the account calls it so."""
    told = visit.say("search.called_served" if visit.serves else "search.called", words=_short(text))
    return replace(turn, replies=tuple(replace(card, title=f"{told}\n{card.title}") for card in turn.replies))


def _rows(visit: Visit, sku_ids: Sequence[int], seen: Mapping[int, Goods]) -> tuple[Row, ...]:
    goods = seen or goods_by_id(visit.session, sku_ids)
    return goods_list.rows(visit, (goods[sku_id] for sku_id in sku_ids if sku_id in goods))


def _remember(visit: Visit, serial: int, text: str) -> Facts:
    """The memory with these words, and without those of long ago."""
    kept = {key: fact for key, fact in visit.memory.items() if key != f"words{serial - _REMEMBERED}"}
    return {**kept, "serial": serial, f"words{serial}": text[:LONGEST]}


def _other_ways(visit: Visit) -> tuple[Row, ...]:
    look = [button(visit.say("search.browse"), Verb.BROWSE)]
    if visit.by.is_a(Role.BUYER):
        look.append(button(visit.say("search.contact"), Verb.CONTACT))
    return (tuple(look), (button(visit.say("button.menu"), Verb.MENU),))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SAID_BACK else words[:_SAID_BACK] + "…"
