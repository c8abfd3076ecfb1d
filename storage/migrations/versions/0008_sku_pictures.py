"""A SKU has a picture of its own, and one with its label in English."""

from alembic import op
import sqlalchemy as sa

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sku', sa.Column('picture', sa.String(length=64), nullable=True))
    op.add_column('sku', sa.Column('picture_en', sa.String(length=64), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('sku', schema=None) as batch_op:
        batch_op.drop_column('picture_en')
        batch_op.drop_column('picture')
