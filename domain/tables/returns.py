"""What dealers ask for after goods came: claims and returns, with their lines."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, ForeignKey, Integer, String, UniqueConstraint
from sqlmodel import Field

from domain.rules.return_life import ReturnStatus
from domain.rules.returns import Outcome, ReturnKind, ReturnReason
from domain.tables.columns import ID, QUANTITY, TIME, Row, choice, new_id, no_money, zero_quantity


class ReturnRequest(Row, table=True):
    """A claim or a return for goods of one order. ``status`` has one writer, ``domain/after_sales/status.py``.

    ``number``: as ``R20261123-0007``. ``revision`` grows with each change of its lines. ``reason``: why it was refused.
    ``closed_at``: when it was settled, sent back, refused or withdrawn.
    ``entry_id``: the credit of its settlement, if it came to money; ``charge_id``: of gifts that did not come back;
    ``replacement_id``: the order of what was sent for it. ``repair_began_at``: of goods that are repaired;
    ``carrier`` and ``tracking_number``: of the parcel they went back in.
    """

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    number: str = Field(sa_column=Column(String(24), nullable=False, unique=True))
    order_id: int = Field(sa_column=Column(ID, ForeignKey("order.id"), nullable=False, index=True))
    account_id: int = Field(sa_column=Column(ID, ForeignKey("account.id"), nullable=False, index=True))
    person_id: int = Field(sa_column=Column(ID, ForeignKey("person.id"), nullable=False))
    kind: ReturnKind = Field(sa_column=Column(choice(ReturnKind), nullable=False))
    status: ReturnStatus = Field(sa_column=Column(choice(ReturnStatus), nullable=False, index=True))
    revision: int = Field(default=1, sa_column=Column(Integer, nullable=False))
    asked_at: datetime = Field(sa_column=Column(TIME, nullable=False))
    reason: str = Field(default="", sa_column=Column(String(300), nullable=False, server_default=""))
    decided_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    decided_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    received_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    received_by_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("person.id")))
    repair_began_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    carrier: str = Field(default="", sa_column=Column(String(40), nullable=False, server_default=""))
    tracking_number: str = Field(default="", sa_column=Column(String(120), nullable=False, server_default=""))
    closed_at: datetime | None = Field(default=None, sa_column=Column(TIME, nullable=True))
    entry_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("ledgerentry.id"), unique=True))
    charge_id: int | None = Field(default=None, sa_column=Column(ID, nullable=True, unique=True, index=True))
    replacement_id: int | None = Field(default=None, sa_column=Column(ID, ForeignKey("order.id"), unique=True))


class ReturnLine(Row, table=True):
    """Goods of an order line that something is asked for; quantities in base units.

    ``quantity``: asked; ``agreed``: by whoever decides, until then as much; ``good`` and ``bad``: what came back, as it
    was counted. ``credited``, and the ``tax`` in it: what was paid for what is settled. ``rebate``: what of
    that a rebate had paid: it can be used again. ``withheld``: what of ``quantity`` was not billed when the goods came,
    because of this claim. ``price``: of one base unit of a gift, where it does not come back; ``kept`` and ``charged``:
    how much did not, and what it cost. ``photo``: the hash of a stored picture, which belongs to the account.
    """

    __table_args__ = (UniqueConstraint("request_id", "position"),)

    id: int = Field(default_factory=new_id, sa_column=Column(ID, primary_key=True))
    request_id: int = Field(sa_column=Column(ID, ForeignKey("returnrequest.id"), nullable=False))
    position: int = Field(sa_column=Column(Integer, nullable=False))
    order_line_id: int = Field(sa_column=Column(ID, ForeignKey("orderline.id"), nullable=False, index=True))
    reason: ReturnReason = Field(sa_column=Column(choice(ReturnReason), nullable=False))
    outcome: Outcome = Field(sa_column=Column(choice(Outcome), nullable=False))
    quantity: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    agreed: Decimal = Field(sa_column=Column(QUANTITY, nullable=False))
    good: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    bad: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    withheld: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    credited: Decimal = Field(default=Decimal(0), sa_column=no_money())
    tax: Decimal = Field(default=Decimal(0), sa_column=no_money())
    rebate: Decimal = Field(default=Decimal(0), sa_column=no_money())
    price: Decimal = Field(default=Decimal(0), sa_column=no_money())
    kept: Decimal = Field(default=Decimal(0), sa_column=zero_quantity())
    charged: Decimal = Field(default=Decimal(0), sa_column=no_money())
    photo: str | None = Field(default=None, sa_column=Column(String(64), nullable=True))
