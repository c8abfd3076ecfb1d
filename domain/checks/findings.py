"""What a rule of the books is, and what it hands back where one does not hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, and_, case, cast, literal, or_, select
from sqlmodel import Session, SQLModel

from domain.checks.advice import advice
from domain.prepared import Prepared

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


class Rule:
    """A rule of the books as one question to the database: where it is broken, what is expected, what is there."""

    def __init__(self, what: str, question: Callable[[], Any]) -> None:
        self.what = what
        self.__doc__ = question.__doc__
        self._question = question

    @cached_property
    def _prepared(self) -> Prepared:
        return Prepared(self._question().limit(MOST))

    def __call__(self, session: Session) -> list[Finding]:
        """Wherever it is broken."""
        return findings(self.what, self._prepared.all(session))


def rule(what: str) -> Callable[[Callable[[], Any]], Rule]:
    """Make a rule of a function that says its question; what the function's first line says must hold."""
    return lambda question: Rule(what, question)


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """When a column's value is wrong, and what it should be."""

    when: ColumnElement[bool]
    expected: str


class EachColumn:
    """A rule about single values: one question for each table, about all of its columns."""

    def __init__(self, what: str, wrong: Callable[[Column[Any], str], Wrong | None]) -> None:
        self.what = what
        self._wrong = wrong
        self._questions: dict[str, tuple[tuple[str, Mapping[str, str], Prepared], ...]] = {}

    def __call__(self, session: Session) -> list[Finding]:
        """Every value that is wrong."""
        database = session.get_bind().dialect.name
        if database not in self._questions:
            self._questions[database] = tuple(self._asked(database))
        return [
            Finding(what=self.what, where=f"{table}.{name} of {key}", expected=expected[name], found=str(value))
            for table, expected, question in self._questions[database]
            for key, name, value in question.all(session)
        ]

    def _asked(self, database: str) -> Iterable[tuple[str, Mapping[str, str], Prepared]]:
        for table in SQLModel.metadata.tables.values():
            wrong = {column: found for column in table.columns if (found := self._wrong(column, database))}
            if wrong:
                yield table.name, {column.name: each.expected for column, each in wrong.items()}, _first(table, wrong)


def _first(table: Table, wrong: Mapping[Column[Any], Wrong]) -> Prepared:
    """The rows with something wrong: key, the first such column, and its value."""
    key: ColumnElement[str] = literal("")
    for column in table.primary_key:
        key = key.concat(cast(column, String)).concat(" ")
    name = case(*((each.when, literal(column.name)) for column, each in wrong.items()))
    value = case(*((each.when, cast(column, String)) for column, each in wrong.items()))
    return Prepared(select(key, name, value).where(or_(*(each.when for each in wrong.values()))).limit(MOST))


def findings(what: str, rows: Iterable[Any]) -> list[Finding]:
    """Rows of where, expected and found."""
    return [
        Finding(what=what, where=str(where), expected=str(expected), found=str(found))
        for where, expected, found in rows
    ]


def words(column: Any) -> ColumnElement[str]:
    """A column of fixed choices as plain text, which is read whatever it says."""
    return cast(column, String)


def differ(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether two values are not the same, where nothing is the same as nothing."""
    return or_(one != other, and_(one.is_(None), other.is_not(None)), and_(one.is_not(None), other.is_(None)))
