"""Promotions, which orders had them, what they took off each line, and who wants to hear of new ones."""

from alembic import op
import sqlalchemy as sa

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

KINDS = ('special', 'buy_get', 'amount_off', 'gift_from', 'bundle')
NONE = {'nullable': False, 'server_default': '0'}
GIVEN = sa.text('promotion_id IS NOT NULL')


def upgrade() -> None:
    _promotion()
    _conditions()
    _steps()
    _of_orders()
    _of_lines_and_carts()
    op.add_column('person', sa.Column('news', sa.Boolean(), nullable=False, server_default=sa.true()))


def _promotion() -> None:
    op.create_table('promotion',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.Enum(*KINDS, name='promotionkind', native_enum=False, length=24), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('each', sa.Boolean(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('own_prices', sa.Boolean(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=True),
    sa.Column('set_aside', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )


def _conditions() -> None:
    op.create_table('promotionfor',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('promotion_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('group_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], ),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['group_id'], ['accountgroup.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('promotion_id', 'account_id'),
    sa.UniqueConstraint('promotion_id', 'group_id')
    )
    op.create_index('ix_promotionfor_account_id', 'promotionfor', ['account_id'])
    op.create_index('ix_promotionfor_group_id', 'promotionfor', ['group_id'])
    op.create_table('promotiongoods',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('promotion_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=True),
    sa.Column('category_id', sa.BigInteger(), nullable=True),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=True),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('promotion_id', 'sku_id', 'size'),
    sa.UniqueConstraint('promotion_id', 'category_id')
    )
    op.create_index('ix_promotiongoods_sku_id', 'promotiongoods', ['sku_id'])
    op.create_index('ix_promotiongoods_category_id', 'promotiongoods', ['category_id'])


def _steps() -> None:
    op.create_table('promotionstep',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('promotion_id', sa.BigInteger(), nullable=False),
    sa.Column('reach', sa.BigInteger(), nullable=False),
    sa.Column('off', sa.BigInteger(), nullable=True),
    sa.Column('gift_sku_id', sa.BigInteger(), nullable=True),
    sa.Column('gift_quantity', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], ),
    sa.ForeignKeyConstraint(['gift_sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('promotion_id', 'reach', 'gift_sku_id')
    )
    op.create_index('ix_promotionstep_gift_sku_id', 'promotionstep', ['gift_sku_id'])


def _of_orders() -> None:
    op.create_table('promotionuse',
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('promotion_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), **NONE),
    sa.Column('discount', sa.BigInteger(), **NONE),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], ),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('order_id', 'promotion_id')
    )
    op.create_index('ix_promotionuse_promotion', 'promotionuse', ['promotion_id', 'account_id'])
    op.create_index('ix_promotionuse_account_id', 'promotionuse', ['account_id'])
    op.create_table('discountshare',
    sa.Column('order_line_id', sa.BigInteger(), nullable=False),
    sa.Column('promotion_id', sa.BigInteger(), nullable=False),
    sa.Column('discount', sa.BigInteger(), **NONE),
    sa.ForeignKeyConstraint(['order_line_id'], ['orderline.id'], ),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], ),
    sa.PrimaryKeyConstraint('order_line_id', 'promotion_id')
    )
    op.create_index('ix_discountshare_promotion_id', 'discountshare', ['promotion_id'])


def _of_lines_and_carts() -> None:
    op.create_table('cartgift',
    sa.Column('cart_id', sa.BigInteger(), nullable=False),
    sa.Column('promotion_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=True),
    sa.Column('most', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['promotion_id'], ['promotion.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('cart_id', 'promotion_id')
    )
    op.create_index('ix_cartgift_promotion_id', 'cartgift', ['promotion_id'])
    op.create_index('ix_cartgift_sku_id', 'cartgift', ['sku_id'])
    # In the words of both databases: SQLite would make the whole table anew.
    op.execute('ALTER TABLE orderline ADD COLUMN promotion_id BIGINT REFERENCES promotion (id)')
    op.create_index(
        'ix_orderline_promotion', 'orderline', ['promotion_id'], sqlite_where=GIVEN, postgresql_where=GIVEN
    )


def downgrade() -> None:
    op.execute('ALTER TABLE person DROP COLUMN news')
    op.drop_index('ix_orderline_promotion', table_name='orderline')
    op.execute('ALTER TABLE orderline DROP COLUMN promotion_id')
    for table in ('cartgift', 'discountshare', 'promotionuse', 'promotionstep', 'promotiongoods', 'promotionfor'):
        op.drop_table(table)
    op.drop_table('promotion')
