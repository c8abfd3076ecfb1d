"""The first tables."""

from alembic import op

from storage.migrations.first_tables import catalogue, counters, messages, orders, people, stock

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

#: In this order, so that each finds what it points at.
TABLES = (
    people.account,
    messages.card_message,
    catalogue.category,
    counters.counter,
    counters.house_secret,
    people.invite_try,
    messages.media,
    messages.push_window,
    messages.shown_line,
    messages.template_ring,
    catalogue.warehouse,
    people.address,
    messages.media_copy,
    people.person,
    catalogue.product,
    orders.cart,
    people.identity,
    people.invite,
    orders.order,
    catalogue.sku,
    catalogue.alias,
    orders.approval,
    orders.cart_line,
    messages.delivery,
    orders.event,
    messages.notice,
    orders.order_line,
    orders.order_share,
    catalogue.pack,
    messages.pushed_choices,
    stock.shipment,
    stock.stock_level,
    stock.stock_move,
    stock.hold,
    stock.shipment_line,
    stock.tracking_event,
)
#: (table, column, table that is made later)
LATER = (("account", "salesperson_id", "person"), ("invite", "order_id", "order"), ("stockmove", "shipment_id", "shipment"))


def upgrade() -> None:
    for create in TABLES:
        create()
    if _adds_constraints():
        for table, column, other in LATER:
            op.create_foreign_key(None, table, other, [column], ["id"])


def downgrade() -> None:
    if _adds_constraints():
        for table, column, _ in LATER:
            op.drop_constraint(f"{table}_{column}_fkey", table)
    for create in reversed(TABLES):
        op.drop_table(create.__name__.replace("_", ""))


def _adds_constraints() -> bool:
    """SQLite took the constraints between tables that point at each other with the tables; PostgreSQL adds them."""
    return op.get_bind().dialect.name != "sqlite"
