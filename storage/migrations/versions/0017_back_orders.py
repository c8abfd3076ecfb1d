"""What a line waits for is its back-ordered quantity and holds nothing: nothing is held that is not there."""

from collections.abc import Iterator

from alembic import op
import sqlalchemy as sa

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

WAITING = sa.text('back_ordered > 0')
#: Holds of a level that holds more than there is; those of the newest orders first.
HOLDS = sa.text("""
SELECT h.id, h.order_line_id, h.kind, h.quantity FROM hold h JOIN "order" o ON o.id = h.order_id
WHERE h.warehouse_id = :warehouse AND h.sku_id = :sku AND h.closed_at IS NULL
ORDER BY o.submitted_at DESC, o.id DESC, h.order_line_id DESC
""")
SHORT = sa.text("""
SELECT warehouse_id, sku_id, reserved + allocated - on_hand FROM stocklevel WHERE reserved + allocated > on_hand
""")
#: The moment a hold was closed: when the line began to wait for good is not known, its order is the nearest there is.
LESS = sa.text("""
UPDATE hold SET quantity = quantity - :less, closed_at = CASE WHEN quantity = :less THEN
  (SELECT o.submitted_at FROM "order" o WHERE o.id = hold.order_id) END WHERE id = :hold
""")
COLUMNS = {'reservation': 'reserved', 'allocation': 'allocated'}


def upgrade() -> None:
    op.add_column('orderline', sa.Column('back_ordered', sa.BigInteger(), nullable=False, server_default='0'))
    op.create_index(
        'ix_orderline_waiting', 'orderline', ['sku_id'], sqlite_where=WAITING, postgresql_where=WAITING
    )
    connection = op.get_bind()
    for warehouse, sku, excess in connection.execute(SHORT).fetchall():
        for hold, line, kind, less in _newest(connection, warehouse, sku, excess):
            connection.execute(LESS, {'hold': hold, 'less': less})
            connection.execute(
                sa.text('UPDATE orderline SET back_ordered = back_ordered + :less WHERE id = :line'),
                {'line': line, 'less': less},
            )
            column = COLUMNS[kind]
            connection.execute(
                sa.text(
                    f'UPDATE stocklevel SET {column} = {column} - :less WHERE warehouse_id = :warehouse AND sku_id = :sku'
                ),
                {'warehouse': warehouse, 'sku': sku, 'less': less},
            )
    with op.batch_alter_table('stocklevel') as batch:
        batch.create_check_constraint('held_is_there', 'reserved + allocated <= on_hand')


def downgrade() -> None:
    """What lines wait for is held again, as if it were there."""
    with op.batch_alter_table('stocklevel') as batch:
        batch.drop_constraint('held_is_there', type_='check')
    connection = op.get_bind()
    waiting = connection.execute(sa.text("""
SELECT l.id, l.back_ordered, h.id, h.kind, h.warehouse_id, h.sku_id FROM orderline l
JOIN hold h ON h.order_line_id = l.id WHERE l.back_ordered > 0
""")).fetchall()
    for _, more, hold, kind, warehouse, sku in waiting:
        connection.execute(
            sa.text('UPDATE hold SET quantity = quantity + :more, closed_at = NULL WHERE id = :hold'),
            {'hold': hold, 'more': more},
        )
        column = COLUMNS[kind]
        connection.execute(
            sa.text(
                f'UPDATE stocklevel SET {column} = {column} + :more WHERE warehouse_id = :warehouse AND sku_id = :sku'
            ),
            {'warehouse': warehouse, 'sku': sku, 'more': more},
        )
    op.drop_index('ix_orderline_waiting', 'orderline')
    op.execute('ALTER TABLE orderline DROP COLUMN back_ordered')


def _newest(
    connection: sa.Connection, warehouse: int, sku: int, excess: int
) -> Iterator[tuple[int, int, str, int]]:
    """How much less each hold holds, until no more is held than there is."""
    for hold, line, kind, quantity in connection.execute(HOLDS, {'warehouse': warehouse, 'sku': sku}).fetchall():
        less = min(quantity, excess)
        if less <= 0:
            return
        excess -= less
        yield hold, line, kind, less
