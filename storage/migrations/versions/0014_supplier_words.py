"""Words of the supplier's own trade, and the proposals of such."""

from alembic import op
import sqlalchemy as sa

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('supplierword',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('word', sa.String(length=30), nullable=False),
    sa.Column('means', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('unit', 'abbreviation', 'synonym', name='wordkind', native_enum=False, length=24), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_table('wordproposal',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('words', sa.String(length=60), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('accounts', sa.Integer(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )


def downgrade() -> None:
    op.drop_table('wordproposal')
    op.drop_table('supplierword')
