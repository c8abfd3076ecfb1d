"""Events keep where somebody acted, and get a number after the commit; those that there are, by their ids."""

from alembic import op
import sqlalchemy as sa

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

_CHANNELS = ('telegram', 'wechat', 'demo', 'terminal', 'job', 'command')


def upgrade() -> None:
    channel = sa.Enum(*_CHANNELS, name='place', native_enum=False, length=24)
    op.add_column('event', sa.Column('channel', channel, nullable=True))
    op.add_column('event', sa.Column('no', sa.BigInteger(), nullable=True))
    op.execute(
        'UPDATE event SET no = numbered.no '
        'FROM (SELECT id, row_number() OVER (ORDER BY id) AS no FROM event) AS numbered '
        'WHERE event.id = numbered.id'
    )
    op.create_index('ix_event_no', 'event', ['no'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_event_no', table_name='event')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('no')
        batch_op.drop_column('channel')
