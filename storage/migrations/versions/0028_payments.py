"""A payment that was taken back is named by the entry that does it."""

from alembic import op
import sqlalchemy as sa

revision = '0028'
down_revision = '0027'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('ledgerentry') as table:
        table.add_column(sa.Column('undoes_id', sa.BigInteger(), nullable=True))
        table.create_foreign_key('fk_ledgerentry_undoes', 'ledgerentry', ['undoes_id'], ['id'])
        table.create_unique_constraint('uq_ledgerentry_undoes', ['undoes_id'])

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
    with op.batch_alter_table('ledgerentry') as table:
        table.drop_column('undoes_id')
