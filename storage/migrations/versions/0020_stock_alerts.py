"""Who wants to be told when goods are there, and when more is expected."""

from alembic import op
import sqlalchemy as sa

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('stocklevel', sa.Column('expected_on', sa.Date(), nullable=True))
    op.create_table('stockalert',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False, server_default='0'),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('person_id', 'account_id', 'sku_id')
    )
    op.create_index('ix_stockalert_open', 'stockalert', ['told_at', 'sku_id'])


def downgrade() -> None:
    op.drop_table('stockalert')
    op.execute('ALTER TABLE stocklevel DROP COLUMN expected_on')
