"""Messages are entries: one table for all kinds of what leaves and comes in.

The carrier's id is unique among the ids of that carrier. SQLite rebuilds the table, as an inline UNIQUE
cannot be dropped; PostgreSQL renames it, and writes no row of it again.
"""
# ruff: noqa: S608  (the names in the statements are those of our own tables)

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.migrations import without_foreign_keys

revision = "0026"
down_revision = "0025"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CHILDREN = ("opt_out", "hold", "media")
"""Tables whose message_id refers to a message."""
PARENTS = ("batch_id_batch", "number_id_number", "thread_id_thread", "user_id_user")
INDEXES = {
    "thread": (("thread_id", "id"), None),
    "reacts_to": (("reacts_to", "id"), "reacts_to IS NOT NULL"),
    "recipient": (("recipient_id", "id"), "recipient_id IS NOT NULL"),
    "queued": (("number_id", "id"), "state = 'queued'"),
    "sending": (("claimed_at",), "state = 'sending'"),
    "phone_queued": (("phone",), "state = 'queued'"),
}
COMMON = (
    "id, thread_id, number_id, phone, direction, state, origin, text, user_id, batch_id, recipient_id, "
    "client_ref, carrier_id, code, reason, created_at, claimed_at, sent_at, settled_at, not_before, "
    "reacts_to, reaction"
)
TO_ENTRY = (
    f"INSERT INTO entry ({COMMON}, units, kind, carrier) SELECT {COMMON}, segments, 'sms', "
    "(SELECT number.carrier FROM number WHERE number.id = message.number_id) FROM message ORDER BY id"
)
TO_MESSAGE = f"INSERT INTO message ({COMMON}, segments) SELECT {COMMON}, units FROM entry ORDER BY id"
CARRIER_OF_ID = "carrier_id IS NULL OR carrier IS NOT NULL"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
    else:
        _rebuild("message", "entry", _entry_columns(), TO_ENTRY)
    op.create_index("uq_entry_client_ref", "entry", ["client_ref"], unique=True)
    op.create_index("uq_entry_carrier_id_carrier", "entry", ["carrier_id", "carrier"], unique=True)
    if op.get_bind().dialect.name == "sqlite":
        without_foreign_keys.check(op.get_bind(), ("entry", *CHILDREN, "left_already"))


def downgrade() -> None:
    """Only while there is nothing but messages, and no carrier has given another one's id."""
    if op.get_bind().dialect.name == "postgresql":
        _downgrade_postgresql()
    else:
        _rebuild("entry", "message", _message_columns(), TO_MESSAGE)
        without_foreign_keys.check(op.get_bind(), ("message", *CHILDREN, "left_already"))


def _rebuild(old: str, new: str, columns: list[sa.schema.SchemaItem], copy: str) -> None:
    """On SQLite. The indexes are made once the rows are there: filled in no order, they take many times as
    long."""
    without_foreign_keys.begin(op.get_bind())
    op.create_table(new, *columns)
    op.execute(copy)
    for table in CHILDREN:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(f"fk_{table}_message_id_{old}", type_="foreignkey")
            changed.create_foreign_key(f"fk_{table}_message_id_{new}", new, ["message_id"], ["id"])
    op.drop_table(old)
    for name, (indexed, condition) in INDEXES.items():
        where = sa.text(condition) if condition else None
        op.create_index(f"ix_{new}_{name}", new, indexed, sqlite_where=where)


def _upgrade_postgresql() -> None:
    op.execute("ALTER TABLE message DROP CONSTRAINT uq_message_carrier_id")
    op.execute("ALTER TABLE message DROP CONSTRAINT uq_message_client_ref")
    _rename_on_postgresql("message", "entry")
    op.execute("ALTER TABLE entry RENAME COLUMN segments TO units")
    op.execute("ALTER TABLE entry ALTER COLUMN text DROP NOT NULL")
    op.execute("ALTER TABLE entry ADD COLUMN kind VARCHAR(12) NOT NULL DEFAULT 'sms'")
    op.execute("ALTER TABLE entry ALTER COLUMN kind DROP DEFAULT")
    op.execute("ALTER TABLE entry ADD COLUMN carrier VARCHAR(20) DEFAULT 'vonage'")
    op.execute("ALTER TABLE entry ALTER COLUMN carrier DROP DEFAULT")
    op.execute(
        "UPDATE entry SET carrier = number.carrier FROM number "
        "WHERE number.id = entry.number_id AND number.carrier <> 'vonage'"
    )
    op.execute(f"ALTER TABLE entry ADD CONSTRAINT ck_entry_carrier_of_id CHECK ({CARRIER_OF_ID})")


def _downgrade_postgresql() -> None:
    op.execute("DROP INDEX uq_entry_carrier_id_carrier")
    op.execute("DROP INDEX uq_entry_client_ref")
    op.execute("ALTER TABLE entry DROP COLUMN carrier, DROP COLUMN kind")
    op.execute("ALTER TABLE entry ALTER COLUMN text SET NOT NULL")
    op.execute("ALTER TABLE entry RENAME COLUMN units TO segments")
    _rename_on_postgresql("entry", "message")
    op.execute("ALTER TABLE message ADD CONSTRAINT uq_message_carrier_id UNIQUE (carrier_id)")
    op.execute("ALTER TABLE message ADD CONSTRAINT uq_message_client_ref UNIQUE (client_ref)")


def _rename_on_postgresql(old: str, new: str) -> None:
    """The table with its sequence, key, foreign keys and indexes, and the foreign keys that refer to it."""
    op.execute(f"ALTER TABLE {old} RENAME TO {new}")
    op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")
    op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT pk_{old} TO pk_{new}")
    for name in PARENTS:
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT fk_{old}_{name} TO fk_{new}_{name}")
    for table in CHILDREN:
        key = f"fk_{table}_message_id"
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {key}_{old} TO {key}_{new}")
    for name in INDEXES:
        op.execute(f"ALTER INDEX ix_{old}_{name} RENAME TO ix_{new}_{name}")


def _columns(table: str) -> list[sa.schema.SchemaItem]:
    """What both have in common."""
    return [
        sa.Column("id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("origin", sa.String(12)),
        sa.Column("user_id", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.Column("recipient_id", BIG),
        sa.Column("client_ref", sa.String(40)),
        sa.Column("carrier_id", sa.String(64)),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime()),
        sa.Column("claimed_at", sa.DateTime()),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("settled_at", sa.DateTime()),
        sa.Column("reacts_to", BIG),
        sa.Column("reaction", sa.String(40)),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f(f"fk_{table}_batch_id_batch")),
        sa.ForeignKeyConstraint(["number_id"], ["number.id"], name=op.f(f"fk_{table}_number_id_number")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f(f"fk_{table}_thread_id_thread")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{table}_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _entry_columns() -> list[sa.schema.SchemaItem]:
    return [
        *_columns("entry"),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(20)),
        sa.Column("text", sa.Text()),
        sa.CheckConstraint(CARRIER_OF_ID, name=op.f("ck_entry_carrier_of_id")),
    ]


def _message_columns() -> list[sa.schema.SchemaItem]:
    return [
        *_columns("message"),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.UniqueConstraint("carrier_id", name=op.f("uq_message_carrier_id")),
        sa.UniqueConstraint("client_ref", name=op.f("uq_message_client_ref")),
    ]
