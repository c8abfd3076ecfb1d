"""Prices are looked up by their goods first: a cart asks for few goods in many lists."""

from alembic import op

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

NAME = 'uq_price_of_pack'


def upgrade() -> None:
    op.drop_index(NAME, table_name='price')
    op.create_index(NAME, 'price', ['sku_id', 'list_id', 'pack_id', 'from_quantity'], unique=True)


def downgrade() -> None:
    op.drop_index(NAME, table_name='price')
    op.create_index(NAME, 'price', ['list_id', 'sku_id', 'pack_id', 'from_quantity'], unique=True)
