"""What goes out, what a chat shows, and pictures."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.first_tables.kinds import CHANNEL

NOTICE_KIND = sa.Enum(
    "order_waiting",
    "order_reminder",
    "order_placed",
    "order_approved",
    "order_rejected",
    "order_cancelled",
    "order_expired",
    "order_to_pick",
    "order_shipped",
    "order_received",
    "order_completed",
    "order_rated",
    "card_moved",
    "member_joined",
    "morning_digest",
    "contact_wanted",
    "resend",
    name="noticekind",
    native_enum=False,
    length=24,
)


def notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", CHANNEL, nullable=True),
        sa.Column("external", sa.String(length=128), nullable=False),
        sa.Column("kind", NOTICE_KIND, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_due", ["delivered_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_person_id"), ["person_id"], unique=False)


def delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("channel", CHANNEL, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("identity_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=True),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"]),
        sa.PrimaryKeyConstraint("channel", "key"),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_at"), ["at"], unique=False)
        batch_op.create_index("ix_delivery_talk", ["identity_id", "id"], unique=False)


def card_message() -> None:
    op.create_table(
        "cardmessage",
        sa.Column("channel", CHANNEL, nullable=False),
        sa.Column("external", sa.String(length=128), nullable=False),
        sa.Column("card", sa.String(length=48), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("channel", "external", "card"),
    )
    with op.batch_alter_table("cardmessage", schema=None) as batch_op:
        batch_op.create_index("ix_cardmessage_card", ["card"], unique=False)
        batch_op.create_index("ix_cardmessage_message", ["channel", "external", "message"], unique=False)


def shown_line() -> None:
    op.create_table(
        "shownline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("said", "answer", "notice", "redraw", name="linekind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("edits", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat", "key"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("shownline", schema=None) as batch_op:
        batch_op.create_index("ix_shownline_chat", ["chat", "id"], unique=False)


def push_window() -> None:
    op.create_table(
        "pushwindow",
        sa.Column("external", sa.String(length=128), nullable=False),
        sa.Column("contact", sa.Enum("wrote", "acted", name="contact", native_enum=False, length=24), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("external", "contact"),
    )


def pushed_choices() -> None:
    op.create_table(
        "pushedchoices",
        sa.Column("identity_id", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"]),
        sa.PrimaryKeyConstraint("identity_id"),
    )


def template_ring() -> None:
    op.create_table(
        "templatering",
        sa.Column("external", sa.String(length=128), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("external"),
    )


def media() -> None:
    op.create_table(
        "media",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )


def media_copy() -> None:
    op.create_table(
        "mediacopy",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("channel", CHANNEL, nullable=False),
        sa.Column("remote", sa.String(length=256), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hash"], ["media.hash"]),
        sa.PrimaryKeyConstraint("hash", "channel"),
    )
