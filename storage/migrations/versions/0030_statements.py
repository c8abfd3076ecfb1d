"""Statements that are agreed on, and what is said to be wrong with them."""

from alembic import op
import sqlalchemy as sa

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE account ADD COLUMN closed_until DATE')
    op.create_table(
        'statementclosing',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('closing', sa.BigInteger(), nullable=False),
        sa.Column('entries', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint('account_id', 'until'),
    )
    op.create_table(
        'statementdispute',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('entry_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id')),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('words', sa.String(length=300), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer', sa.String(length=300), nullable=False, server_default=''),
        sa.Column('answered_at', sa.DateTime(timezone=True)),
        sa.Column('answered_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
    )
    op.create_index('ix_statementdispute_account_id', 'statementdispute', ['account_id'])


def downgrade() -> None:
    op.drop_table('statementdispute')
    op.drop_table('statementclosing')
    op.drop_column('account', 'closed_until')
