"""The catalogue: categories, products, SKUs, packs and aliases."""

from decimal import Decimal

from sqlalchemy import Column, ForeignKey, String, UniqueConstraint
from sqlmodel import Field

from domain.tables.columns import ID, MONEY, QUANTITY, RATE, Row, new_id


class Category(Row, table=True):
    """What goods are grouped by in the catalogue."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    name: str = Field(unique=True, max_length=60)
    name_en: str = Field(default="", max_length=60)
    position: int = 0


class Product(Row, table=True):
    """What is sold, shown with a picture; its SKUs are the sizes and flavours it comes in."""

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    key: str = Field(unique=True, max_length=120)
    name: str = Field(max_length=120)
    name_en: str = Field(default="", max_length=120)
    brand: str = Field(default="", max_length=60)
    brand_en: str = Field(default="", max_length=60)
    category_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("category.id"), index=True))
    picture: str | None = Field(default=None, max_length=64)


class Sku(Row, table=True):
    """The thing counted and priced, in base units (``unit``); ``price`` is for one base unit, up to 4 decimals.

    ``decimals``: 0 for things that are counted, up to 3 for goods sold by weight. ``minimum``, ``multiple`` and
    ``maximum`` are order rules in base units. ``backorder``: may be sold beyond what is there. ``picture``: of this
    very size, by its hash; ``picture_en``: the same with its label in English, where there is one. ``shelf``: where it
    is kept; ``supplier``: whom it is bought from.

    Of one base unit, where they are known: ``floor_price``: below it finance is asked; ``cost``: no buyer sees it.
    ``tax_rate``: the share on top of the net price, 0.13 for 13 %; prices include it.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    code: str = Field(unique=True, max_length=40)
    product_id: int = Field(sa_column=Column(ID, ForeignKey("product.id"), nullable=False, index=True))
    barcode: str = Field(default="", max_length=20, index=True)
    spec: str = Field(default="", max_length=60)
    spec_en: str = Field(default="", max_length=60)
    unit: str = Field(max_length=20)
    unit_en: str = Field(default="", max_length=20)
    price: Decimal = Field(sa_column=Column(MONEY, nullable=False))
    decimals: int = Field(default=0, ge=0, le=3)
    minimum: Decimal = Field(default=Decimal(1), sa_column=Column(QUANTITY, nullable=False))
    multiple: Decimal = Field(default=Decimal(1), sa_column=Column(QUANTITY, nullable=False))
    maximum: Decimal | None = Field(default=None, sa_column=Column(QUANTITY, nullable=True))
    backorder: bool = False
    on_sale: bool = True
    picture: str | None = Field(default=None, max_length=64)
    picture_en: str | None = Field(default=None, max_length=64)
    floor_price: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    cost: Decimal | None = Field(default=None, sa_column=Column(MONEY, nullable=True))
    tax_rate: Decimal | None = Field(default=None, sa_column=Column(RATE, nullable=True))
    shelf: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    supplier: str = Field(default="", sa_column=Column(String(60), nullable=False, server_default=""))


class Pack(Row, table=True):
    """A unit of a SKU that holds a whole number of base units (箱 = 24 瓶)."""

    __table_args__ = (UniqueConstraint("sku_id", "name"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False, index=True))
    name: str = Field(max_length=20)
    name_en: str = Field(default="", max_length=20)
    size: int = Field(ge=1)


class Alias(Row, table=True):
    """Another name people use for a SKU."""

    __table_args__ = (UniqueConstraint("sku_id", "text"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    sku_id: int = Field(sa_column=Column(ID, ForeignKey("sku.id"), nullable=False, index=True))
    text: str = Field(max_length=60)


class Counter(Row, table=True):
    """A number that only grows: order numbers of a day, the version of the catalogue."""

    name: str = Field(primary_key=True, max_length=40)
    value: int = 0


class SupplierSecret(Row, table=True):
    """A random text, made once for this database where the settings give none."""

    __tablename__ = "housesecret"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=128)
