"""What accounts were told by themselves, and who wants no reminders."""

from alembic import op
import sqlalchemy as sa

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE person ADD COLUMN reminders BOOLEAN NOT NULL DEFAULT true")
    op.create_table(
        'sentreminder',
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), primary_key=True),
        sa.Column('kind', sa.String(length=9), primary_key=True),
        sa.Column('day', sa.Date(), primary_key=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table('sentreminder')
    op.drop_column('person', 'reminders')
