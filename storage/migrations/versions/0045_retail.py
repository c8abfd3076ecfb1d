"""The door for retail, and what a dealer's own customer wishes for."""

from alembic import op
import sqlalchemy as sa

revision = '0045'
down_revision = '0039'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('account', sa.Column('retail', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('person', sa.Column('phone', sa.String(length=20), server_default='', nullable=False))
    op.create_table(
        'wish',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('words', sa.String(length=1000), nullable=False),
        sa.Column('status', sa.String(length=24), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True)),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('decided_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
    )
    op.create_index('ix_wish_account_id', 'wish', ['account_id'])
    op.create_index('ix_wish_person_id', 'wish', ['person_id'])


def downgrade() -> None:
    op.drop_table('wish')
    op.drop_column('person', 'phone')
    op.drop_column('account', 'retail')
