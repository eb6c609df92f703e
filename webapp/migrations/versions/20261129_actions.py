"""What actions need: labels, attributes with their sources, records of tasks, callbacks, and secrets."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("state IN ('waiting', 'running')")
OPEN = sa.text("done_at IS NULL")


def upgrade() -> None:
    _of_contacts()
    _of_tasks()
    op.create_table(
        "callback",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("thread_id", BIG, sa.ForeignKey("thread.id"), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_source(),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime()),
        sa.Column("done_by", sa.Integer(), sa.ForeignKey("user.id")),
    )
    op.create_index("ix_callback_thread", "callback", ["thread_id", "id"])
    op.create_index(
        "ix_callback_open", "callback", ["due_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "secret",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by", sa.Integer(), sa.ForeignKey("user.id")),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    for table in ("secret", "callback", "action_run", "task_record", "contact_attribute", "contact_label"):
        op.drop_table(table)


def _source() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("source_name", sa.String(200), nullable=False),
        sa.Column("source_id", BIG),
    )


def _of_contacts() -> None:
    op.create_table(
        "contact_label",
        sa.Column("id", BIG, primary_key=True),
        sa.Column(
            "contact_id", sa.Integer(), sa.ForeignKey("contact.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        *_source(),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("contact_id", "key"),
    )
    op.create_index("ix_contact_label_key", "contact_label", ["key", "contact_id"])
    op.create_table(
        "contact_attribute",
        sa.Column("id", BIG, primary_key=True),
        sa.Column(
            "contact_id", sa.Integer(), sa.ForeignKey("contact.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("key", sa.String(240), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        *_source(),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.Text()),
        sa.Column("offered_source", sa.String(10)),
        sa.Column("offered_name", sa.String(200), nullable=False),
        sa.Column("offered_id", BIG),
        sa.Column("offered_at", sa.DateTime()),
        sa.UniqueConstraint("contact_id", "key"),
    )
    op.create_index("ix_contact_attribute_key", "contact_attribute", ["key", "contact_id"])


def _of_tasks() -> None:
    op.create_table(
        "task_record",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("thread_id", BIG, sa.ForeignKey("thread.id"), nullable=False),
        sa.Column("contact_id", sa.Integer(), sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("agent_id", sa.Integer()),
        sa.Column("agent_version", sa.Integer()),
        sa.Column("key", sa.String(80), nullable=False, unique=True),
        sa.Column("task_key", sa.String(60), nullable=False),
        sa.Column("task_name", sa.String(100), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        *_source(),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime()),
    )
    for name, columns in (
        ("thread", ["thread_id", "id"]),
        ("contact", ["contact_id", "id"]),
        ("agent", ["agent_id", "id"]),
        ("at", ["at", "id"]),
    ):
        op.create_index(f"ix_task_record_{name}", "task_record", columns)
    op.create_table(
        "action_run",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("record_id", BIG, sa.ForeignKey("task_record.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("key", sa.String(40), nullable=False, unique=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime()),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime()),
        sa.UniqueConstraint("record_id", "position"),
    )
    op.create_index(
        "ix_action_run_due", "action_run", ["next_try_at"], sqlite_where=DUE, postgresql_where=DUE
    )
