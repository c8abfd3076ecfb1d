"""What a claim keeps back when goods are billed on receipt, and what is billed of it later."""

from alembic import op
import sqlalchemy as sa

revision = '0058'
down_revision = '0057'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('returnline', sa.Column('withheld', sa.BigInteger(), nullable=False, server_default='0'))
    op.add_column('postedline', sa.Column('return_line_id', sa.BigInteger()))


def downgrade() -> None:
    op.drop_column('postedline', 'return_line_id')
    op.drop_column('returnline', 'withheld')
