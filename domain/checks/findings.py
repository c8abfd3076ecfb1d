"""The kinds of checks, and the finding where the data break a rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, and_, case, cast, literal, or_, select
from sqlmodel import Session, SQLModel

from domain.checks.advice import advice
from domain.db.statements import Prepared

#: Findings of one kind beyond this many are not listed: by then the kind is clear.
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that does not add up: ``what`` rule, ``where``, what the records say, and what was found."""

    what: str
    where: str
    expected: str
    found: str

    @property
    def todo(self) -> str:
        """What to do about it."""
        return advice(self.what)

    def __str__(self) -> str:
        """One line, whatever was found."""
        told = f"{self.what} {self.where}: expected {self.expected}, found {self.found}. To do: {self.todo}"
        return " ".join(told.split())


class Check:
    """A rule named ``what``; called, it finds where the data break it: where, what is expected, what was found."""

    def __init__(self, what: str, broken: Callable[[Session], Iterable[Any]]) -> None:
        self.what = what
        self._broken = broken

    def __call__(self, session: Session) -> list[Finding]:
        """Wherever it is broken."""
        return [
            Finding(what=self.what, where=str(where), expected=str(expected), found=str(found))
            for where, expected, found in self._broken(session)
        ]


def rule(what: str) -> Callable[[Callable[[], Any]], Check]:
    """A check by one statement that selects where it is broken, what is expected, and what is there."""

    def check(question: Callable[[], Any]) -> Check:
        prepared = cache(lambda: Prepared(question().limit(MOST)))
        return Check(what, lambda session: prepared().all(session))

    return check


def computed(what: str) -> Callable[[Callable[[Session], Iterable[Any]]], Check]:
    """A check by more than one statement; it finds the same three things."""
    return lambda broken: Check(what, lambda session: islice(broken(session), MOST))


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """When a column's value is wrong, and what it should be."""

    when: ColumnElement[bool]
    expected: str


def each_column(what: str, judge: Callable[[Column[Any], str], Wrong | None]) -> Check:
    """A check of single values: one statement for each table, about all of its columns."""

    @cache
    def questions(database: str) -> list[tuple[str, Mapping[str, str], Prepared]]:
        asked: list[tuple[str, Mapping[str, str], Prepared]] = []
        for table in SQLModel.metadata.tables.values():
            wrong = {column: found for column in table.columns if (found := judge(column, database))}
            if wrong:
                expected = {column.name: each.expected for column, each in wrong.items()}
                asked.append((table.name, expected, _first(table, wrong)))
        return asked

    def broken(session: Session) -> Iterator[Any]:
        for table, expected, question in questions(session.get_bind().dialect.name):
            for key, name, value in question.all(session):
                yield f"{table}.{name} of {key}", expected[name], value

    return Check(what, broken)


def _first(table: Table, wrong: Mapping[Column[Any], Wrong]) -> Prepared:
    """The rows with something wrong: key, the first such column, and its value."""
    key: ColumnElement[str] = literal("")
    for column in table.primary_key:
        key = key.concat(cast(column, String)).concat(" ")
    name = case(*((each.when, literal(column.name)) for column, each in wrong.items()))
    value = case(*((each.when, cast(column, String)) for column, each in wrong.items()))
    return Prepared(select(key, name, value).where(or_(*(each.when for each in wrong.values()))).limit(MOST))


def words(column: Any) -> ColumnElement[str]:
    """A column of fixed choices as plain text, which is read whatever it says."""
    return cast(column, String)


def differ(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two values are not the same, where nothing is the same as nothing."""
    return or_(one != other, and_(one.is_(None), other.is_not(None)), and_(one.is_not(None), other.is_(None)))
