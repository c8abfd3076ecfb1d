"""Parcels that our own drivers bring, the photos they take there, and cash that they took."""

from alembic import op
import sqlalchemy as sa

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('shipment', sa.Column('driver_id', sa.BigInteger()))
    op.add_column('shipment', sa.Column('delivery_photo', sa.String(length=64)))
    op.create_index('ix_shipment_driver_id', 'shipment', ['driver_id'])
    op.add_column('paymentclaim', sa.Column('shipment_id', sa.BigInteger()))
    op.create_index('ix_paymentclaim_shipment_id', 'paymentclaim', ['shipment_id'], unique=True)


def downgrade() -> None:
    op.drop_index('ix_paymentclaim_shipment_id', 'paymentclaim')
    op.drop_column('paymentclaim', 'shipment_id')
    op.drop_index('ix_shipment_driver_id', 'shipment')
    op.drop_column('shipment', 'delivery_photo')
    op.drop_column('shipment', 'driver_id')
