"""Business settings; where accounts, addresses and goods are, and whom goods are bought from."""

from alembic import op
import sqlalchemy as sa

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

_COLUMNS = (('account', 'area', 60), ('address', 'route', 60), ('sku', 'shelf', 40), ('sku', 'supplier', 60))


def upgrade() -> None:
    op.create_table('setting',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=200), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    for table, column, length in _COLUMNS:
        op.add_column(table, sa.Column(column, sa.String(length=length), nullable=False, server_default=''))


def downgrade() -> None:
    for table, column, _ in reversed(_COLUMNS):
        op.drop_column(table, column)
    op.drop_table('setting')
