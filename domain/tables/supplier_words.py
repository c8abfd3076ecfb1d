"""Words of the supplier's own trade, and those proposed to the admins."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field

from domain.tables.columns import ID, TIME, Row, choice, new_id

#: Longest word, and longest meaning, in characters.
WORD, MEANS = 30, 120


class WordKind(StrEnum):
    """What a word stands for."""

    UNIT = "unit"
    """Another unit: 件 means 箱."""
    ABBREVIATION = "abbreviation"
    """A shorter way to write words of names, or a SKU."""
    SYNONYM = "synonym"
    """Another way to say them."""


class SupplierWord(Row, table=True):
    """A word that this supplier's dealers use, and what it means for all of them.

    ``key``: one form for all the ways of writing it; ``means``: a unit, words of names in the catalogue, or the code of
    a SKU.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    key: str = Field(unique=True, max_length=60)
    word: str = Field(max_length=WORD)
    means: str = Field(max_length=MEANS)
    kind: WordKind = Field(sa_column=Column(choice(WordKind), nullable=False))


class WordProposal(Row, table=True):
    """A nickname that many accounts share, proposed once; ``accepted`` is open until an admin decides."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    key: str = Field(unique=True, max_length=60)
    words: str = Field(max_length=60)
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False))
    accounts: int
    proposed_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    accepted: bool | None = None
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
