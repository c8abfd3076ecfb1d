"""An order that replaces goods names its request in a column of its own, and the credit of a return names its order."""

from alembic import op
import sqlalchemy as sa

revision = '0054'
down_revision = '0053'
branch_labels = None
depends_on = None

#: Until now the request stood where the cart does that an order is made from.
MOVED = """
UPDATE "order" SET return_request_id = cart_id, cart_id = id
WHERE id IN (SELECT replacement_id FROM returnrequest WHERE replacement_id IS NOT NULL)
"""
NAMED = """
UPDATE ledgerentry SET order_id = (SELECT r.order_id FROM returnrequest r WHERE r.entry_id = ledgerentry.id)
WHERE id IN (SELECT entry_id FROM returnrequest WHERE entry_id IS NOT NULL)
"""


def upgrade() -> None:
    op.add_column('order', sa.Column('return_request_id', sa.BigInteger()))
    op.create_index('ix_order_return_request_id', 'order', ['return_request_id'], unique=True)
    op.execute(MOVED)
    op.execute(NAMED)


def downgrade() -> None:
    op.execute('UPDATE "order" SET cart_id = return_request_id WHERE return_request_id IS NOT NULL')
    op.execute(
        'UPDATE ledgerentry SET order_id = NULL WHERE id IN '
        '(SELECT entry_id FROM returnrequest WHERE entry_id IS NOT NULL)'
    )
    op.drop_index('ix_order_return_request_id', 'order')
    op.drop_column('order', 'return_request_id')
