"""Parcels that our own drivers bring, the photos they take there, and cash that they took."""

from alembic import op
import sqlalchemy as sa

revision = '0057'
down_revision = '0056'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('shipment') as batch:
        batch.add_column(sa.Column('driver_id', sa.BigInteger()))
        batch.add_column(sa.Column('delivery_photo', sa.String(length=64)))
        batch.create_foreign_key('fk_shipment_driver', 'person', ['driver_id'], ['id'])
        batch.create_index('ix_shipment_driver_id', ['driver_id'])
    with op.batch_alter_table('paymentclaim') as batch:
        batch.add_column(sa.Column('shipment_id', sa.BigInteger()))
        batch.create_foreign_key('fk_paymentclaim_shipment', 'shipment', ['shipment_id'], ['id'])
        batch.create_index('ix_paymentclaim_shipment_id', ['shipment_id'], unique=True)


def downgrade() -> None:
    with op.batch_alter_table('paymentclaim') as batch:
        batch.drop_index('ix_paymentclaim_shipment_id')
        batch.drop_constraint('fk_paymentclaim_shipment', type_='foreignkey')
        batch.drop_column('shipment_id')
    with op.batch_alter_table('shipment') as batch:
        batch.drop_index('ix_shipment_driver_id')
        batch.drop_constraint('fk_shipment_driver', type_='foreignkey')
        batch.drop_column('delivery_photo')
        batch.drop_column('driver_id')
