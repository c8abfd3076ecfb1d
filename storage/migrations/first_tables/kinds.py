"""Kinds that several of the first tables name."""

import sqlalchemy as sa

CHANNEL = sa.Enum("telegram", "wechat", "demo", "terminal", name="channel", native_enum=False, length=24)
ROLE = sa.Enum(
    "buyer", "salesperson", "warehouse", "finance", "admin", "customer", name="role", native_enum=False, length=24
)
