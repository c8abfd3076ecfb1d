"""What every account owes by age is read from an index alone."""

from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_ledgerentry_due', 'ledgerentry', ['account_id', 'due_on', 'kind', 'amount', 'day'])


def downgrade() -> None:
    op.drop_index('ix_ledgerentry_due', 'ledgerentry')
