"""A new account in the chat: one line is read, shown part by part, and made by a tap."""

import json
import re
from collections.abc import Iterator

from domain.language.words.lists import groups, pattern
from domain.language.words.notation import expression
from domain.people import account_changes, directory
from domain.people.account_changes import AccountDraft, AccountPart, as_kept
from domain.people.account_refusals import AccountUnfit
from domain.rules.rights import Right, Role
from handlers.administration import account_page
from handlers.conversation.callback_data import StaleButton, button
from handlers.conversation.request import Request
from handlers.conversation.turn import Facts, Reply, Row, Turn
from handlers.conversation.verbs import Verb

_BEGUN = re.compile(
    rf"\s*/?(?:{pattern('account_entry', 'begun')})(?:(?:\s*[:：]\s*|\s+)(?P<words>\S.*))?", re.IGNORECASE
)
_ASKS = re.compile(pattern("answers", "asks"), re.IGNORECASE)
_SALESPERSON = "salesperson"
#: Before each part: ``组 VIP``, ``credit limit 5000``.
_LABELS = {**{name: said for name, said in groups("account_entry", "parts").items() if name != "name"}}
_LABEL = re.compile(
    r"(?<!\S)(?:"
    + "|".join(
        rf"(?P<{name}>{'|'.join(sorted(map(expression, said), key=len, reverse=True))})"
        for name, said in (*_LABELS.items(), (_SALESPERSON, (pattern("account_entry", _SALESPERSON),)))
    )
    + r")(?![a-z])\s*[:：]?\s*",
    re.IGNORECASE,
)
_DRAFT, _SERIAL, _MADE = "new_account", "new_account_serial", "new_account_made"


def is_begun(text: str) -> bool:
    """Whether a text begins a new account, and asks nothing."""
    return "\n" not in text.strip() and _BEGUN.fullmatch(text) is not None and not _ASKS.search(text)


def in_words(request: Request, text: str) -> Turn | None:
    """``新客户 兴隆超市 组 VIP``; nothing where it is no such thing."""
    begun = _BEGUN.fullmatch(text) if is_begun(text) else None
    if begun is None or not request.actor.may(Right.ACCOUNT_ASSIGN):
        return None
    if begun["words"] is None:
        back = (
            button(request.say("account_page.back"), Verb.ACCOUNT_PAGES),
            button(request.say("button.menu"), Verb.MENU),
        )
        return Turn(replies=(Reply(title=request.say("account_page.new_how"), buttons=(back,)),))
    return _card(request, _parts(begun["words"]))


def make(request: Request, *, serial: int) -> Turn:
    """Make it; a second tap shows what was made."""
    request.actor.need(Right.ACCOUNT_ASSIGN)
    made = request.memory.get(_MADE)
    if serial == request.memory.get(_SERIAL) and isinstance(made, int) and made and not request.memory.get(_DRAFT):
        return account_page.show(request, account_id=made)
    said = _kept(request, serial)
    account = account_changes.create(request.actor, _draft(request, said))
    told = request.say("account_page.made", name=account.name)
    memory = {**request.memory, _DRAFT: "", _MADE: account.id}
    return Turn(replies=(account_page.page(request, account, told),), memory=memory)


def drop(request: Request, *, serial: int) -> Turn:
    """Nothing is made."""
    _kept(request, serial)
    reply = Reply(title=request.say("new_goods.dropped"), buttons=((button(request.say("button.menu"), Verb.MENU),),))
    return Turn(replies=(reply,), memory={**request.memory, _DRAFT: "", _MADE: 0})


def _card(request: Request, said: dict[str, str]) -> Turn:
    """How every part was read, and accounts that are called much like it."""
    serial = int(request.memory.get(_SERIAL) or 0) + 1
    like = directory.accounts_like(request.actor, said["name"])
    faults = list(_faults(request, said))
    there = [each for each in like if each.name.casefold() == said["name"].casefold()]
    if there:
        faults = [request.say("refusal.AccountThere", name=there[0].name)]
    yes = button(
        request.say("account_page.make"),
        *(Verb.MAKE_ACCOUNT, serial),
        say=request.say("account_page.make_say", name=said["name"][:30]),
    )
    rows: list[Row] = [] if faults else [(yes,)]
    rows += [
        (button(request.say("account_page.row", name=each.name), Verb.ACCOUNT_PAGE, each.id),)
        for each in like
        if not each.retail
    ]
    rows.append((button(request.say("new_goods.drop"), Verb.DROP_ACCOUNT, serial),))
    near = [request.say("account_page.like")] if like and not there else []
    reply = Reply(
        title=request.say("account_page.check"),
        lines=tuple(_lines(request, said)),
        note="\n".join([*faults, *near, request.say("account_page.again")]),
        buttons=tuple(rows),
        numbered=False,
    )
    kept: Facts = {_DRAFT: json.dumps(said, ensure_ascii=False), _SERIAL: serial, _MADE: 0}
    return Turn(replies=(reply,), memory={**request.memory, **kept})


def _lines(request: Request, said: dict[str, str]) -> Iterator[str]:
    for name, text in said.items():
        if name == _SALESPERSON:
            yield request.say("account_page.kept_by", name=text)
            continue
        part, shown = AccountPart(name), text
        try:
            shown = account_page.in_plain_words(request, part, as_kept(request.actor, part, text))
        except AccountUnfit:
            shown = text
        fresh = part is AccountPart.GROUP and text not in account_changes.names_of(request.actor, part)
        line = request.say("goods_part.line", part=request.say(f"account_part.{name}"), value=shown)
        yield request.say("account_page.new_group", line=line) if fresh else line


def _faults(request: Request, said: dict[str, str]) -> Iterator[str]:
    """Why it cannot be made so."""
    for name, text in said.items():
        if name == _SALESPERSON:
            if _salesperson(request, text) is None:
                yield request.say("account_page.no_salesperson", name=text)
            continue
        try:
            as_kept(request.actor, AccountPart(name), text)
        except AccountUnfit as unfit:
            yield request.say(f"account_part.bad_{unfit.facts['part']}", text=unfit.facts["text"])


def _salesperson(request: Request, name: str) -> int | None:
    found = [each for each, _ in directory.called(request.actor, name) if each.role is Role.SALESPERSON and each.active]
    return found[0].id if len(found) == 1 else None


def _draft(request: Request, said: dict[str, str]) -> AccountDraft:
    parts = {AccountPart(name): text for name, text in said.items() if name not in ("name", _SALESPERSON)}
    looked = _salesperson(request, said[_SALESPERSON]) if _SALESPERSON in said else None
    return AccountDraft(name=said["name"], parts=parts, salesperson_id=looked)


def _parts(words: str) -> dict[str, str]:
    """The parts of an account in a line: the name, and what stands behind each label."""
    text = " ".join(words.split()).replace("，", " ").replace(",", " ")
    found = list(_LABEL.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    said = {"name": text[: found[0].start()].strip() if found else text.strip()}
    for match, end in zip(found, ends, strict=False):  # without a label there is but the end
        said[str(match.lastgroup)] = text[match.end() : end].strip()
    return said


def _kept(request: Request, serial: int) -> dict[str, str]:
    """What stands on the card. Raises StaleButton: another was begun since, or it is done."""
    request.actor.need(Right.ACCOUNT_ASSIGN)
    written = str(request.memory.get(_DRAFT) or "")
    if serial != request.memory.get(_SERIAL) or not written:
        raise StaleButton
    said: dict[str, str] = json.loads(written)
    return said
