"""A payment that was taken back is named by the entry that does it."""

from alembic import op
import sqlalchemy as sa

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE ledgerentry ADD COLUMN undoes_id BIGINT REFERENCES ledgerentry (id)')
    op.create_index('ix_ledgerentry_undoes_id', 'ledgerentry', ['undoes_id'], unique=True)
    op.create_table(
        'paymentclaim',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('note', sa.String(length=300), nullable=False, server_default=''),
        sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('decided_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('entry_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id'), unique=True),
    )
    op.create_index('ix_paymentclaim_account_id', 'paymentclaim', ['account_id'])


def downgrade() -> None:
    op.drop_table('paymentclaim')
    op.drop_index('ix_ledgerentry_undoes_id', 'ledgerentry')
    op.drop_column('ledgerentry', 'undoes_id')
