"""Rebates: granted to accounts, used by orders, and what they pay of lines, parcels and returns."""

from alembic import op
import sqlalchemy as sa

revision = '0056'
down_revision = '0055'
branch_labels = None
depends_on = None

_AMOUNTS = ('order', 'orderline', 'postedline', 'returnline')


def upgrade() -> None:
    op.create_table(
        'rebate',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('last_day', sa.Date()),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index('ix_rebate_account_id', 'rebate', ['account_id'])
    op.create_table(
        'rebateuse',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('rebate_id', sa.BigInteger(), sa.ForeignKey('rebate.id'), nullable=False),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id')),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index('ix_rebateuse_rebate_id', 'rebateuse', ['rebate_id'])
    op.create_index('ix_rebateuse_order_id', 'rebateuse', ['order_id'])
    for table in _AMOUNTS:
        op.add_column(table, sa.Column('rebate', sa.BigInteger(), nullable=False, server_default='0'))
    op.add_column('cart', sa.Column('spares_rebate', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('cart', 'spares_rebate')
    for table in _AMOUNTS:
        op.drop_column(table, 'rebate')
    op.drop_table('rebateuse')
    op.drop_table('rebate')
