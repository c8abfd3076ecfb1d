"""The page of an account in the chat: name, group, area, prices and terms, each changed by what is typed."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.language.words.lists import pattern, words
from domain.people import account_changes, directory
from domain.people.account_changes import AccountPart, ChangedAccount
from domain.people.person_view import account_with_salesperson
from domain.rules.finance.terms import Terms, read_terms
from domain.rules.rights import Right, Role
from domain.tables.people import Account
from handlers.administration import part_words
from handlers.administration.part_words import part_of
from handlers.conversation.callback_data import button
from handlers.conversation.dispatch import Id
from handlers.conversation.paging import of_page
from handlers.conversation.request import Request
from handlers.conversation.turn import Button, Question, QuestionKind, Reply, Row, Turn
from handlers.conversation.verbs import Verb

_IN_A_ROW = 2
#: Groups, lists and areas named as examples.
_NAMED = 12
NOTHING = frozenset(words("account_entry", "nothing"))
_MONEY = (AccountPart.CREDIT_LIMIT, AccountPart.MINIMUM_ORDER)
_NEVER_EMPTY = (AccountPart.NAME, AccountPart.ON_LIMIT)
_CHOSEN = (AccountPart.GROUP, AccountPart.PRICE_LIST, AccountPart.AREA)
_PAGE = re.compile(rf"(?:{pattern('account_entry', 'page')})\s*[:：]?\s*(?P<name>\S.*)?", re.IGNORECASE)
#: ``兴隆超市 组改成 VIP``, ``Harbour Mart terms to 30``.
_SENTENCES = part_words.sentences("account_entry", apart=r"\s+|\s*的\s*")


def list_(request: Request, *, page: int = 0) -> Turn:
    """The accounts by name."""
    request.actor.need(Right.ACCOUNT_ASSIGN)
    found = directory.accounts(request.actor, page)
    part = of_page(found)
    shown = [each for each in found.rows if not each.retail]
    rows = tuple((_to(request, each),) for each in shown)
    ways = (button(request.say("people.back"), Verb.PEOPLE), button(request.say("button.menu"), Verb.MENU))
    reply = Reply(
        title=part.head(request, request.say("account_page.title")),
        note=request.say("account_page.new_how"),
        buttons=(*rows, *part.turn(request, Verb.ACCOUNT_PAGES), ways),
    )
    return Turn(replies=(reply,))


def show(request: Request, *, account_id: Id) -> Turn:
    """Every part, and which to change."""
    return Turn(replies=(page(request, account_changes.account_for(request.actor, account_id)),))


def ask(request: Request, *, account_id: Id, part: AccountPart) -> Turn:
    """What shall it be?"""
    account = account_changes.account_for(request.actor, account_id)
    reply = Reply(
        title=account.name,
        lines=(_line(request, account, part), request.say(f"account_part.ask_{part}")),
        note="\n".join(_notes(request, part)),
        buttons=((button(request.say("button.back"), Verb.ACCOUNT_PAGE, account_id),),),
    )
    return Turn(replies=(reply,), question=_question(request, account, part))


def typed(request: Request, text: str, *, account_id: Id, part: str, before: str = "") -> Turn:
    """The new value."""
    request.actor.need(Right.ACCOUNT_ASSIGN)
    which = part_of(AccountPart, part)
    wanted = "" if which not in _NEVER_EMPTY and text.strip().casefold() in NOTHING else text
    return _changed(request, account_changes.change(request.actor, account_id, which, before, wanted), which, before)


def undo(request: Request, *, event_id: Id) -> Turn:
    """A part is again what it was."""
    changed = account_changes.undo(request.actor, event_id)
    return Turn(replies=(page(request, changed.account, request.say("goods_part.undone")),))


def in_words(request: Request, text: str) -> Turn | None:
    """``客户资料 兴隆``: its page, or those to choose from."""
    said = _PAGE.fullmatch(text.strip())
    if said is None or not request.actor.may(Right.ACCOUNT_ASSIGN):
        return None
    name = said["name"] or ""
    found = [each for each in directory.accounts_like(request.actor, name) if not each.retail] if name else []
    if len(found) == 1:
        return show(request, account_id=found[0].id)
    if not found:
        return list_(request)
    rows = tuple((_to(request, each),) for each in found)
    title = request.say("account_page.which", name=name)
    return Turn(replies=(Reply(title=title, buttons=(*rows, (button(request.say("button.menu"), Verb.MENU),))),))


def part_in_words(request: Request, text: str) -> tuple[Turn, str] | None:
    """The page that asks for the part of an account that a text names, and what it shall be."""
    said = part_words.read(_SENTENCES, text) if request.actor.may(Right.ACCOUNT_ASSIGN) else None
    found = directory.accounts_like(request.actor, said.of) if said else []
    if said is None or len(found) != 1 or found[0].retail:
        return None
    return ask(request, account_id=found[0].id, part=AccountPart(said.part)), said.words


def is_named(text: str) -> bool:
    """Whether a text asks for an account's page, or says what a part of it shall be."""
    return _PAGE.fullmatch(text.strip()) is not None or part_words.read(_SENTENCES, text) is not None


def value(request: Request, account: Account, part: AccountPart) -> str:
    """A part in words."""
    return in_plain_words(request, part, account_changes.value_of(request.actor, account, part))


def in_plain_words(request: Request, part: AccountPart, kept: str) -> str:
    """What is kept of a part, as people say it."""
    if not kept:
        return request.say("goods_part.none" if part in _CHOSEN else f"account_part.no_{part}")
    if part in _MONEY:
        return request.say.money(Decimal(kept), request.currency)
    if part is AccountPart.ON_LIMIT:
        return request.say(f"account_part.on_limit_{kept}")
    terms = read_terms(kept) if part is AccountPart.TERMS else None
    return kept if terms is None else terms_in_words(request, terms)


def terms_in_words(request: Request, terms: Terms) -> str:
    """When somebody pays."""
    facts = {"days": terms.days, "statement": terms.statement_day, "pay": terms.pay_day}
    key = f"{terms.kind}_from_receipt" if terms.from_receipt else f"{terms.kind}"
    return request.say(f"account_part.terms_{key}", **facts)


def page(request: Request, account: Account, told: str = "", first: tuple[Row, ...] = ()) -> Reply:
    """An account with all that can be changed."""
    _, salesperson = account_with_salesperson(request.actor, account.id)
    buttons = [_button(request, account, part) for part in AccountPart]
    rows = [tuple(buttons[at : at + _IN_A_ROW]) for at in range(0, len(buttons), _IN_A_ROW)]
    more = (
        button(request.say("account_page.salesperson"), Verb.CHOOSE_SALESPERSON, account.id),
        button(request.say("credit.show"), Verb.CREDIT, account.id),
        button(request.say("account_page.invite"), Verb.INVITE_FOR, Role.BUYER.value, account.id),
    )
    ways = (button(request.say("account_page.back"), Verb.ACCOUNT_PAGES), button(request.say("button.menu"), Verb.MENU))
    kept = request.say("account_page.kept_by", name=salesperson or request.say("goods_part.none"))
    return Reply(
        title=request.say("account_page.of", name=account.name),
        lines=(*([told, ""] if told else []), *(_line(request, account, part) for part in AccountPart), kept),
        note=request.say("goods_part.which"),
        buttons=(*first, *rows, more, ways),
        numbered=False,
    )


def _changed(request: Request, changed: ChangedAccount, part: AccountPart, before: str) -> Turn:
    account = changed.account
    if changed.event_id is None:
        return Turn(replies=(page(request, account, request.say("goods_part.same")),))
    was, name = in_plain_words(request, part, before), request.say(f"account_part.{part}")
    told = request.say("goods_part.changed", part=name, before=was, after=value(request, account, part))
    say = request.say("goods_part.undo_say", code=account.name[:20], part=name)
    back = button(request.say("goods_part.undo", before=was[:20]), Verb.UNDO_ACCOUNT, changed.event_id, say=say)
    return Turn(replies=(page(request, account, told, ((back,),)),))


def _line(request: Request, account: Account, part: AccountPart) -> str:
    name = request.say(f"account_part.{part}")
    return request.say("goods_part.line", part=name, value=value(request, account, part))


def _button(request: Request, account: Account, part: AccountPart) -> Button:
    name = request.say(f"account_part.{part}")
    say = request.say("goods_part.change_say", code=account.name[:20], part=name)
    return button(request.say("goods_part.change", part=name), Verb.ACCOUNT_PART, account.id, part.value, say=say)


def _notes(request: Request, part: AccountPart) -> Iterator[str]:
    names = account_changes.names_of(request.actor, part)[:_NAMED] if part in _CHOSEN else []
    if names:
        yield request.say("account_part.there", names=request.say("goods.pack_gap").join(names))
    if part not in _NEVER_EMPTY:
        yield request.say("goods_part.to_empty")


def _question(request: Request, account: Account, part: AccountPart) -> Question:
    before = account_changes.value_of(request.actor, account, part)
    facts = {"account": account.id, "part": part.value, "before": before}
    return Question(kind=QuestionKind.ACCOUNT_PART, facts=facts)


def _to(request: Request, account: Account) -> Button:
    return button(request.say("account_page.row", name=account.name), Verb.ACCOUNT_PAGE, account.id)
