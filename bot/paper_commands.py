"""The commands that write papers: ``dinghuo statement`` and ``dinghuo paper``."""

# ruff: noqa: PLC0415, FBT002
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.checked_settings import checked_settings
from domain.rules.order_papers import OrderPaper


def statement(
    account: Annotated[str, typer.Argument(help="Whose statement.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Its last day.")],
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Write it here as PDF.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write it here as an Excel workbook.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Say what an account owed, bought, returned and paid in some days, and what it owes."""
    from bot.commands.statement import made

    days = (first.date(), last.date())
    for line in made(checked_settings(), account, days, {"pdf": pdf, "xlsx": xlsx}, as_json=as_json):
        typer.echo(line)


def paper(
    kind: Annotated[OrderPaper, typer.Argument(help="Which paper.")],
    number: Annotated[
        str, typer.Argument(help="The order; for a merged pick list several, with commas; for a quote also an account.")
    ],
    file: Annotated[Path, typer.Argument(help="The PDF to write.")],
    without_prices: Annotated[bool, typer.Option("--without-prices", help="A delivery note without prices.")] = False,
    three_part: Annotated[bool, typer.Option("--three-part", help="A delivery note of 241 × 140 mm.")] = False,
    language: Annotated[str, typer.Option(help="zh-CN or en; the shop's.")] = "",
) -> None:
    """Write a paper of an order as PDF: a confirmation, delivery notes, a pick list or a quote."""
    from bot.commands.paper import written

    typer.echo(
        written(checked_settings(), kind, number, file, language, prices=not without_prices, three_part=three_part)
    )
