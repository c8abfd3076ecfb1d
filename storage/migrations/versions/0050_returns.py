"""What dealers ask for after goods came: claims and returns."""

from alembic import op
import sqlalchemy as sa

revision = '0050'
down_revision = '0049'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _requests()
    _lines()


def _requests() -> None:
    op.create_table(
        'returnrequest',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('number', sa.String(length=24), nullable=False, unique=True),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id'), nullable=False),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('kind', sa.String(length=24), nullable=False),
        sa.Column('status', sa.String(length=24), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False, server_default=''),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('decided_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('received_at', sa.DateTime(timezone=True)),
        sa.Column('received_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('closed_at', sa.DateTime(timezone=True)),
        sa.Column('entry_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id'), unique=True),
        sa.Column('replacement_id', sa.BigInteger(), sa.ForeignKey('order.id'), unique=True),
    )
    for column in ('order_id', 'account_id', 'status'):
        op.create_index(f'ix_returnrequest_{column}', 'returnrequest', [column])


def _lines() -> None:
    op.create_table(
        'returnline',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('request_id', sa.BigInteger(), sa.ForeignKey('returnrequest.id'), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('order_line_id', sa.BigInteger(), sa.ForeignKey('orderline.id'), nullable=False),
        sa.Column('reason', sa.String(length=24), nullable=False),
        sa.Column('outcome', sa.String(length=24), nullable=False),
        sa.Column('quantity', sa.BigInteger(), nullable=False),
        sa.Column('agreed', sa.BigInteger(), nullable=False),
        sa.Column('good', sa.BigInteger(), nullable=False, server_default='0'),
        sa.Column('bad', sa.BigInteger(), nullable=False, server_default='0'),
        sa.Column('credited', sa.BigInteger(), nullable=False, server_default='0'),
        sa.Column('tax', sa.BigInteger(), nullable=False, server_default='0'),
        sa.Column('photo', sa.String(length=64)),
        sa.UniqueConstraint('request_id', 'position'),
    )
    op.create_index('ix_returnline_order_line_id', 'returnline', ['order_line_id'])


def downgrade() -> None:
    op.drop_table('returnline')
    op.drop_table('returnrequest')
