"""What a buyer said of gifts in the cart is kept with the order."""

from alembic import op
import sqlalchemy as sa

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'ordergift',
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id'), primary_key=True),
        sa.Column('promotion_id', sa.BigInteger(), sa.ForeignKey('promotion.id'), primary_key=True),
        sa.Column('sku_id', sa.BigInteger(), sa.ForeignKey('sku.id'), nullable=True),
        sa.Column('most', sa.BigInteger(), nullable=True),
    )
    op.create_index('ix_ordergift_promotion_id', 'ordergift', ['promotion_id'])
    op.create_index('ix_ordergift_sku_id', 'ordergift', ['sku_id'])


def downgrade() -> None:
    op.drop_table('ordergift')
