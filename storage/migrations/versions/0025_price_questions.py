"""A buyer is asked about a higher price as about other goods: which price, for which unit, and why."""

from alembic import op
import sqlalchemy as sa

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('swapproposal', sa.Column('price', sa.BigInteger(), nullable=True))
    op.add_column('swapproposal', sa.Column('price_size', sa.Integer(), nullable=True))
    op.add_column('swapproposal', sa.Column('reason', sa.String(length=200), nullable=False, server_default=''))


def downgrade() -> None:
    for name in ('price', 'price_size', 'reason'):
        op.drop_column('swapproposal', name)
