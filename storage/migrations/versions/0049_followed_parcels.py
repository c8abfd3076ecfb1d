"""What carriers tell of parcels is kept once, by number, and told; numbers that they are asked about."""

from alembic import op
import sqlalchemy as sa

revision = '0049'
down_revision = '0047'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('shipment', sa.Column('carrier_delivered_at', sa.DateTime(timezone=True)))
    op.add_column('trackingevent', sa.Column('number', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('trackingevent', sa.Column('words', sa.String(length=300), nullable=False, server_default=''))
    op.add_column('trackingevent', sa.Column('told_at', sa.DateTime(timezone=True)))
    numbered = sa.text("number <> ''")
    op.create_index(
        'uq_trackingevent_once',
        'trackingevent',
        ['shipment_id', 'number', 'at', 'kind'],
        unique=True,
        sqlite_where=numbered,
        postgresql_where=numbered,
    )
    op.create_table(
        'followednumber',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('shipment_id', sa.BigInteger(), sa.ForeignKey('shipment.id'), nullable=False),
        sa.Column('carrier', sa.String(length=40), nullable=False),
        sa.Column('number', sa.String(length=60), nullable=False),
        sa.Column('whole', sa.String(length=60), nullable=False),
        sa.Column('next_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('subscribed_at', sa.DateTime(timezone=True)),
        sa.Column('ended_at', sa.DateTime(timezone=True)),
        sa.UniqueConstraint('shipment_id', 'carrier', 'number', 'whole'),
    )
    op.create_index('ix_followednumber_next_at', 'followednumber', ['next_at'])


def downgrade() -> None:
    op.drop_table('followednumber')
    op.drop_index('uq_trackingevent_once', 'trackingevent')
    for column in ('told_at', 'words', 'number'):
        op.drop_column('trackingevent', column)
    op.drop_column('shipment', 'carrier_delivered_at')
