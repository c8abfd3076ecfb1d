"""Delivery days of accounts and areas, days that are otherwise, and the day an order is expected."""

from alembic import op
import sqlalchemy as sa

revision = '0053'
down_revision = '0052'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('account', sa.Column('delivery_days', sa.String(length=24), nullable=False, server_default=''))
    own = sa.text("delivery_days <> ''")
    op.create_index('ix_account_delivered', 'account', ['id'], sqlite_where=own, postgresql_where=own)
    op.add_column('order', sa.Column('expected_on', sa.Date()))
    op.create_table(
        'areadelivery',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('area', sa.String(length=60), nullable=False, unique=True),
        sa.Column('delivery_days', sa.String(length=24), nullable=False),
    )
    op.create_table(
        'deliveryexception',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('area', sa.String(length=60), nullable=False, server_default=''),
        sa.Column('delivers', sa.Boolean(), nullable=False),
        sa.UniqueConstraint('day', 'area'),
    )


def downgrade() -> None:
    op.drop_table('deliveryexception')
    op.drop_table('areadelivery')
    op.drop_column('order', 'expected_on')
    op.drop_index('ix_account_delivered', 'account')
    op.drop_column('account', 'delivery_days')
