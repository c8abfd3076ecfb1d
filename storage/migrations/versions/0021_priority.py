"""Scarce goods go to the accounts of the highest priority first."""

from alembic import op
import sqlalchemy as sa

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('account', sa.Column('priority', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    op.execute('ALTER TABLE account DROP COLUMN priority')
