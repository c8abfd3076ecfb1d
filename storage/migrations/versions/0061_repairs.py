"""Goods that are repaired: since when, and the parcel they went back in."""

from alembic import op
import sqlalchemy as sa

revision = '0061'
down_revision = '0060'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('returnrequest', sa.Column('repair_began_at', sa.DateTime(timezone=True)))
    op.add_column('returnrequest', sa.Column('carrier', sa.String(length=40), nullable=False, server_default=''))
    op.add_column(
        'returnrequest', sa.Column('tracking_number', sa.String(length=120), nullable=False, server_default='')
    )


def downgrade() -> None:
    for column in ('tracking_number', 'carrier', 'repair_began_at'):
        op.drop_column('returnrequest', column)
