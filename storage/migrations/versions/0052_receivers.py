"""Who takes the goods at an address, and their telephone number; an order keeps both."""

from alembic import op
import sqlalchemy as sa

revision = '0052'
down_revision = '0051'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('address', 'order'):
        op.add_column(table, sa.Column('receiver', sa.String(length=60), nullable=False, server_default=''))
        op.add_column(table, sa.Column('phone', sa.String(length=40), nullable=False, server_default=''))
    op.add_column('address', sa.Column('receiver_asked', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('address', 'receiver_asked')
    for table in ('address', 'order'):
        op.drop_column(table, 'phone')
        op.drop_column(table, 'receiver')
