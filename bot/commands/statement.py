"""``dinghuo statement``: an account's statement of some days, as JSON, PDF or an Excel workbook."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import select

from bot.command_context import in_use, perform_command
from bot.command_errors import CommandError
from bot.settings import Settings
from domain.actor import Actor
from domain.finance import statements
from domain.finance.statements import Statement
from domain.rules.finance.ledger import Age
from domain.rules.finance.statement_periods import StatementPeriod
from domain.rules.money import smallest_unit
from domain.tables.people import Account
from locales import Words, words_for

T = TypeVar("T")


def made(
    settings: Settings, account: str, days: tuple[date, date], files: Mapping[str, Path | None], *, as_json: bool
) -> Iterator[str]:
    """Write it into the files that are wanted, by form; else, and as JSON, it is told. The lines to print."""
    wanted = {form: file for form, file in files.items() if file is not None}
    for form, file in wanted.items():
        yield f"{file.write_bytes(as_file(settings, account, *days, form=form))} bytes in {file}"
    if as_json or not wanted:
        told = as_data(settings, account, *days)
        yield from (json.dumps(told, ensure_ascii=False),) if as_json else _lines(told)


def as_data(settings: Settings, account: str, first: date, last: date) -> dict[str, Any]:
    """The statement as the contract says; money as text, exact. Raises CommandError: no account is called so."""

    def act(actor: Actor, _say: Words) -> dict[str, Any]:
        found = _found(actor, _say, account, first, last)
        return _told(found, smallest_unit(actor.supplier.currency))

    return _performed(settings, act)


def as_file(settings: Settings, account: str, first: date, last: date, *, form: str) -> bytes:
    """The statement as a file: ``pdf`` or ``xlsx``."""
    from bot.papers.statement import statement_paper  # noqa: PLC0415 - only who wants a paper loads them

    paper = _performed(
        settings, lambda actor, say: statement_paper(actor, _found(actor, say, account, first, last), say)
    )
    if form == "pdf":
        from bot.papers.pdf import pdf_of  # noqa: PLC0415

        return pdf_of(paper)
    from bot.papers.workbook import workbook_of  # noqa: PLC0415

    return workbook_of(paper)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    for each in told["entries"]:
        about = f"{each['day']}  {each['kind']:<10} {each['document']:<20}"
        yield f"{about} {each['debit']:>12} {each['credit']:>12} {each['balance']:>14}"
    for name in ("opening", "closing", "prepaid", "limit", "free"):
        yield f"{name:<10} {told[name] or '-'}"


def _performed(settings: Settings, act: Callable[[Actor, Words], T]) -> T:
    say = words_for(settings.language)
    with in_use(settings) as database:
        return perform_command(settings, database, lambda actor: act(actor, say), keeps=False)


def _found(actor: Actor, say: Words, name: str, first: date, last: date) -> Statement:
    if last < first:
        raise CommandError(f"--from {first} is after --to {last}")
    account_id = actor.session.exec(select(Account.id).where(Account.name == name)).first()
    if account_id is None:
        raise CommandError(say("sheets.unknown_account", name=name))
    return statements.statement(actor, account_id, StatementPeriod(first=first, last=last))


def _told(found: Statement, cent: Decimal) -> dict[str, Any]:
    def money(amount: Decimal | None) -> str | None:
        return None if amount is None else f"{amount.quantize(cent):f}"

    return {
        "account": found.account.name,
        "opening": money(found.opening),
        "entries": [
            {
                "day": each.day.isoformat(),
                "kind": each.kind.value,
                "document": each.document,
                "debit": money(each.debit),
                "credit": money(each.credit),
                "balance": money(each.balance),
                "due_on": each.due_on.isoformat() if each.due_on else None,
            }
            for each in found.lines
        ],
        "closing": money(found.closing),
        "ageing": {age.value: money(found.aged.open[age]) for age in reversed(Age)},
        "prepaid": money(found.aged.prepaid),
        "limit": money(found.credit.most),
        "free": money(found.credit.free),
    }
