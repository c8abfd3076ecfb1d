"""Talks of buyers with the staff, kept at the order or the account."""

from alembic import op
import sqlalchemy as sa

revision = '0055'
down_revision = '0054'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'thread',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id'), nullable=True),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
        sa.Column('deputy_asked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('admins_asked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('closed_by_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=True),
    )
    for column in ('account_id', 'person_id', 'order_id', 'closed_at'):
        op.create_index(f'ix_thread_{column}', 'thread', [column])
    op.create_table(
        'threadmessage',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('thread_id', sa.BigInteger(), sa.ForeignKey('thread.id'), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('picture', sa.String(length=64), nullable=True),
        sa.Column('held', sa.Boolean(), nullable=False),
    )
    for column in ('thread_id', 'person_id'):
        op.create_index(f'ix_threadmessage_{column}', 'threadmessage', [column])
    op.create_table(
        'threadwriter',
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), primary_key=True),
        sa.Column('thread_id', sa.BigInteger(), sa.ForeignKey('thread.id'), nullable=False),
    )
    op.create_index('ix_threadwriter_thread_id', 'threadwriter', ['thread_id'])


def downgrade() -> None:
    op.drop_table('threadwriter')
    op.drop_table('threadmessage')
    op.drop_table('thread')
