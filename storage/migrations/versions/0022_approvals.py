"""Orders say how far their approvals are, and an approval which rules ask for it; those there are, by their rows."""

from alembic import op
import sqlalchemy as sa

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

FIRST = {'sales': 'open', 'finance': 'not_asked', 'admin': 'not_asked'}


def upgrade() -> None:
    _swaps()
    _deputies()
    _approvals()


def _swaps() -> None:
    op.add_column('orderline', sa.Column('proposed', sa.BigInteger(), nullable=False, server_default='0'))
    op.create_table(
        'swapproposal',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id'), nullable=False),
        sa.Column('line_id', sa.BigInteger(), sa.ForeignKey('orderline.id'), nullable=False, unique=True),
        sa.Column('for_line_id', sa.BigInteger(), sa.ForeignKey('orderline.id'), nullable=False),
        sa.Column('quantity', sa.BigInteger(), nullable=False),
        sa.Column('replaced', sa.BigInteger(), nullable=False),
        sa.Column('asked_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer', sa.String(length=24)),
        sa.Column('answered_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('answered_at', sa.DateTime(timezone=True)),
    )
    op.create_index('ix_swapproposal_order_id', 'swapproposal', ['order_id'])
    waits = sa.text('answer IS NULL')
    op.create_index(
        'ix_swapproposal_open', 'swapproposal', ['expires_at'], sqlite_where=waits, postgresql_where=waits
    )


def _deputies() -> None:
    op.create_table(
        'deputy',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('salesperson_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('deputy_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=False),
        sa.Column('set_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True)),
    )
    op.create_index('ix_deputy_salesperson_id', 'deputy', ['salesperson_id'])
    op.create_index('ix_deputy_deputy_id', 'deputy', ['deputy_id'])


def _approvals() -> None:
    op.add_column('approval', sa.Column('rules', sa.JSON(), nullable=False, server_default='[]'))
    for kind, first in FIRST.items():
        state = sa.Enum('not_asked', 'open', 'given', name='approvalstate', native_enum=False, length=24)
        op.add_column('order', sa.Column(f'{kind}_approval', state, nullable=False, server_default=first))
        row = f"approval.order_id = \"order\".id AND approval.revision = \"order\".revision AND approval.kind = '{kind}'"
        op.execute(f'UPDATE "order" SET {kind}_approval = \'open\' WHERE EXISTS (SELECT 1 FROM approval WHERE {row})')
        given = f'SELECT 1 FROM approval WHERE {row} AND approval.approved IS TRUE'
        op.execute(f'UPDATE "order" SET {kind}_approval = \'given\' WHERE EXISTS ({given})')


def downgrade() -> None:
    for kind in FIRST:
        op.drop_column('order', f'{kind}_approval')
    op.drop_column('approval', 'rules')
    op.drop_table('swapproposal')
    op.drop_table('deputy')
    op.drop_column('orderline', 'proposed')
