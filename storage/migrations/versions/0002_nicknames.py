"""What each account calls the goods."""

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('nickname',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('words', sa.String(length=60), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('how', sa.Enum('answered', 'corrected', 'taught', name='how', native_enum=False, length=24), nullable=False),
    sa.Column('taught_by_id', sa.BigInteger(), nullable=False),
    sa.Column('taught_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.ForeignKeyConstraint(['taught_by_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'key')
    )


def downgrade() -> None:
    op.drop_table('nickname')
