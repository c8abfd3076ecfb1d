"""Browsing the catalogue by category, page by page."""

from domain.catalogue import catalogue, goods_lists
from domain.db.pages import ROWS
from domain.rules.rights import Right
from domain.tables.catalogue import Category
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import page as page_of
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Turn
from handlers.conversation.verbs import Verb
from handlers.shopping import goods_list


def shelves(request: Request) -> Turn:
    """The shelves that have something on sale, two a row."""
    request.actor.need(Right.CATALOGUE_READ)
    labels = [_category_button(request, *each) for each in catalogue.categories(request.session)]
    rows = tuple(tuple(labels[at : at + 2]) for at in range(0, len(labels), 2))
    ways = (button(request.say("button.search"), Verb.SEARCH), button(request.say("button.menu"), Verb.MENU))
    title = request.say("browse.title" if labels else "browse.empty")
    return Turn(replies=(Reply(title=title, buttons=(*rows, ways)),))


def category_page(request: Request, *, category_id: Id, page: int = 0) -> Turn:
    """A page of a category's goods. Raises NotFound: there is no such category."""
    request.actor.need(Right.CATALOGUE_READ)
    category = goods_lists.category(request.session, category_id)
    part = page_of(page, ROWS, goods_lists.count_in_category(request.session, category_id))
    goods = goods_lists.in_category(request.session, category_id, limit=part.start + ROWS)
    shown = Reply(
        title=part.head(request, request.say("browse.category", name=_name(request, category))),
        note=request.say("search.hint"),
        buttons=(
            *goods_list.rows(request, part.of(goods)),
            *part.turn(request, Verb.CATEGORY, category.id),
            (button(request.say("browse.back"), Verb.BROWSE), button(request.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,))


def _category_button(request: Request, category: Category, count: int) -> Button:
    label = request.say("browse.row", name=_name(request, category), count=count)
    return button(label, Verb.CATEGORY, category.id, 0)


def _name(request: Request, category: Category) -> str:
    return (category.name_en if request.say.language == "en" else "") or category.name
