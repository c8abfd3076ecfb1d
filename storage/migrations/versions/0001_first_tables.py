"""The first tables."""

from alembic import op
import sqlalchemy as sa

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('salesperson_id', sa.BigInteger(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('credit_limit', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['salesperson_id'], ['person.id'], use_alter=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_salesperson_id'), ['salesperson_id'], unique=False)

    op.create_table('cardmessage',
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('external', sa.String(length=128), nullable=False),
    sa.Column('card', sa.String(length=48), nullable=False),
    sa.Column('message', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'external', 'card')
    )
    with op.batch_alter_table('cardmessage', schema=None) as batch_op:
        batch_op.create_index('ix_cardmessage_card', ['card'], unique=False)
        batch_op.create_index('ix_cardmessage_message', ['channel', 'external', 'message'], unique=False)

    op.create_table('category',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('counter',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('housesecret',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=128), nullable=False),
    sa.PrimaryKeyConstraint('name')
    )
    op.create_table('invitetry',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('external', sa.String(length=128), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('invitetry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitetry_external'), ['external'], unique=False)

    op.create_table('media',
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('mime', sa.String(length=40), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('hash')
    )
    op.create_table('pushwindow',
    sa.Column('external', sa.String(length=128), nullable=False),
    sa.Column('contact', sa.Enum('wrote', 'acted', name='contact', native_enum=False, length=24), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('external', 'contact')
    )
    op.create_table('shownline',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('chat', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.Enum('said', 'answer', 'notice', 'redraw', name='linekind', native_enum=False, length=24), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=True),
    sa.Column('open', sa.Boolean(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('edits', sa.String(length=64), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('chat', 'key'),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('shownline', schema=None) as batch_op:
        batch_op.create_index('ix_shownline_chat', ['chat', 'id'], unique=False)

    op.create_table('templatering',
    sa.Column('external', sa.String(length=128), nullable=False),
    sa.Column('rung_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('external')
    )
    op.create_table('warehouse',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('address',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('is_default', sa.Boolean(), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_account_id'), ['account_id'], unique=False)

    op.create_table('mediacopy',
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('remote', sa.String(length=256), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['hash'], ['media.hash'], ),
    sa.PrimaryKeyConstraint('hash', 'channel')
    )
    op.create_table('person',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('role', sa.Enum('buyer', 'salesperson', 'warehouse', 'finance', 'admin', 'customer', name='role', native_enum=False, length=24), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('ordering_for_id', sa.BigInteger(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['ordering_for_id'], ['account.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_role'), ['role'], unique=False)

    op.create_table('product',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('brand', sa.String(length=60), nullable=False),
    sa.Column('brand_en', sa.String(length=60), nullable=False),
    sa.Column('category_id', sa.BigInteger(), nullable=True),
    sa.Column('picture', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['category_id'], ['category.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_category_id'), ['category_id'], unique=False)

    op.create_table('cart',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('address_id', sa.BigInteger(), nullable=True),
    sa.Column('wanted_on', sa.Date(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['address_id'], ['address.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('account_id', 'person_id')
    )
    op.create_table('identity',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('external', sa.String(length=128), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('reachable', sa.Boolean(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('channel', 'external'),
    sa.UniqueConstraint('channel', 'person_id')
    )
    with op.batch_alter_table('identity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identity_person_id'), ['person_id'], unique=False)

    op.create_table('invite',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('role', sa.Enum('buyer', 'salesperson', 'warehouse', 'finance', 'admin', 'customer', name='role', native_enum=False, length=24), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=True),
    sa.Column('order_id', sa.BigInteger(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('created_by_id', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_by_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], use_alter=True),
    sa.ForeignKeyConstraint(['used_by_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code_hash')
    )
    op.create_table('order',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('buyer_id', sa.BigInteger(), nullable=False),
    sa.Column('cart_id', sa.BigInteger(), nullable=False),
    sa.Column('cart_revision', sa.Integer(), nullable=False),
    sa.Column('warehouse_id', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.Enum('submitted', 'approved', 'completed', 'rejected', 'expired', 'cancelled', 'withdrawn', name='orderstatus', native_enum=False, length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('total', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('wanted_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('rating', sa.Integer(), nullable=True),
    sa.Column('rating_words', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], ),
    sa.ForeignKeyConstraint(['buyer_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('cart_id', 'cart_revision'),
    sa.UniqueConstraint('number')
    )
    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.create_index('ix_order_account_submitted', ['account_id', 'submitted_at'], unique=False)
        batch_op.create_index('ix_order_status_submitted', ['status', 'submitted_at'], unique=False)

    op.create_table('sku',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('product_id', sa.BigInteger(), nullable=False),
    sa.Column('barcode', sa.String(length=20), nullable=False),
    sa.Column('spec', sa.String(length=60), nullable=False),
    sa.Column('spec_en', sa.String(length=60), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('unit_en', sa.String(length=20), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('decimals', sa.Integer(), nullable=False),
    sa.Column('minimum', sa.BigInteger(), nullable=False),
    sa.Column('multiple', sa.BigInteger(), nullable=False),
    sa.Column('backorder', sa.Boolean(), nullable=False),
    sa.Column('on_sale', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    with op.batch_alter_table('sku', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sku_barcode'), ['barcode'], unique=False)
        batch_op.create_index(batch_op.f('ix_sku_product_id'), ['product_id'], unique=False)

    op.create_table('alias',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('sku_id', 'text')
    )
    with op.batch_alter_table('alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alias_sku_id'), ['sku_id'], unique=False)

    op.create_table('approval',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('sales', 'finance', name='approvalkind', native_enum=False, length=24), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('order_id', 'revision', 'kind')
    )
    op.create_table('cartline',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('cart_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('said', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['cart_id'], ['cart.id'], ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('cart_id', 'sku_id')
    )
    with op.batch_alter_table('cartline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cartline_cart_id'), ['cart_id'], unique=False)

    op.create_table('delivery',
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('identity_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.JSON(), nullable=False),
    sa.Column('question', sa.JSON(), nullable=True),
    sa.Column('memory', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], ),
    sa.PrimaryKeyConstraint('channel', 'key')
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_at'), ['at'], unique=False)
        batch_op.create_index('ix_delivery_talk', ['identity_id', 'id'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('order_id', sa.BigInteger(), nullable=True),
    sa.Column('subject', sa.String(length=60), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_order_id'), ['order_id'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('channel', sa.Enum('telegram', 'wechat', 'demo', 'terminal', name='channel', native_enum=False, length=24), nullable=True),
    sa.Column('external', sa.String(length=128), nullable=False),
    sa.Column('kind', sa.Enum('order_waiting', 'order_reminder', 'order_placed', 'order_approved', 'order_rejected', 'order_cancelled', 'order_expired', 'order_to_pick', 'order_shipped', 'order_received', 'order_completed', 'order_rated', 'card_moved', 'member_joined', 'morning_digest', 'contact_wanted', 'resend', name='noticekind', native_enum=False, length=24), nullable=False),
    sa.Column('order_id', sa.BigInteger(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('ix_notice_due', ['delivered_at', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_notice_person_id'), ['person_id'], unique=False)

    op.create_table('orderline',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('price', sa.BigInteger(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('said', sa.String(length=200), nullable=False),
    sa.Column('refused', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('shipped', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('delivered', sa.BigInteger(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('order_id', 'sku_id')
    )
    with op.batch_alter_table('orderline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_orderline_order_id'), ['order_id'], unique=False)

    op.create_table('ordershare',
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('order_id', 'person_id')
    )
    with op.batch_alter_table('ordershare', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ordershare_person_id'), ['person_id'], unique=False)

    op.create_table('pack',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=20), nullable=False),
    sa.Column('name_en', sa.String(length=20), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('sku_id', 'name')
    )
    with op.batch_alter_table('pack', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pack_sku_id'), ['sku_id'], unique=False)

    op.create_table('pushedchoices',
    sa.Column('identity_id', sa.BigInteger(), nullable=False),
    sa.Column('choices', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['identity_id'], ['identity.id'], ),
    sa.PrimaryKeyConstraint('identity_id')
    )
    op.create_table('shipment',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('warehouse_id', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.Enum('picking', 'shipped', 'delivered', 'dropped', name='shipmentstatus', native_enum=False, length=24), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('carrier', sa.String(length=40), nullable=False),
    sa.Column('tracking_number', sa.String(length=60), nullable=False),
    sa.Column('picked_by_id', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shipped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_by_id', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['picked_by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['received_by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('order_id', 'position')
    )
    with op.batch_alter_table('shipment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shipment_status'), ['status'], unique=False)

    op.create_table('stocklevel',
    sa.Column('warehouse_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('on_hand', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('reserved', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('allocated', sa.BigInteger(), server_default='0', nullable=False),
    sa.CheckConstraint('on_hand >= 0 AND reserved >= 0 AND allocated >= 0', name='never_below_zero'),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], ),
    sa.PrimaryKeyConstraint('warehouse_id', 'sku_id')
    )
    with op.batch_alter_table('stocklevel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stocklevel_sku_id'), ['sku_id'], unique=False)

    op.create_table('stockmove',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('warehouse_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('received', 'counted', 'shipped', 'returned', name='movekind', native_enum=False, length=24), nullable=False),
    sa.Column('shipment_id', sa.BigInteger(), nullable=True),
    sa.Column('person_id', sa.BigInteger(), nullable=True),
    sa.Column('undoes_id', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], use_alter=True),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.ForeignKeyConstraint(['undoes_id'], ['stockmove.id'], ),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('undoes_id')
    )
    with op.batch_alter_table('stockmove', schema=None) as batch_op:
        batch_op.create_index('ix_stockmove_place', ['warehouse_id', 'sku_id'], unique=False)

    op.create_table('hold',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('order_id', sa.BigInteger(), nullable=False),
    sa.Column('order_line_id', sa.BigInteger(), nullable=False),
    sa.Column('warehouse_id', sa.BigInteger(), nullable=False),
    sa.Column('sku_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.Enum('reservation', 'allocation', name='holdkind', native_enum=False, length=24), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['order.id'], ),
    sa.ForeignKeyConstraint(['order_line_id'], ['orderline.id'], ),
    sa.ForeignKeyConstraint(['sku_id'], ['sku.id'], ),
    sa.ForeignKeyConstraint(['warehouse_id'], ['warehouse.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.create_index('ix_hold_open', ['closed_at', 'expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_hold_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_hold_order_line_id'), ['order_line_id'], unique=False)

    op.create_table('shipmentline',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('shipment_id', sa.BigInteger(), nullable=False),
    sa.Column('order_line_id', sa.BigInteger(), nullable=False),
    sa.Column('quantity', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['order_line_id'], ['orderline.id'], ),
    sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('shipment_id', 'order_line_id')
    )
    with op.batch_alter_table('shipmentline', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shipmentline_order_line_id'), ['order_line_id'], unique=False)

    op.create_table('trackingevent',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('shipment_id', sa.BigInteger(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['shipment_id'], ['shipment.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('trackingevent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trackingevent_shipment_id'), ['shipment_id'], unique=False)

    # Tables that point at each other: SQLite took these with the tables, PostgreSQL wants them afterwards.
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(None, "account", "person", ["salesperson_id"], ["id"])
        op.create_foreign_key(None, "invite", "order", ["order_id"], ["id"])
        op.create_foreign_key(None, "stockmove", "shipment", ["shipment_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("account_salesperson_id_fkey", "account")
        op.drop_constraint("invite_order_id_fkey", "invite")
        op.drop_constraint("stockmove_shipment_id_fkey", "stockmove")
    with op.batch_alter_table('trackingevent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trackingevent_shipment_id'))

    op.drop_table('trackingevent')
    with op.batch_alter_table('shipmentline', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shipmentline_order_line_id'))

    op.drop_table('shipmentline')
    with op.batch_alter_table('hold', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_hold_order_line_id'))
        batch_op.drop_index(batch_op.f('ix_hold_order_id'))
        batch_op.drop_index('ix_hold_open')

    op.drop_table('hold')
    with op.batch_alter_table('stockmove', schema=None) as batch_op:
        batch_op.drop_index('ix_stockmove_place')

    op.drop_table('stockmove')
    with op.batch_alter_table('stocklevel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stocklevel_sku_id'))

    op.drop_table('stocklevel')
    with op.batch_alter_table('shipment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_shipment_status'))

    op.drop_table('shipment')
    op.drop_table('pushedchoices')
    with op.batch_alter_table('pack', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pack_sku_id'))

    op.drop_table('pack')
    with op.batch_alter_table('ordershare', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ordershare_person_id'))

    op.drop_table('ordershare')
    with op.batch_alter_table('orderline', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_orderline_order_id'))

    op.drop_table('orderline')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notice_person_id'))
        batch_op.drop_index('ix_notice_due')

    op.drop_table('notice')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_order_id'))

    op.drop_table('event')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('ix_delivery_talk')
        batch_op.drop_index(batch_op.f('ix_delivery_at'))

    op.drop_table('delivery')
    with op.batch_alter_table('cartline', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cartline_cart_id'))

    op.drop_table('cartline')
    op.drop_table('approval')
    with op.batch_alter_table('alias', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_alias_sku_id'))

    op.drop_table('alias')
    with op.batch_alter_table('sku', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sku_product_id'))
        batch_op.drop_index(batch_op.f('ix_sku_barcode'))

    op.drop_table('sku')
    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.drop_index('ix_order_status_submitted')
        batch_op.drop_index('ix_order_account_submitted')

    op.drop_table('order')
    op.drop_table('invite')
    with op.batch_alter_table('identity', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_identity_person_id'))

    op.drop_table('identity')
    op.drop_table('cart')
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_category_id'))

    op.drop_table('product')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_role'))
        batch_op.drop_index(batch_op.f('ix_person_account_id'))

    op.drop_table('person')
    op.drop_table('mediacopy')
    with op.batch_alter_table('address', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_address_account_id'))

    op.drop_table('address')
    op.drop_table('warehouse')
    op.drop_table('templatering')
    with op.batch_alter_table('shownline', schema=None) as batch_op:
        batch_op.drop_index('ix_shownline_chat')

    op.drop_table('shownline')
    op.drop_table('pushwindow')
    op.drop_table('media')
    with op.batch_alter_table('invitetry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitetry_external'))

    op.drop_table('invitetry')
    op.drop_table('housesecret')
    op.drop_table('counter')
    op.drop_table('category')
    with op.batch_alter_table('cardmessage', schema=None) as batch_op:
        batch_op.drop_index('ix_cardmessage_message')
        batch_op.drop_index('ix_cardmessage_card')

    op.drop_table('cardmessage')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_salesperson_id'))

    op.drop_table('account')
