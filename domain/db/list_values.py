"""Many ids or amounts passed to a statement as one parameter, so that its text is the same for any number.

A statement that names each of them grows with the cart: SQLite refuses it from a depth of a thousand, and every number
of lines would have to be put together anew.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Dialect, FromClause, Text, bindparam, column, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from domain.tables.columns import ID, QUANTITY


class _Listed(TypeDecorator[Any]):
    """Ids, or base units by id, as one text of JSON; quantities as the whole numbers that are stored."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[int, Decimal] | Iterable[int] | None, dialect: Dialect) -> str | None:
        """The pairs, each a list of id and amount."""
        if value is None:
            return None
        amounts = value if isinstance(value, Mapping) else dict.fromkeys(value)
        scaled = QUANTITY.process_bind_param
        return orjson.dumps([(each, scaled(amount, dialect)) for each, amount in amounts.items()]).decode()


class _ListedRows(FunctionElement[Any]):
    """A row for each pair: ``id`` and ``amount``."""

    inherit_cache = True


@compiles(_ListedRows, "sqlite")
def _sqlite_rows(rows: _ListedRows, compiler: Any, **how: Any) -> str:
    """With a limit, though there is none, SQLite reads the text once, and not for every row it is joined with."""
    given = compiler.process(rows.clauses, **how)
    pair = "json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS amount"
    return f"(SELECT {pair} FROM json_each({given}) LIMIT -1)"  # noqa: S608 - a parameter's place, never a value


@compiles(_ListedRows, "postgresql")
def _postgresql_rows(rows: _ListedRows, compiler: Any, **how: Any) -> str:
    given = compiler.process(rows.clauses, **how)
    pair = "(pair ->> 0)::bigint AS id, (pair ->> 1)::bigint AS amount"
    return f"(SELECT {pair} FROM jsonb_array_elements(CAST({given} AS jsonb)) AS pairs(pair))"  # noqa: S608 - the same


def listed(name: str) -> FromClause:
    """What is given under this name as a table: ``id``, and ``amount`` in base units where amounts are given."""
    given: Any = bindparam(name, type_=_Listed())
    rows: FromClause = _ListedRows(given).table_valued(column("id", ID), column("amount", QUANTITY), name=name)
    return rows


def is_listed(what: Any, name: str) -> ColumnElement[bool]:
    """Whether a column is one of the ids given under this name."""
    is_one: ColumnElement[bool] = what.in_(select(listed(name).c.id))
    return is_one
