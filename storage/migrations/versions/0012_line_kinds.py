"""A line has a kind: a SKU stands once as goods, and beside that as whatever else comes."""

from alembic import op
import sqlalchemy as sa

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

#: Each table of lines, what its lines are part of, and what points at its lines.
TABLES = (('cartline', 'cart_id', ()), ('orderline', 'order_id', ('hold', 'shipmentline')))
#: What PostgreSQL called the constraints that had no name.
NAMES = {'uq': '%(table_name)s_%(column_0_N_name)s_key'}
GOODS = sa.text("kind = 'goods'")


def upgrade() -> None:
    for table, whole, pointing in TABLES:
        _set_aside(pointing)
        with op.batch_alter_table(table, naming_convention=NAMES) as batch:
            batch.add_column(sa.Column('kind', sa.String(length=24), nullable=False, server_default='goods'))
            batch.drop_constraint(f'{table}_{whole}_sku_id_key', type_='unique')
        op.create_index(
            f'uq_{table}_goods', table, [whole, 'sku_id'], unique=True, sqlite_where=GOODS, postgresql_where=GOODS
        )
        _put_back(pointing)


def downgrade() -> None:
    for table, whole, pointing in TABLES:
        _set_aside(pointing)
        op.drop_index(f'uq_{table}_goods', table)
        with op.batch_alter_table(table) as batch:
            batch.drop_column('kind')
            batch.create_unique_constraint(f'{table}_{whole}_sku_id_key', [whole, 'sku_id'])
        _put_back(pointing)


def _set_aside(tables: tuple[str, ...]) -> None:
    """SQLite changes a constraint by making the table anew, which it refuses while rows point at the old one."""
    for table in tables if op.get_bind().dialect.name == 'sqlite' else ():
        op.execute(f'CREATE TEMPORARY TABLE {table}_aside AS SELECT * FROM {table}')
        op.execute(f'DELETE FROM {table}')


def _put_back(tables: tuple[str, ...]) -> None:
    for table in tables if op.get_bind().dialect.name == 'sqlite' else ():
        op.execute(f'INSERT INTO {table} SELECT * FROM {table}_aside')
        op.execute(f'DROP TABLE {table}_aside')
