"""Gifts whose goods go back: expected back with them, or charged."""

from alembic import op
import sqlalchemy as sa

revision = '0059'
down_revision = '0058'
branch_labels = None
depends_on = None

_OF_GIFTS = ('price', 'kept', 'charged')


def upgrade() -> None:
    op.add_column('returnrequest', sa.Column('charge_id', sa.BigInteger()))
    op.create_index('ix_returnrequest_charge_id', 'returnrequest', ['charge_id'], unique=True)
    for column in _OF_GIFTS:
        op.add_column('returnline', sa.Column(column, sa.BigInteger(), nullable=False, server_default='0'))


def downgrade() -> None:
    for column in reversed(_OF_GIFTS):
        op.drop_column('returnline', column)
    op.drop_index('ix_returnrequest_charge_id', 'returnrequest')
    op.drop_column('returnrequest', 'charge_id')
