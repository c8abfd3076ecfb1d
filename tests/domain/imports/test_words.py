"""A supplier's own words, as a sheet brings them: used by everybody at once, or refused with the reason."""

from collections.abc import Sequence

import pytest
from sqlmodel import col, select

from domain.catalogue import supplier_words
from domain.imports import IMPORTS, ImportReport
from domain.refusals import NotFound
from domain.sheets.rows import SheetRow
from domain.tables.orders import Event
from domain.tables.supplier_words import SupplierWord
from handlers.conversation.callback_data import data_of
from handlers.conversation.verbs import Verb
from locales import LANGUAGES, words_for
from tests.world import World

#: Word, meaning, kind; and why it is refused, if it is.
ROWS: Sequence[tuple[str, str, str, str]] = (
    ("手", "罐", "unit", ""),
    ("筐子", "case", "单位", ""),
    ("青水", "青岚山泉水", "简称", ""),
    ("fp", "fengpao", "abbreviation", ""),
    ("老黑", "KL500", "synonym", ""),
    ("厨霸", "生抽", "", ""),
    ("", "罐", "unit", "needed"),
    ("一堆", "吨桶", "unit", "word_means_nothing"),
    ("啤酒花", "啤酒", "synonym", "word_means_nothing"),
    ("山泉水", "味满楼生抽", "synonym", "word_hides"),
    ("可乐", "雪璃柠檬汽水", "synonym", "word_hides"),
    ("KL330", "KL500", "synonym", "word_hides"),
    ("峰泡", "箱", "unit", "word_hides"),
    ("罐", "箱", "unit", "word_own_unit"),
    ("斤", "箱", "unit", "word_unfit"),
    ("三箱", "雪璃", "synonym", "word_unfit"),
    ("谢谢", "雪璃", "synonym", "word_unfit"),
    ("雪 璃", "雪璃", "synonym", "word_unfit"),
    ("青 水", "KL330", "synonym", "repeated"),
    ("小黑", "KL330", "颜色", "bad_kind"),
)


def sheet(world: World, *rows: tuple[str, str, str]) -> ImportReport:
    read = [
        SheetRow(number=number, cells=dict(zip(("word", "means", "kind"), row, strict=True)))
        for number, row in enumerate(rows, start=2)
    ]
    with world.database.transaction() as session:
        return IMPORTS["words"](world.actor(session), read, None)


def test_each_row_goes_in_or_is_refused_with_its_reason(world: World) -> None:
    report = sheet(world, *(row[:3] for row in ROWS))
    expected = [(number, f"sheets.{why}") for number, (*_, why) in enumerate(ROWS, start=2) if why]
    assert [(bad.number, bad.reason) for bad in report.bad] == expected
    assert [row.name for row in report.new] == [word for word, *_, why in ROWS if not why]
    for bad in report.bad:
        assert all(words_for(language)(bad.reason, **bad.facts) for language in LANGUAGES)
    phone = world.dealer
    for said, told in (
        ("青水 2箱", "青岚山泉水 550ml瓶"),
        ("老黑 3筐子", "3箱"),
        ("可乐330 4手", "4罐"),
        ("厨霸 1箱", "味满楼生抽"),
    ):
        phone.types(said).sees(told)
    phone.types("fp cola").sees("峰泡可乐")
    phone.presses(data_of(Verb.PRODUCT, world.sku("JY1900").id)).types("2筐子").sees("2箱")
    phone.types("清空购物车")
    phone.types("峰泡可乐 3筐子").taps("330ml罐 3箱").sees("3箱")


def test_words_are_changed_and_removed_and_both_are_noted(world: World) -> None:
    sheet(world, ("老黑", "KL500", "synonym"))
    assert [cell.after for cell in sheet(world, ("老黑", "KL330", "synonym")).changes[0].cells] == ["KL330"]
    assert sheet(world, ("老黑", "KL330", "synonym")).same == 1
    world.dealer.types("老黑 1箱").sees("峰泡可乐 330ml罐")
    with world.database.transaction() as session:
        supplier_words.remove(world.actor(session), " 老黑 ")
        with pytest.raises(NotFound):
            supplier_words.remove(world.actor(session), "老黑")
    with world.session() as session:
        kinds = session.exec(select(Event.kind).where(col(Event.kind).startswith("word."))).all()
        assert list(kinds) == ["word.added", "word.changed", "word.removed"]
        assert not session.exec(select(SupplierWord)).all()
    world.dealer.types("老黑").does_not_see("峰泡可乐")


def test_a_word_whose_goods_are_gone_is_named(world: World) -> None:
    sheet(world, ("厨霸", "生抽", ""), ("手", "罐", "unit"))
    sku = world.sku("JY1900")
    with world.database.transaction() as session:
        assert supplier_words.meaningless(session) == []
        session.merge(sku).on_sale = False
        session.flush()
        assert [row.word for row in supplier_words.meaningless(session)] == ["厨霸"]
