"""How fast the processes of one house may talk, together."""

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('pace',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('free_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE pace SET UNLOGGED")  # worth nothing after a crash, so it need not be written twice


def downgrade() -> None:
    op.drop_table('pace')
