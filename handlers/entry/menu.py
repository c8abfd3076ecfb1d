"""The main menu, help, language, and a human to talk to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from domain.after_sales import view as returns
from domain.finance import waiting
from domain.orders import order_lists
from domain.people import identities
from domain.people.retail import is_consumer
from domain.reports import work_counts
from domain.rules.rights import Role
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Reply, Row, Turn
from handlers.conversation.typed_choices import plain
from handlers.conversation.verbs import Verb
from handlers.formatting import orders_text
from locales import words_for
from locales.words import LANGUAGES


def show(request: Request) -> Turn:
    """The menu of the person's role."""
    return Turn(replies=(home(request),))


def home(request: Request) -> Reply:
    """Greeting, what waits, and the buttons of the role."""
    role = request.person.role
    lines, rows = _MENUS[role](request)
    hint = {Role.BUYER: "menu.type", Role.CUSTOMER: "menu.type_customer"}.get(role, "menu.type_staff")
    return Reply(title=_greeting(request), lines=lines, note=request.say(hint), buttons=rows)


def help_(request: Request) -> Turn:
    """What this role can do and say, in plain words."""
    role = request.person.role
    lines = tuple(request.say(f"help.{role}", order=_example(request)).split("\n"))
    look = (_go(request, "menu.contact", Verb.CONTACT),) if request.actor.is_a(Role.BUYER) else ()
    rows = ((*look, _go(request, "menu.language", Verb.LANGUAGE)), (_go(request, "button.menu", Verb.MENU),))
    return Turn(
        replies=(Reply(title=request.say("help.title"), lines=lines, note=request.say("help.note"), buttons=rows),)
    )


def _example(request: Request) -> str:
    """An order number to try: of their newest order, else one that no goods could be called by."""
    order = order_lists.newest(request.actor)
    return orders_text.short(order) if order else f"{request.actor.today:%m%d}-0001"


def language(request: Request, *, wanted: str = "") -> Turn:
    """Ask which language, or use the chosen one from now on."""
    if not wanted:
        rows = (languages(request), (_go(request, "button.menu", Verb.MENU),))
        return Turn(replies=(Reply(title=request.say("language.ask"), buttons=rows),))
    identities.speak(request.actor, spoken(wanted))
    request = replace(request, say=words_for(wanted, consumer=is_retail(request)))
    menu = home(request)
    return Turn(replies=(replace(menu, title=f"{request.say('language.now')}\n\n{menu.title}"),))


def languages(request: Request) -> Row:
    """A button for each language, by its own name."""
    return tuple(button(request.say(f"language.{each}"), Verb.LANGUAGE, each) for each in LANGUAGES)


def spoken(language: str) -> str:
    """A language that a button names. Raises StaleButton: we do not speak it."""
    if language not in LANGUAGES:
        raise StaleButton
    return language


def _greeting(request: Request) -> str:
    account = request.account.name if request.account else ""
    if account and request.person.account_id is None:
        return request.say("menu.title_serving", name=request.person.name, account=account)
    key = "menu.title_account" if account else "menu.title"
    return request.say(key, name=request.person.name, account=account)


_Menu = tuple[tuple[str, ...], tuple[Row, ...]]


def _buyer(request: Request) -> _Menu:
    count = work_counts.in_cart(request.actor)
    lines = (request.say.count("menu.in_cart", count),) if count else ()
    if is_retail(request):
        return lines, _retail(request, count)
    return lines, (
        (_go(request, "button.search", Verb.SEARCH), _go(request, "menu.browse", Verb.BROWSE)),
        (_go(request, "menu.usual", Verb.USUAL), _go(request, "menu.last", Verb.SAME_AGAIN)),
        (_counted(request, "menu.cart", count, Verb.CART), _go(request, "menu.orders", Verb.ORDERS)),
        (_go(request, "menu.transit", Verb.TRANSIT), _go(request, "menu.returns", Verb.RETURNS)),
        (_go(request, "menu.nicknames", Verb.NICKNAMES), _go(request, "finance.balance", Verb.BALANCE)),
        (_go(request, "menu.contact", Verb.CONTACT),),
        _foot(request),
    )


def _retail(request: Request, count: int) -> tuple[Row, ...]:
    """What a consumer needs: no nicknames, no statement."""
    return (
        (_go(request, "button.search", Verb.SEARCH), _go(request, "menu.browse", Verb.BROWSE)),
        (_counted(request, "menu.cart", count, Verb.CART), _go(request, "menu.orders", Verb.ORDERS)),
        (_go(request, "menu.transit", Verb.TRANSIT), _go(request, "menu.last", Verb.SAME_AGAIN)),
        (_go(request, "menu.contact", Verb.CONTACT),),
        _foot(request),
    )


def is_retail(request: Request) -> bool:
    """Whether a consumer buys for themselves: nothing is said of a company, or of selling."""
    return is_consumer(request.person, request.account)


def _salesperson(request: Request) -> _Menu:
    count = work_counts.to_approve(request.actor)
    first = (_counted(request, "menu.waiting", count, Verb.WAITING), _go(request, "menu.accounts", Verb.ACCOUNTS))
    return _told(request, "menu.to_approve", count), (
        first,
        *_serving(request),
        (_go(request, "menu.orders_all", Verb.ORDERS), _go(request, "menu.transit", Verb.TRANSIT)),
        (_go(request, "button.search", Verb.SEARCH), _go(request, "menu.stock", Verb.STOCK)),
        (_go(request, "finance.who_owes", Verb.DEBTORS), _go(request, "menu.deputy", Verb.DEPUTY)),
        (
            _counted(request, "menu.returns", returns.count_waiting(request.actor), Verb.RETURNS),
            _go(request, "menu.desk", Verb.DESK),
        ),
        _foot(request),
    )


def _warehouse(request: Request) -> _Menu:
    count = work_counts.to_pick(request.actor)
    return _told(request, "menu.to_pick", count), (
        (_counted(request, "menu.queue", count, Verb.QUEUE), _go(request, "menu.stock", Verb.STOCK)),
        (_go(request, "menu.orders_all", Verb.ORDERS), _go(request, "button.search", Verb.SEARCH)),
        (
            _counted(request, "menu.returns", returns.count_waiting(request.actor), Verb.RETURNS),
            _go(request, "menu.stops", Verb.STOPS),
        ),
        (_go(request, "menu.desk", Verb.DESK),),
        _foot(request),
    )


def _finance(request: Request) -> _Menu:
    count, cases = work_counts.to_approve(request.actor), waiting.count(request.actor)
    lines = (request.say.count("cases.waiting", cases),) if cases else ()
    return (_told(request, "menu.to_approve", count) if count or not cases else ()) + lines, (
        (_counted(request, "menu.waiting", count, Verb.WAITING), _counted(request, "menu.cases", cases, Verb.CASES)),
        (_go(request, "finance.who_owes", Verb.DEBTORS), _go(request, "menu.desk", Verb.DESK)),
        (_go(request, "menu.figures", Verb.FIGURES), _go(request, "menu.orders_all", Verb.ORDERS)),
        (_go(request, "button.search", Verb.SEARCH), _go(request, "menu.stock", Verb.STOCK)),
        _foot(request),
    )


def _admin(request: Request) -> _Menu:
    asked, to_pick = work_counts.to_approve(request.actor), work_counts.to_pick(request.actor)
    lines = (*_told(request, "menu.to_approve", asked), *(_told(request, "menu.to_pick", to_pick) if to_pick else ()))
    return lines, (
        (_counted(request, "menu.waiting", asked, Verb.WAITING), _counted(request, "menu.queue", to_pick, Verb.QUEUE)),
        (_go(request, "menu.figures", Verb.FIGURES), _go(request, "menu.orders_all", Verb.ORDERS)),
        (_go(request, "menu.goods", Verb.GOODS), _go(request, "menu.stock", Verb.STOCK)),
        (_go(request, "menu.people", Verb.PEOPLE), _go(request, "menu.accounts", Verb.ACCOUNTS)),
        (
            _go(request, "finance.who_owes", Verb.DEBTORS),
            _counted(request, "menu.cases", waiting.count(request.actor), Verb.CASES),
        ),
        (
            _counted(request, "menu.returns", returns.count_waiting(request.actor), Verb.RETURNS),
            _go(request, "menu.desk", Verb.DESK),
        ),
        *_serving(request),
        _foot(request),
    )


def _customer(request: Request) -> _Menu:
    return (), (
        (_go(request, "menu.orders", Verb.ORDERS), _go(request, "menu.transit", Verb.TRANSIT)),
        _foot(request),
    )


_MENUS: dict[Role, Callable[[Request], _Menu]] = {
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
    "menu.returns": Verb.RETURNS,
    "menu.browse": Verb.BROWSE,
    "menu.nicknames": Verb.NICKNAMES,
    "menu.contact": Verb.CONTACT,
    "finance.balance": Verb.BALANCE,
}
_SELLING = {
    "menu.waiting": Verb.WAITING,
    "menu.accounts": Verb.ACCOUNTS,
    "menu.stop": Verb.STOP_SERVING,
    "finance.who_owes": Verb.DEBTORS,
}
_STOCK = {"menu.stock": Verb.STOCK, "menu.orders_all": Verb.ORDERS, "menu.desk": Verb.DESK}
_RUNNING = {
    "menu.cases": Verb.CASES,
    "menu.figures": Verb.FIGURES,
    "menu.goods": Verb.GOODS,
    "menu.people": Verb.PEOPLE,
}
#: The words of each role's menu, which work whenever they are typed.
_WORDS: dict[Role, dict[str, Verb]] = {
    Role.BUYER: _BUYING,
    Role.SALESPERSON: {**_BUYING, **_SELLING, **_STOCK, "menu.deputy": Verb.DEPUTY},
    Role.WAREHOUSE: {"menu.queue": Verb.QUEUE, "menu.stops": Verb.STOPS, "menu.returns": Verb.RETURNS, **_STOCK},
    Role.FINANCE: {
        "menu.waiting": Verb.WAITING,
        "menu.figures": Verb.FIGURES,
        "menu.cases": Verb.CASES,
        "finance.who_owes": Verb.DEBTORS,
        **_STOCK,
    },
    Role.ADMIN: {**_BUYING, **_SELLING, **_STOCK, **_RUNNING, "menu.queue": Verb.QUEUE},
    Role.CUSTOMER: {"menu.orders": Verb.ORDERS, "menu.transit": Verb.TRANSIT},
}


def verb_of(request: Request, text: str) -> Verb | None:
    """The verb of the role's own menu that a text names, in whatever language; looked up nowhere but in the words."""
    return _verbs(request.person.role).get(plain(text))


@cache
def _verbs(role: Role) -> Mapping[str, Verb]:
    """The role's menu words of all languages; of two alike the first counts."""
    says = [words_for(language) for language in LANGUAGES]
    named = [(plain(say(key)), verb) for key, verb in _WORDS[role].items() for say in says]
    return dict(reversed(named))


def _serving(request: Request) -> tuple[Row, ...]:
    """What else staff may do while they order on behalf of an account."""
    if request.account is None:
        return ()
    count = work_counts.in_cart(request.actor)
    return (
        (_counted(request, "menu.cart", count, Verb.CART), _go(request, "menu.usual", Verb.USUAL)),
        (_go(request, "menu.last", Verb.SAME_AGAIN), _go(request, "menu.nicknames_served", Verb.NICKNAMES)),
        (_go(request, "menu.stop", Verb.STOP_SERVING),),
    )


def _told(request: Request, key: str, count: int) -> tuple[str, ...]:
    return (request.say.count(key, count) if count else request.say("menu.nothing_waiting"),)


def _foot(request: Request) -> Row:
    return _go(request, "button.help", Verb.HELP), _go(request, "menu.language", Verb.LANGUAGE)


def _counted(request: Request, key: str, count: int, verb: Verb) -> Button:
    counted = f"menu_count.{key.removeprefix('menu.')}"
    return button(request.say(counted, count=count) if count else request.say(key), verb)


def _go(request: Request, key: str, verb: Verb) -> Button:
    return button(request.say(key), verb)
