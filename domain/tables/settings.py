"""The business settings that were changed; all others have their defaults."""

from sqlmodel import Field

from domain.tables.columns import Row

#: Longest value, as it is written.
VALUE = 200


class Setting(Row, table=True):
    """A business setting that somebody changed.

    ``name``: of its definition in ``domain.rules.business_settings``; ``value``: as it is written there.
    ``revision``: counts the changes.
    """

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=VALUE)
    revision: int = Field(default=1)
