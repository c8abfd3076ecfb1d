"""Credit: what happens beyond an account's limit, and more of it for a while."""

from alembic import op
import sqlalchemy as sa

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    on_limit = sa.Enum('warn', 'hold', 'stop', name='onlimit', native_enum=False, length=24)
    op.add_column('account', sa.Column('on_limit', on_limit, nullable=False, server_default='warn'))
    watched = sa.text("credit_limit IS NOT NULL OR on_limit <> 'warn'")
    op.create_index('ix_account_watched', 'account', ['id'], sqlite_where=watched, postgresql_where=watched)
    op.create_table(
        'temporarylimit',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index('ix_temporarylimit_account_id', 'temporarylimit', ['account_id'])


def downgrade() -> None:
    op.drop_table('temporarylimit')
    op.drop_index('ix_account_watched', 'account')
    op.drop_column('account', 'on_limit')
