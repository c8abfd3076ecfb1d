"""Invites can be called back, and what was done to somebody or something is found by its name."""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('invite') as batch:
        batch.add_column(sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True))
    named = sa.text("subject <> ''")
    op.create_index('ix_event_subject', 'event', ['subject'], sqlite_where=named, postgresql_where=named)


def downgrade() -> None:
    op.drop_index('ix_event_subject', table_name='event')
    with op.batch_alter_table('invite') as batch:
        batch.drop_column('revoked_at')
