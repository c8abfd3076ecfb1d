"""Payments pay the orders that are named with them, and keep the day on which the money came."""

from alembic import op
import sqlalchemy as sa

revision = '0039'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('ledgerentry', sa.Column('value_day', sa.Date()))
    op.create_table(
        'claimorder',
        sa.Column('claim_id', sa.BigInteger(), sa.ForeignKey('paymentclaim.id'), primary_key=True),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id'), primary_key=True),
    )
    op.create_table(
        'paymentallocation',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('payment_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id'), nullable=False),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id'), nullable=False),
        sa.Column('debt_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id')),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('due_on', sa.Date()),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        'waitingpicture',
        sa.Column('hash', sa.String(length=64), sa.ForeignKey('media.hash'), primary_key=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    columns = ['account_id', 'due_on', 'debt_id', 'amount', 'day']
    op.create_index('ix_paymentallocation_account', 'paymentallocation', columns)
    for column in ('payment_id', 'order_id', 'debt_id'):
        op.create_index(f'ix_paymentallocation_{column}', 'paymentallocation', [column])


def downgrade() -> None:
    op.drop_table('waitingpicture')
    op.drop_table('paymentallocation')
    op.drop_table('claimorder')
    op.drop_column('ledgerentry', 'value_day')
