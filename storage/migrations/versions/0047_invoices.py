"""Invoices that accounts ask for and finance issues elsewhere."""

from alembic import op
import sqlalchemy as sa

revision = '0047'
down_revision = '0046'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'invoicetitle',
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), primary_key=True),
        sa.Column('title', sa.String(length=100), nullable=False),
        sa.Column('tax_number', sa.String(length=20), nullable=False, server_default=''),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id'), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        'invoicerequest',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('title', sa.String(length=100), nullable=False),
        sa.Column('tax_number', sa.String(length=20), nullable=False, server_default=''),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('state', sa.String(length=24), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True)),
        sa.Column('decided_by_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('number', sa.String(length=40), nullable=False, server_default=''),
        sa.Column('link', sa.String(length=300), nullable=False, server_default=''),
        sa.Column('document', sa.String(length=64)),
        sa.Column('reason', sa.String(length=300), nullable=False, server_default=''),
    )
    op.create_index('ix_invoicerequest_account_id', 'invoicerequest', ['account_id'])
    op.create_table(
        'invoicerequestline',
        sa.Column('request_id', sa.BigInteger(), sa.ForeignKey('invoicerequest.id'), primary_key=True),
        sa.Column('entry_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id'), primary_key=True),
        sa.Column('amount', sa.BigInteger(), nullable=False),
    )
    op.create_index('ix_invoicerequestline_entry_id', 'invoicerequestline', ['entry_id'])


def downgrade() -> None:
    op.drop_table('invoicerequestline')
    op.drop_table('invoicerequest')
    op.drop_table('invoicetitle')
