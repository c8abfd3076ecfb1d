"""A photo of the slip beside what somebody says they paid."""

from alembic import op
import sqlalchemy as sa

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('paymentclaim', sa.Column('slip', sa.String(length=64)))


def downgrade() -> None:
    op.drop_column('paymentclaim', 'slip')
