"""Browsing the catalogue by category, page by page."""

from sqlmodel import col

from domain import catalogue
from domain.catalogue import goods_where
from domain.refusals import NotFound
from domain.rules.rights import Right
from domain.tables.catalogue import Category, Product, Sku
from handlers import goods_list
from handlers.paging import page
from handlers.press import Press, button
from handlers.turn import Button, Reply, Turn
from handlers.verbs import Verb
from handlers.visit import Visit

#: Goods on a page of a shelf.
_PAGE = 8


def shelves(visit: Visit, press: Press) -> Turn:
    """The shelves that have something on sale, two a row."""
    visit.by.need(Right.CATALOGUE_READ)
    labels = [_shelf_button(visit, *each) for each in catalogue.categories(visit.session)]
    rows = tuple(tuple(labels[at : at + 2]) for at in range(0, len(labels), 2))
    ways = (button(visit.say("button.search"), Verb.SEARCH), button(visit.say("button.menu"), Verb.MENU))
    title = visit.say("browse.title" if labels else "browse.empty")
    return Turn(replies=(Reply(title=title, buttons=(*rows, ways)),))


def shelf(visit: Visit, press: Press) -> Turn:
    """A page of what stands on a shelf.

    Raises:
        NotFound: there is no such shelf.
    """
    visit.by.need(Right.CATALOGUE_READ)
    category = visit.session.get(Category, press.id(0))
    if category is None:
        raise NotFound
    here = (Product.category_id == category.id, col(Sku.on_sale).is_(True))
    part = page(press.number(1, 0), _PAGE, catalogue.count_where(visit.session, *here))
    order_by = (col(Product.name), col(Product.id), col(Sku.price))
    goods = goods_where(visit.session, *here, order_by=order_by, limit=part.start + _PAGE)
    shown = Reply(
        title=part.head(visit, visit.say("browse.shelf", name=_name(visit, category))),
        note=visit.say("search.hint"),
        buttons=(
            *goods_list.rows(visit, part.of(goods)),
            *part.turn(visit, Verb.CATEGORY, category.id),
            (button(visit.say("browse.back"), Verb.BROWSE), button(visit.say("button.menu"), Verb.MENU)),
        ),
    )
    return Turn(replies=(shown,))


def _shelf_button(visit: Visit, category: Category, count: int) -> Button:
    label = visit.say("browse.row", name=_name(visit, category), count=count)
    return button(label, Verb.CATEGORY, category.id, 0)


def _name(visit: Visit, category: Category) -> str:
    return (category.name_en if visit.say.language == "en" else "") or category.name
