"""Promotions as a sheet brings them: whole, or refused with the reason."""

# ruff: noqa: E501 - a table reads best with one row on a line

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from domain.catalogue.promotion_changes import end, named, put, terms_of
from domain.imports.promotions import PROMOTIONS
from domain.refusals import BadPromotion, NotAllowed, NotFound
from domain.rules.pricing.offers import PromotionKind
from domain.rules.pricing.promotion_terms import GoodsTerm, PromotionTerms, StepTerm, TermsFault, fault_of
from domain.sheets.headers import by_header
from domain.tables.orders import Event
from domain.tables.promotions import Promotion
from locales import LANGUAGES, words_for
from tests.promotions import run
from tests.world import World

D = Decimal


def kept(world: World, name: str) -> PromotionTerms:
    with world.session() as session:
        return terms_of(session, named(session, [name])[name])


def test_each_kind_goes_in_and_says_the_same_again(world: World) -> None:
    cola, water = world.sku("KL330").id, world.sku("QS550").id
    rows = (
        {"promotion": "可乐特价", "kind": "特价", "sku": "KL330", "price": "40", "unit": "箱", "set_aside": "10"},
        {"promotion": "买十送一", "kind": "买赠", "sku": "KL330", "reach": "10", "unit": "箱", "gift_quantity": "1", "each": "是"},
        {"promotion": "满减", "kind": "满减", "reach": "500", "off": "50", "starts_on": "2026-11-20", "ends_on": "2026/12/31"},
        {"promotion": "满减", "kind": "满减", "reach": "1000", "off": "120"},
        {"promotion": "满赠", "kind": "满赠", "reach": "300", "gift_sku": "qs550", "gift_quantity": "1", "gift_unit": "箱"},
        {"promotion": "组合", "kind": "组合", "sku": "KL330", "quantity": "1", "unit": "箱", "price": "60"},
        {"promotion": "组合", "kind": "组合", "sku": "QS550", "quantity": "1", "unit": "箱"},
    )  # fmt: skip
    report = run(world, *rows)
    assert not report.bad
    assert [new.name for new in report.new] == ["可乐特价", "买十送一", "满减", "满赠", "组合"]
    assert kept(world, "可乐特价").goods == (GoodsTerm(sku_id=cola, price=D(40), size=24),)
    assert kept(world, "可乐特价").set_aside == D(240)
    assert kept(world, "买十送一").steps == (StepTerm(reach=D(240), gift_quantity=D(24)),)
    amounts = kept(world, "满减")
    assert (amounts.starts_on, amounts.ends_on) == (date(2026, 11, 20), date(2026, 12, 31))
    assert [(step.reach, step.off) for step in amounts.steps] == [(D(500), D(50)), (D(1000), D(120))]
    assert kept(world, "满赠").steps == (StepTerm(reach=D(300), gift_sku_id=water, gift_quantity=D(24)),)
    assert kept(world, "组合").price == D(60)
    assert {(each.sku_id, each.quantity) for each in kept(world, "组合").goods} == {(cola, D(24)), (water, D(24))}
    again = run(world, *rows)
    assert (again.added, again.changed, again.same, again.bad) == (0, 0, 5, ())


def test_a_change_is_told_and_noted_with_what_was_before(world: World) -> None:
    row = {"promotion": "满减", "kind": "满减", "reach": "500", "off": "50"}
    run(world, row)
    report = run(world, {**row, "off": "60", "for_accounts": "李记便利店", "times": "1"})
    assert {cell.column for cell in report.changes[0].cells} == {"times", "for_accounts", "reach"}
    with world.session() as session:
        noted = session.exec(select(Event).where(Event.kind == "promotion.changed")).one()
    assert noted.facts["before"]["steps"][0]["off"] == "50"
    assert noted.facts["after"]["steps"][0]["off"] == "60"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"kind": "打折"}, "bad_promotion_kind"),
        ({"kind": "特价", "price": "4"}, "promotion_no_goods"),
        ({"kind": "特价", "sku": "KL330"}, "promotion_no_price"),
        ({"kind": "特价", "sku": "KL999", "price": "4"}, "unknown_sku"),
        ({"kind": "特价", "sku": "KL330", "price": "4", "unit": "吨桶"}, "unknown_unit"),
        ({"kind": "特价", "category": "文具", "price": "4"}, "unknown_category"),
        ({"kind": "买赠", "sku": "KL330", "reach": "10"}, "promotion_no_gift"),
        ({"kind": "满减"}, "promotion_no_step"),
        ({"kind": "满减", "reach": "500"}, "promotion_no_off"),
        ({"kind": "满减", "reach": "50", "off": "60"}, "promotion_no_off"),
        ({"kind": "满减", "reach": "-5", "off": "60"}, "out_of_range"),
        ({"kind": "满赠", "reach": "500", "gift_quantity": "1"}, "promotion_no_gift"),
        ({"kind": "满减", "reach": "500", "off": "5", "for_accounts": "没有这家"}, "unknown_account"),
        ({"kind": "满减", "reach": "500", "off": "5", "for_groups": "Z级"}, "unknown_group"),
        ({"kind": "满减", "reach": "500", "off": "5", "starts_on": "很快"}, "bad_date"),
        ({"kind": "满减", "reach": "500", "off": "5", "starts_on": "2026-12-2", "ends_on": "2026-12-1"}, "promotion_dates"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_by_name(world: World, row: dict[str, str], reason: str) -> None:
    report = run(world, {"promotion": "试试", **row})
    assert [bad.reason for bad in report.bad] == [f"sheets.{reason}"]
    assert all(words_for(language)(bad.reason, **bad.facts) for bad in report.bad for language in LANGUAGES)
    with world.session() as session:
        assert session.exec(select(Promotion)).all() == []


def test_a_promotion_does_not_become_another_kind(world: World) -> None:
    run(world, {"promotion": "年末", "kind": "满减", "reach": "500", "off": "50"})
    report = run(world, {"promotion": "年末", "kind": "特价", "sku": "KL330", "price": "1"})
    assert [bad.reason for bad in report.bad] == ["sheets.promotion_other_kind"]


def test_a_bad_row_keeps_the_whole_promotion_out_and_lets_the_others_in(world: World) -> None:
    report = run(
        world,
        {"promotion": "组合", "kind": "组合", "sku": "KL330", "price": "60"},
        {"promotion": "组合", "kind": "组合", "sku": "KL999"},
        {"promotion": "满减", "kind": "满减", "reach": "500", "off": "50"},
    )
    assert [(bad.number, bad.reason) for bad in report.bad] == [(3, "sheets.unknown_sku")]
    assert [new.name for new in report.new] == ["满减"]


def test_chinese_headers_name_the_columns() -> None:
    heads = ["优惠名称", "优惠类型", "货号", "单位", "满", "减", "赠品货号", "赠送数量", "每满", "活动库存", "限用次数"]
    columns = by_header(heads, PROMOTIONS)
    assert columns is not None
    fields = [
        "promotion",
        "kind",
        "sku",
        "unit",
        "reach",
        "off",
        "gift_sku",
        "gift_quantity",
        "each",
        "set_aside",
        "times",
    ]
    assert [column.field for column in columns] == fields


@pytest.mark.parametrize("who", ["老李", "老周", "小孙"])
def test_who_sells_may_change_promotions_and_nobody_else(world: World, who: str) -> None:
    terms = PromotionTerms(name="满减", kind=PromotionKind.AMOUNT_OFF, steps=(StepTerm(reach=D(500), off=D(50)),))
    with world.database.transaction() as session:
        promotion, _ = put(world.actor(session, "陈总"), terms)
        with pytest.raises(NotAllowed):
            put(world.actor(session, who), terms)
        with pytest.raises(NotAllowed):
            end(world.actor(session, who), promotion.id)
        assert end(world.actor(session, "小王"), promotion.id).ended_at == world.clock()
        with pytest.raises(NotFound):
            end(world.actor(session, "小王"), 1)


def test_what_is_given_each_time_has_one_step(world: World) -> None:
    steps = (StepTerm(reach=D(500), off=D(50)), StepTerm(reach=D(900), off=D(90)))
    terms = PromotionTerms(name="满减", kind=PromotionKind.AMOUNT_OFF, each=True, steps=steps)
    assert fault_of(terms) is TermsFault.EACH_ONE
    with world.database.transaction() as session, pytest.raises(BadPromotion):
        put(world.actor(session), terms)
