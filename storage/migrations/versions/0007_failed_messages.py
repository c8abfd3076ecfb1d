"""Messages that failed, and those that are passed over."""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('failedmessage',
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.Column('trace', sa.String(length=16), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('channel', 'key')
    )
    op.create_index(op.f('ix_failedmessage_passed_at'), 'failedmessage', ['passed_at'], unique=False)


def downgrade() -> None:
    op.drop_table('failedmessage')
