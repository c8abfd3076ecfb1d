"""What an order waits for may go with the account's next order."""

from alembic import op
import sqlalchemy as sa

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('order', sa.Column('rides_after', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('order', 'rides_after')
