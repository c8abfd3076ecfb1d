"""Groups of accounts, price lists, prices of packs; lines say whose price they have. Nothing costs another amount."""

from alembic import op
import sqlalchemy as sa

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

SOURCES = ('manual', 'account_list', 'group_list', 'base')
NONE = {'nullable': False, 'server_default': '0'}
BY_PACK = sa.text('pack_id IS NOT NULL')
#: Columns that point at other tables, in the words of both databases: SQLite would make the whole table anew.
POINTING = (
    ('account', 'group_id', 'accountgroup (id)'),
    ('cartline', 'manual_by_id', 'person (id)'),
    ('orderline', 'manual_by_id', 'person (id)'),
    ('orderline', 'pack_id', 'pack (id)'),
    ('orderline', 'price_list_id', 'pricelist (id)'),
)


def _plain() -> tuple[tuple[str, sa.Column], ...]:
    by_hand = (
        ('manual_price', sa.BigInteger(), {}),
        ('manual_size', sa.Integer(), {}),
        ('manual_reason', sa.String(length=200), {'nullable': False, 'server_default': ''}),
    )
    columns = (
        ('sku', 'floor_price', sa.BigInteger(), {}),
        ('sku', 'cost', sa.BigInteger(), {}),
        ('sku', 'tax_rate', sa.BigInteger(), {}),
        ('orderline', 'packs', sa.BigInteger(), NONE),
        ('orderline', 'pack_price', sa.BigInteger(), {}),
        ('orderline', 'loose', sa.BigInteger(), NONE),
        (
            'orderline',
            'price_source',
            sa.Enum(*SOURCES, name='pricesource', native_enum=False, length=24),
            {'nullable': False, 'server_default': 'base'},
        ),
        ('orderline', 'tier_from', sa.BigInteger(), NONE),
        ('orderline', 'list_price', sa.BigInteger(), {}),
        ('orderline', 'tax_rate', sa.BigInteger(), {}),
        ('orderline', 'discount', sa.BigInteger(), NONE),
        *((table, *each) for table in ('cartline', 'orderline') for each in by_hand),
    )
    return tuple((table, sa.Column(name, kind, **how)) for table, name, kind, how in columns)


def upgrade() -> None:
    _new_tables()
    for table, column in _plain():
        op.add_column(table, column)
    for table, name, target in POINTING:
        op.execute(f'ALTER TABLE {table} ADD COLUMN {name} BIGINT REFERENCES {target}')
    op.create_index('ix_account_group_id', 'account', ['group_id'])
    op.create_index('ix_orderline_pack', 'orderline', ['pack_id'], sqlite_where=BY_PACK, postgresql_where=BY_PACK)
    op.execute('UPDATE orderline SET loose = quantity')


def _new_tables() -> None:
    op.create_table('accountgroup',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('pricelist',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('promotions', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    _who_has_lists()
    _price()


def _who_has_lists() -> None:
    op.create_table('pricelistfor',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('list_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('group_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['list_id'], ['pricelist.id'], ),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['group_id'], ['accountgroup.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('list_id', 'account_id'),
    sa.UniqueConstraint('list_id', 'group_id')
    )
    op.create_index('ix_pricelistfor_account_id', 'pricelistfor', ['account_id'])
    op.create_index('ix_pricelistfor_group_id', 'pricelistfor', ['group_id'])


def _price() -> None:
    op.create_table('price',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('list_id', sa.BigInteger(), nullable=True),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('pack_id', sa.BigInteger(), nullable=True),
    sa.Column('from_quantity', sa.BigInteger(), nullable=False, server_default='0'),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['pricelist.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.ForeignKeyConstraint(['pack_id'], ['pack.id'], ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index('ix_price_pack_id', 'price', ['pack_id'])
    _once('uq_price_of_pack', 'list_id', 'sku_id', 'pack_id', 'from_quantity')
    _once('uq_price_of_unit', 'list_id', 'sku_id', 'from_quantity', where='pack_id IS NULL')
    _once('uq_price_of_pack_for_all', 'sku_id', 'pack_id', 'from_quantity', where='list_id IS NULL')
    _once('uq_price_of_unit_for_all', 'sku_id', 'from_quantity', where='list_id IS NULL AND pack_id IS NULL')


def _once(name: str, *columns: str, where: str = '') -> None:
    some = {f'{database}_where': sa.text(where) for database in ('sqlite', 'postgresql')} if where else {}
    op.create_index(name, 'price', list(columns), unique=True, **some)


def downgrade() -> None:
    op.drop_index('ix_orderline_pack', table_name='orderline')
    op.drop_index('ix_account_group_id', table_name='account')
    for table, name, _ in reversed(POINTING):
        op.execute(f'ALTER TABLE {table} DROP COLUMN {name}')
    for table, column in reversed(_plain()):
        op.execute(f'ALTER TABLE {table} DROP COLUMN {column.name}')
    for table in ('price', 'pricelistfor', 'pricelist', 'accountgroup'):
        op.drop_table(table)
