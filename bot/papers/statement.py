"""A statement as a paper: the sums and ages above, every entry with its balance, and the goods of each delivery."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.papers.file_names import safe
from bot.papers.paper import Cell, CellKind, Column, Fact, Paper, Table
from domain.actor import Actor
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.finance import statements
from domain.finance.open_documents import OpenDocument
from domain.finance.statements import DeliveredLine, Statement, StatementLine
from domain.rules.finance.ledger import Age
from domain.rules.money import PRICE_PLACES
from handlers.formatting import goods_words
from locales import Words

_CENT = Decimal(1).scaleb(-PRICE_PLACES)
_MONEY, _DAY = CellKind.MONEY, CellKind.DAY


def statement_paper(actor: Actor, found: Statement, say: Words) -> Paper:
    """The statement in words of a language."""
    sold = statements.deliveries(actor, found)
    goods = goods_by_id(actor.session, {each.sku_id for each in sold})
    period = found.period
    return Paper(
        title=say("statement.paper_title", account=found.account.name),
        about=(
            say("statement.paper_period", first=period.first.isoformat(), last=period.last.isoformat()),
            say("statement.paper_made", day=actor.today.isoformat()),
        ),
        facts=tuple(_sums(found, say)),
        beside=tuple(_ages(found, say)),
        tables=(_entries(found, say), _open(found, say), _goods(sold, goods, say)),
        page=say.texts()["statement.page"],  # type: ignore[arg-type] # it has no plural
        currency=actor.supplier.currency,
        language=say.language,
        notes=(say("statement.paper_note"),),
    )


def statement_file(found: Statement, say: Words, form: str) -> str:
    """What the file is called: account and last day, in letters that every system takes."""
    name = say("statement.file", account=found.account.name, day=found.period.last.isoformat())
    return f"{safe(name)}.{form}"


def _sums(found: Statement, say: Words) -> Iterator[Fact]:
    sums = {"opening": found.opening, "bought": found.bought, "returned": found.returned, "paid": found.paid}
    if found.rebated:
        sums["rebated"] = found.rebated
    if found.adjusted:
        sums["adjusted"] = found.adjusted
    sums |= {"closing": found.closing, "prepaid": found.aged.prepaid}
    for name, amount in sums.items():
        yield Fact(name=say(f"statement.sum_{name}"), value=amount, kind=_MONEY)


def _ages(found: Statement, say: Words) -> Iterator[Fact]:
    for age in reversed(Age):
        yield Fact(name=say(f"statement.age_{age}"), value=found.aged.open[age], kind=_MONEY)
    if found.credit.most is not None and found.credit.free is not None:
        yield Fact(name=say("statement.limit"), value=found.credit.most, kind=_MONEY)
        yield Fact(name=say("statement.free"), value=found.credit.free, kind=_MONEY)


def _entries(found: Statement, say: Words) -> Table:
    columns = (
        Column(title=say("statement.column_day"), kind=_DAY, share=1.15),
        Column(title=say("statement.column_kind"), share=1.1),
        Column(title=say("statement.column_number"), share=1.75),
        Column(title=say("statement.column_text"), share=1.9),
        Column(title=say("statement.column_debit"), kind=_MONEY, share=1.25),
        Column(title=say("statement.column_credit"), kind=_MONEY, share=1.25),
        Column(title=say("statement.column_balance"), kind=_MONEY, share=1.35),
        Column(title=say("statement.column_due"), kind=_DAY, share=1.15),
    )
    name = say("statement.entries")
    opening = _sum(found.period.first, say("statement.sum_opening"), found.opening)
    closing = _sum(found.period.last, say("statement.sum_closing"), found.closing)
    rows = [opening, *(_entry(each, say) for each in found.lines), closing]
    return Table(name=name, title=name, columns=columns, rows=rows, strong=frozenset({0, len(rows) - 1}))


def _sum(day: date, words: str, balance: Decimal) -> tuple[Cell, ...]:
    return (day, "", "", words, None, None, balance, None)


def _entry(line: StatementLine, say: Words) -> tuple[Cell, ...]:
    amounts = (line.debit or None, line.credit or None, line.balance)
    came = say("statement.came_on", day=line.value_day.isoformat()) if line.value_day else ""
    text = " ".join(filter(None, (line.note, came)))
    return (line.day, say(f"finance.kind_{line.kind}"), line.document, text, *amounts, line.due_on)


def _open(found: Statement, say: Words) -> Table:
    """What is not paid yet."""
    columns = (
        Column(title=say("statement.column_kind"), share=1.1),
        Column(title=say("statement.column_number"), share=1.75),
        Column(title=say("statement.column_text"), share=2.4),
        Column(title=say("statement.column_due"), kind=_DAY, share=1.15),
        Column(title=say("statement.column_amount"), kind=_MONEY, share=1.3),
        Column(title=say("statement.column_open"), kind=_MONEY, share=1.3),
    )
    name = say("statement.open")
    rows = [_debt(each, say) for each in found.open]
    return Table(name=name, title=name, columns=columns, rows=rows, empty=say("statement.nothing_open"))


def _debt(debt: OpenDocument, say: Words) -> tuple[Cell, ...]:
    kind = say(f"finance.kind_{debt.kind}")
    return (kind, debt.document, debt.note, debt.due_on, debt.amount, debt.left)


def _goods(sold: Sequence[DeliveredLine], goods: Mapping[int, Goods], say: Words) -> Table:
    columns = (
        Column(title=say("statement.column_day"), kind=_DAY, share=1.15),
        Column(title=say("statement.column_number"), share=1.75),
        Column(title=say("statement.column_sku"), share=1.2),
        Column(title=say("statement.column_goods"), share=2.6),
        Column(title=say("statement.column_quantity"), kind=CellKind.QUANTITY, share=0.9),
        Column(title=say("statement.column_unit"), share=0.85),
        Column(title=say("statement.column_price"), kind=CellKind.PRICE, share=1.1),
        Column(title=say("statement.column_amount"), kind=_MONEY, share=1.3),
    )
    name = say("statement.goods")
    rows = [_delivered(each, goods[each.sku_id], say) for each in sold]
    return Table(name=name, title=name, columns=columns, rows=rows, empty=say("statement.no_goods"))


def _delivered(line: DeliveredLine, goods: Goods, say: Words) -> tuple[Cell, ...]:
    """The price is what was paid for a base unit: with discounts, and of packs their part."""
    price = (line.amount / line.quantity).quantize(_CENT, ROUND_HALF_UP) if line.quantity else None
    amounts = (line.quantity or None, goods_words.unit(say, goods), price, line.amount)
    return (line.day, line.document, goods.sku.code, goods_words.name(say, goods), *amounts)
