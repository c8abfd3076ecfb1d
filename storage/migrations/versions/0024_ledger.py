"""What accounts owe: the ledger. What left before was billed elsewhere; it is noted, so that it is billed only once."""

import secrets
import time
from decimal import ROUND_HALF_UP, Decimal

from alembic import op
import sqlalchemy as sa

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

PLACES = {'JPY': 0, 'KRW': 0, 'VND': 0, 'IDR': 0, 'KWD': 3, 'BHD': 3, 'OMR': 3, 'TND': 3}


def upgrade() -> None:
    op.add_column('account', sa.Column('terms', sa.String(length=24), nullable=False, server_default=''))
    op.add_column(
        'shipment', sa.Column('billed_on_receipt', sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _ledger()
    _posted_lines()
    _note_what_left()


def _ledger() -> None:
    kinds = ('opening', 'invoice', 'payment', 'credit', 'correction')
    op.create_table(
        'ledgerentry',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('account_id', sa.BigInteger(), sa.ForeignKey('account.id'), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('kind', sa.Enum(*kinds, name='ledgerkind', native_enum=False, length=24), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('due_on', sa.Date()),
        sa.Column('document', sa.String(length=60), nullable=False, server_default=''),
        sa.Column('order_id', sa.BigInteger(), sa.ForeignKey('order.id')),
        sa.Column('note', sa.String(length=300), nullable=False, server_default=''),
        sa.Column('person_id', sa.BigInteger(), sa.ForeignKey('person.id')),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index('ix_ledgerentry_account', 'ledgerentry', ['account_id', 'day'])
    op.create_index('ix_ledgerentry_order_id', 'ledgerentry', ['order_id'])
    op.create_table(
        'ledgerdue',
        sa.Column('entry_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id'), primary_key=True),
        sa.Column('due_on', sa.Date(), nullable=False),
    )


def _posted_lines() -> None:
    op.create_table(
        'postedline',
        sa.Column('id', sa.BigInteger(), primary_key=True),
        sa.Column('entry_id', sa.BigInteger(), sa.ForeignKey('ledgerentry.id')),
        sa.Column('shipment_id', sa.BigInteger(), sa.ForeignKey('shipment.id')),
        sa.Column('order_line_id', sa.BigInteger(), sa.ForeignKey('orderline.id'), nullable=False),
        sa.Column('quantity', sa.BigInteger(), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('tax', sa.BigInteger(), nullable=False, server_default='0'),
        sa.UniqueConstraint('shipment_id', 'order_line_id'),
    )
    op.create_index('ix_postedline_entry_id', 'postedline', ['entry_id'])
    op.create_index('ix_postedline_order_line_id', 'postedline', ['order_line_id'])


def _note_what_left() -> None:
    """What was shipped so far of each line, with its part of the amount and the tax."""
    connection = op.get_bind()
    sent = connection.execute(
        sa.text(
            'SELECT l.id, l.shipped, l.quantity - l.refused, l.amount - l.discount, l.tax_rate, o.currency'
            ' FROM orderline l JOIN "order" o ON o.id = l.order_id WHERE l.shipped > 0'
        )
    ).all()
    rows = []
    for line_id, shipped, whole, amount, tax_rate, currency in sent:
        cent = 10 ** (4 - PLACES.get(currency, 2))
        tax = _rounded(amount - Decimal(amount) / (1 + Decimal(tax_rate) / 10_000), cent) if tax_rate else 0
        part = Decimal(shipped) / whole
        rows.append(
            {
                'id': time.time_ns() // 1_000_000 << 22 | secrets.randbits(22),
                'line': line_id,
                'quantity': shipped,
                'amount': _rounded(amount * part, cent),
                'tax': _rounded(tax * part, cent),
            }
        )
    if rows:
        insert = 'INSERT INTO postedline (id, order_line_id, quantity, amount, tax) VALUES (:id, :line, :quantity, :amount, :tax)'
        connection.execute(sa.text(insert), rows)


def _rounded(amount, cent):
    return int((Decimal(amount) / cent).quantize(Decimal(1), ROUND_HALF_UP)) * cent


def downgrade() -> None:
    for table in ('postedline', 'ledgerdue', 'ledgerentry'):
        op.drop_table(table)
    op.drop_column('shipment', 'billed_on_receipt')
    op.drop_column('account', 'terms')
