"""Orders from before Dinghuo: what was bought elsewhere, and at what price."""

from alembic import op
import sqlalchemy as sa

revision = '0051'
down_revision = '0050'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'pastorder',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('number', sa.String(length=60), nullable=False, unique=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('ordered_on', sa.Date(), nullable=False),
    )
    op.create_index('ix_pastorder_account', 'pastorder', ['account_id', 'ordered_on'])
    op.create_table(
        'pastorderline',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('pastorder.id'), nullable=False),
        sa.Column('sku_id', sa.BigInteger(), sa.ForeignKey('sku.id'), nullable=False),
        sa.Column('kind', sa.String(length=24), nullable=False, server_default='goods'),
        sa.Column('quantity', sa.BigInteger(), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('price', sa.BigInteger(), nullable=False),
        sa.UniqueConstraint('order_id', 'sku_id', 'size', 'kind'),
    )


def downgrade() -> None:
    op.drop_table('pastorderline')
    op.drop_table('pastorder')
