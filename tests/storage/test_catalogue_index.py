"""The search index follows the catalogue: at once where it is small, beside the answers where it is large."""

from contextlib import closing

import pytest
from sqlmodel import Session, select

from domain.catalogue import entries as catalogue_rows
from domain.catalogue.versions import touch
from domain.tables.catalogue import Alias, Sku
from storage import catalogue_index
from storage.catalogue_index import CatalogueIndex
from storage.engine import Database
from tests.world import World


def name_it(session: Session, code: str, alias: str) -> None:
    sku = session.exec(select(Sku).where(Sku.code == code)).one()
    session.add(Alias(sku_id=sku.id, text=alias))
    touch(session)


def found(world: World, catalogue_index: CatalogueIndex, text: str) -> list[str]:
    with world.database.transaction() as session:
        index = catalogue_index.index(session)
        return [index.entries[hit.sku_id].code for hit in index.find(text) if not hit.near]


def test_a_new_nickname_is_found_at_once(world: World) -> None:
    catalogue_index = CatalogueIndex()
    assert found(world, catalogue_index, "阔落") == []
    with world.database.transaction() as session:
        name_it(session, "KL500", "阔落")
    assert found(world, catalogue_index, "阔落") == ["KL500"]


def test_a_large_catalogue_is_indexed_beside_the_answers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_index, "AT_ONCE", 0)
    large = CatalogueIndex()
    assert "KL500" in found(world, large, "峰泡可乐")
    with world.database.transaction() as session:
        name_it(session, "KL500", "阔落")
    assert "KL500" in found(world, large, "峰泡可乐")
    large.wait()
    assert found(world, large, "阔落") == ["KL500"]


def test_an_index_is_made_before_anybody_asks(world: World) -> None:
    warm = CatalogueIndex()
    warm.warm(world.database.engine)
    assert "KL500" in found(world, warm, "峰泡可乐")
    warm.wait()


def test_a_failed_refresh_leaves_the_old_index(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_index, "AT_ONCE", 0)
    large = CatalogueIndex()
    found(world, large, "峰泡可乐")
    with world.database.transaction() as session:
        touch(session)

    def broken(_session: Session) -> list[object]:
        raise OSError

    with monkeypatch.context() as broken_disk:
        broken_disk.setattr(catalogue_index, "entries", broken)
        assert "KL500" in found(world, large, "峰泡可乐")
        large.wait()
    assert "KL500" in found(world, large, "峰泡可乐")
    large.wait()


def test_a_transaction_that_only_reads_keeps_no_writer_waiting(world: World) -> None:
    address = world.database.url.render_as_string(hide_password=False)
    with closing(Database(address)) as another, another.reading() as session:
        assert session.exec(select(Sku)).first()
        with world.database.transaction() as writer:
            name_it(writer, "KL500", "阔落")


def test_the_rows_are_the_same_in_pages_of_any_size(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.database.transaction() as session:
        whole = list(catalogue_rows.entries(session))
        monkeypatch.setattr(catalogue_rows, "PAGE", 2)
        assert list(catalogue_rows.entries(session)) == whole


def test_it_says_how_old_it_is_and_since_when_searches_see_an_old_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_index, "AT_ONCE", 0)
    seconds = [100.0]
    large = CatalogueIndex(lambda: seconds[0])
    found(world, large, "峰泡可乐")
    seconds[0] += 5
    assert (large.freshness().entries, large.freshness().age, large.freshness().behind) == (8, 5, 0)
    monkeypatch.setattr(catalogue_index, "entries", broken)
    with world.database.transaction() as session:
        touch(session)
    found(world, large, "峰泡可乐")
    large.wait()
    seconds[0] += 7
    found(world, large, "峰泡可乐")
    large.wait()
    assert (large.freshness().age, large.freshness().behind) == (12, 7)
    monkeypatch.undo()
    monkeypatch.setattr(catalogue_index, "AT_ONCE", 0)
    found(world, large, "峰泡可乐")
    large.wait()
    assert (large.freshness().age, large.freshness().behind) == (0, 0)


def broken(_session: Session) -> list[object]:
    raise OSError
