"""Limits of accounts and groups, smallest orders, and goods that only some see."""

from alembic import op
import sqlalchemy as sa

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

_COLUMNS = (('account', 'minimum_order'), ('accountgroup', 'minimum_order'), ('order', 'below_minimum'), ('sku', 'maximum'))


def _owner_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column('id', sa.BigInteger(), nullable=False),
        sa.Column('sku_id', sa.BigInteger(), nullable=False),
        sa.Column('account_id', sa.BigInteger(), nullable=True),
        sa.Column('group_id', sa.BigInteger(), nullable=True),
    )


def _owner_keys() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
        sa.ForeignKeyConstraint(['group_id'], ['accountgroup.id'], ),
        sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
        sa.PrimaryKeyConstraint('id'),
    )


def _indexes(table: str) -> None:
    for owner in ('account', 'group'):
        there = sa.text(f'{owner}_id IS NOT NULL')
        op.create_index(
            f'uq_{table}_{owner}', table, ['sku_id', f'{owner}_id'], unique=True,
            sqlite_where=there, postgresql_where=there,
        )
        op.create_index(f'ix_{table}_{owner}_id', table, [f'{owner}_id'])


def upgrade() -> None:
    op.create_table(
        'orderlimit',
        *_owner_columns(),
        sa.Column('minimum', sa.BigInteger(), nullable=True),
        sa.Column('multiple', sa.BigInteger(), nullable=True),
        sa.Column('maximum', sa.BigInteger(), nullable=True),
        sa.Column('pack_only', sa.Boolean(), nullable=True),
        sa.Column('period_quantity', sa.BigInteger(), nullable=True),
        sa.Column('period_days', sa.Integer(), nullable=True),
        *_owner_keys(),
    )
    op.create_table('visibleto', *_owner_columns(), *_owner_keys())
    for table in ('orderlimit', 'visibleto'):
        _indexes(table)
    for table, column in _COLUMNS:
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for table, column in reversed(_COLUMNS):
        op.drop_column(table, column)
    op.drop_table('visibleto')
    op.drop_table('orderlimit')
