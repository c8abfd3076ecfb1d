"""``dinghuo price``: what a quantity costs an account on a day, and why."""

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from bot.command_context import in_use, perform_command
from bot.command_errors import CommandError
from bot.settings import Settings
from domain.actor import Actor
from domain.catalogue.catalogue import Goods, goods_by_id
from domain.catalogue.pricing import Prices
from domain.language.typed_quantity import read_amount
from domain.rules.pricing.price_calculation import LinePrice
from domain.tables.catalogue import Sku
from domain.tables.people import Account
from locales import Words, words_for


def price(settings: Settings, account: str, sku: str, quantity: str, day: date | None) -> dict[str, Any]:
    """What it costs, as the contract says; money as text, exact. Raises CommandError: nobody or nothing is named so."""
    say = words_for(settings.language)
    with in_use(settings) as database:
        return perform_command(
            settings, database, lambda actor: _price(_on(actor, day), say, account, sku, quantity), keeps=False
        )


def _on(actor: Actor, day: date | None) -> Actor:
    """The actor at noon of a day in the shop's zone."""
    return replace(actor, now=datetime.combine(day, time(12), actor.supplier.zone)) if day else actor


def _price(actor: Actor, say: Words, account: str, code: str, text: str) -> dict[str, Any]:
    account_id = actor.session.exec(select(Account.id).where(Account.name == account)).first()
    if account_id is None:
        raise CommandError(say("sheets.unknown_account", name=account))
    goods = _goods(actor, say, code)
    quantity = _quantity(say, goods, text)
    found = Prices(actor=actor, account_id=account_id).line(goods, quantity)
    return _told(goods, found)


def _goods(actor: Actor, say: Words, code: str) -> Goods:
    sku_id = actor.session.exec(select(Sku.id).where(col(Sku.code) == code)).first()
    if sku_id is None:
        raise CommandError(say("sheets.unknown_sku", sku=code))
    return goods_by_id(actor.session, [sku_id])[sku_id]


def _quantity(say: Words, goods: Goods, text: str) -> Decimal:
    base = tuple(filter(None, (goods.sku.unit, goods.sku.unit_en)))
    packs = tuple((name, pack.size) for pack in goods.packs for name in (pack.name, pack.name_en) if name)
    quantity = read_amount(text, base, packs)
    if quantity is None or quantity <= 0:
        units = " / ".join(_units(say, goods))
        raise CommandError(say("price.no_quantity", text=text, sku=goods.sku.code, units=units))
    return quantity


def _units(say: Words, goods: Goods) -> list[str]:
    """What the goods are sold in, as the shop calls it."""
    english, sku = say.language == "en", goods.sku
    packs = ((pack.name_en if english else "") or pack.name for pack in goods.packs)
    return [*packs, (sku.unit_en if english else "") or sku.unit]


def _told(goods: Goods, found: LinePrice) -> dict[str, Any]:
    return {
        "unit": goods.sku.unit,
        "unit_price": _money(found.unit_price),
        "pack_price": None if found.pack_price is None else _money(found.pack_price),
        "amount": _money(found.amount),
        "source": found.source.value,
        "list": found.list_name or None,
        "tier_from": _number(found.tier_from),
        "base_price": _money(goods.list_price),
    }


def _money(amount: Decimal) -> str:
    """At least two decimals, and no more than it has."""
    return f"{amount:.2f}" if amount == round(amount, 2) else f"{amount.normalize():f}"


def _number(amount: Decimal) -> int | float:
    return int(amount) if amount == int(amount) else float(amount)
