"""The main menu, help, language, and a human to talk to."""

from collections.abc import Callable
from dataclasses import replace

from domain import contact as contacts
from domain import order_lists, people, waiting
from domain.rules.rights import Role
from handlers import order_words
from handlers.choices import plain
from handlers.press import Press, StaleButton, button
from handlers.turn import Button, Reply, Row, Turn
from handlers.verbs import Verb
from handlers.visit import Visit
from locales import words_for
from locales.words import LANGUAGES


def show(visit: Visit, press: Press) -> Turn:
    """The menu of the person's role."""
    return Turn(replies=(home(visit),))


def home(visit: Visit) -> Reply:
    """Greeting, what waits, and the buttons of the role."""
    role = visit.person.role
    lines, rows = _MENUS[role](visit)
    hint = {Role.BUYER: "menu.type", Role.CUSTOMER: "menu.type_customer"}.get(role, "menu.type_staff")
    return Reply(title=_greeting(visit), lines=lines, note=visit.say(hint), buttons=rows)


def help_(visit: Visit, press: Press) -> Turn:
    """What this role can do and say, in plain words."""
    role = visit.person.role
    lines = tuple(visit.say(f"help.{role}", order=_example(visit)).split("\n"))
    look = (_go(visit, "menu.contact", Verb.CONTACT),) if visit.by.is_a(Role.BUYER) else ()
    rows = ((*look, _go(visit, "menu.language", Verb.LANGUAGE)), (_go(visit, "button.menu", Verb.MENU),))
    return Turn(replies=(Reply(title=visit.say("help.title"), lines=lines, note=visit.say("help.note"), buttons=rows),))


def _example(visit: Visit) -> str:
    """An order number to try: of their newest order, else one that no goods could be called by."""
    order = order_lists.newest(visit.by)
    return order_words.short(order) if order else f"{visit.by.today:%m%d}-0001"


def language(visit: Visit, press: Press) -> Turn:
    """Ask which language, or use the chosen one from now on."""
    if not press.has(0):
        rows = (languages(visit), (_go(visit, "button.menu", Verb.MENU),))
        return Turn(replies=(Reply(title=visit.say("language.ask"), buttons=rows),))
    wanted = chosen_language(press)
    people.speak(visit.by, wanted)
    visit = replace(visit, say=words_for(wanted))
    menu = home(visit)
    return Turn(replies=(replace(menu, title=f"{visit.say('language.now')}\n\n{menu.title}"),))


def languages(visit: Visit) -> Row:
    """A button for each language, by its own name."""
    return tuple(button(visit.say(f"language.{each}"), Verb.LANGUAGE, each) for each in LANGUAGES)


def chosen_language(press: Press) -> str:
    """The language a button names.

    Raises:
        StaleButton: we do not speak it.
    """
    if press.text(0) not in LANGUAGES:
        raise StaleButton
    return press.text(0)


def contact(visit: Visit, press: Press) -> Turn:
    """Tell the person who looks after them, and leave that one a word."""
    asked = contacts.ask(visit.by)
    names = visit.say("contact.and").join(asked.names)
    key = f"contact.{asked.answer}" if names else "contact.nobody"
    rows = ((_go(visit, "button.menu", Verb.MENU),),)
    return Turn(replies=(Reply(title=visit.say(key, names=names), buttons=rows),))


def _greeting(visit: Visit) -> str:
    account = visit.account.name if visit.account else ""
    if account and visit.person.account_id is None:
        return visit.say("menu.title_serving", name=visit.person.name, account=account)
    key = "menu.title_account" if account else "menu.title"
    return visit.say(key, name=visit.person.name, account=account)


_Menu = tuple[tuple[str, ...], tuple[Row, ...]]


def _buyer(visit: Visit) -> _Menu:
    count = waiting.in_cart(visit.by)
    lines = (visit.say.count("menu.in_cart", count),) if count else ()
    return lines, (
        (_go(visit, "button.search", Verb.SEARCH), _go(visit, "menu.browse", Verb.BROWSE)),
        (_go(visit, "menu.usual", Verb.USUAL), _go(visit, "menu.last", Verb.SAME_AGAIN)),
        (_counted(visit, "menu.cart", count, Verb.CART), _go(visit, "menu.orders", Verb.ORDERS)),
        (_go(visit, "menu.transit", Verb.TRANSIT), _go(visit, "menu.nicknames", Verb.NICKNAMES)),
        (_go(visit, "menu.contact", Verb.CONTACT),),
        _foot(visit),
    )


def _salesperson(visit: Visit) -> _Menu:
    count = waiting.to_approve(visit.by)
    first = (_counted(visit, "menu.waiting", count, Verb.WAITING), _go(visit, "menu.accounts", Verb.ACCOUNTS))
    return _told(visit, "menu.to_approve", count), (
        first,
        *_serving(visit),
        (_go(visit, "menu.orders_all", Verb.ORDERS), _go(visit, "menu.transit", Verb.TRANSIT)),
        (_go(visit, "button.search", Verb.SEARCH), _go(visit, "menu.stock", Verb.STOCK)),
        _foot(visit),
    )


def _warehouse(visit: Visit) -> _Menu:
    count = waiting.to_pick(visit.by)
    return _told(visit, "menu.to_pick", count), (
        (_counted(visit, "menu.queue", count, Verb.QUEUE), _go(visit, "menu.stock", Verb.STOCK)),
        (_go(visit, "menu.orders_all", Verb.ORDERS), _go(visit, "button.search", Verb.SEARCH)),
        _foot(visit),
    )


def _finance(visit: Visit) -> _Menu:
    return (), (
        (_go(visit, "menu.figures", Verb.FIGURES), _go(visit, "menu.orders_all", Verb.ORDERS)),
        (_go(visit, "button.search", Verb.SEARCH), _go(visit, "menu.stock", Verb.STOCK)),
        _foot(visit),
    )


def _admin(visit: Visit) -> _Menu:
    asked, to_pick = waiting.to_approve(visit.by), waiting.to_pick(visit.by)
    lines = (*_told(visit, "menu.to_approve", asked), *(_told(visit, "menu.to_pick", to_pick) if to_pick else ()))
    return lines, (
        (_counted(visit, "menu.waiting", asked, Verb.WAITING), _counted(visit, "menu.queue", to_pick, Verb.QUEUE)),
        (_go(visit, "menu.figures", Verb.FIGURES), _go(visit, "menu.orders_all", Verb.ORDERS)),
        (_go(visit, "menu.goods", Verb.GOODS), _go(visit, "menu.stock", Verb.STOCK)),
        (_go(visit, "menu.people", Verb.PEOPLE), _go(visit, "menu.accounts", Verb.ACCOUNTS)),
        *_serving(visit),
        _foot(visit),
    )


def _customer(visit: Visit) -> _Menu:
    return (), (
        (_go(visit, "menu.orders", Verb.ORDERS), _go(visit, "menu.transit", Verb.TRANSIT)),
        _foot(visit),
    )


_MENUS: dict[Role, Callable[[Visit], _Menu]] = {
    Role.BUYER: _buyer,
    Role.SALESPERSON: _salesperson,
    Role.WAREHOUSE: _warehouse,
    Role.FINANCE: _finance,
    Role.ADMIN: _admin,
    Role.CUSTOMER: _customer,
}


_BUYING = {
    "menu.usual": Verb.USUAL,
    "menu.last": Verb.SAME_AGAIN,
    "menu.cart": Verb.CART,
    "menu.orders": Verb.ORDERS,
    "menu.transit": Verb.TRANSIT,
    "menu.browse": Verb.BROWSE,
    "menu.nicknames": Verb.NICKNAMES,
    "menu.contact": Verb.CONTACT,
}
_SELLING = {"menu.waiting": Verb.WAITING, "menu.accounts": Verb.ACCOUNTS, "menu.stop": Verb.STOP_SERVING}
_STOCK = {"menu.stock": Verb.STOCK, "menu.orders_all": Verb.ORDERS}
_RUNNING = {"menu.figures": Verb.FIGURES, "menu.goods": Verb.GOODS, "menu.people": Verb.PEOPLE}
#: The words of each role's menu, which work whenever they are typed.
_WORDS: dict[Role, dict[str, Verb]] = {
    Role.BUYER: _BUYING,
    Role.SALESPERSON: {**_BUYING, **_SELLING, **_STOCK},
    Role.WAREHOUSE: {"menu.queue": Verb.QUEUE, **_STOCK},
    Role.FINANCE: {"menu.figures": Verb.FIGURES, **_STOCK},
    Role.ADMIN: {**_BUYING, **_SELLING, **_STOCK, **_RUNNING, "menu.queue": Verb.QUEUE},
    Role.CUSTOMER: {"menu.orders": Verb.ORDERS, "menu.transit": Verb.TRANSIT},
}


def verb_of(visit: Visit, text: str) -> Verb | None:
    """The verb of the role's own menu that a text names, in whatever language; looked up nowhere but in the words."""
    word = plain(text)
    says = [words_for(language) for language in LANGUAGES]
    keys = _WORDS[visit.person.role]
    return next((verb for key, verb in keys.items() if any(word == plain(say(key)) for say in says)), None)


def _serving(visit: Visit) -> tuple[Row, ...]:
    """What else staff may do while they order on behalf of an account."""
    if visit.account is None:
        return ()
    count = waiting.in_cart(visit.by)
    return (
        (_counted(visit, "menu.cart", count, Verb.CART), _go(visit, "menu.usual", Verb.USUAL)),
        (_go(visit, "menu.last", Verb.SAME_AGAIN), _go(visit, "menu.nicknames_served", Verb.NICKNAMES)),
        (_go(visit, "menu.stop", Verb.STOP_SERVING),),
    )


def _told(visit: Visit, key: str, count: int) -> tuple[str, ...]:
    return (visit.say.count(key, count) if count else visit.say("menu.nothing_waiting"),)


def _foot(visit: Visit) -> Row:
    return _go(visit, "button.help", Verb.HELP), _go(visit, "menu.language", Verb.LANGUAGE)


def _counted(visit: Visit, key: str, count: int, verb: Verb) -> Button:
    counted = f"menu_count.{key.removeprefix('menu.')}"
    return button(visit.say(counted, count=count) if count else visit.say(key), verb)


def _go(visit: Visit, key: str, verb: Verb) -> Button:
    return button(visit.say(key), verb)
