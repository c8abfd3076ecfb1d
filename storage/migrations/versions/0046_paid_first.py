"""Orders of accounts that pay first ask for their payment, as an approval."""

from alembic import op
import sqlalchemy as sa

revision = '0046'
down_revision = '0045'
branch_labels = None
depends_on = None

_STATES = ('not_asked', 'open', 'given')


def upgrade() -> None:
    state = sa.Enum(*_STATES, name='approvalstate', native_enum=False, length=24)
    op.add_column('order', sa.Column('payment_approval', state, server_default='not_asked', nullable=False))
    prepaid = sa.text("terms = '现结'")
    op.create_index('ix_account_prepaid', 'account', ['id'], sqlite_where=prepaid, postgresql_where=prepaid)


def downgrade() -> None:
    op.drop_index('ix_account_prepaid', 'account')
    op.drop_column('order', 'payment_approval')
