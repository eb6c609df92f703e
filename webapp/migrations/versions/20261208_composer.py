"""Texts that are sent later, and saved replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _scheduled_text()
    op.create_table(
        "saved_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        _reference("saved_reply", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_reply")),
        sa.UniqueConstraint("key", "language", name=op.f("uq_saved_reply_key_language")),
    )


def _scheduled_text() -> None:
    op.create_table(
        "scheduled_text",
        sa.Column("id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("send_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("cancel_on_reply", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("message_id", BIG),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("ended_by", sa.Integer()),
        _reference("scheduled_text", "thread_id", "thread"),
        _reference("scheduled_text", "user_id", "user"),
        _reference("scheduled_text", "ended_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_text")),
    )
    op.create_index("uq_scheduled_text_ref", "scheduled_text", ["ref"], unique=True)
    op.create_index("ix_scheduled_text_thread", "scheduled_text", ["thread_id", "id"])
    _partial("ix_scheduled_text_due", ["due_at", "id"], "state = 'waiting'")
    _partial("ix_scheduled_text_leaving", ["id"], "state = 'leaving'")


def _partial(name: str, columns: list[str], where: str) -> None:
    these = sa.text(where)
    op.create_index(name, "scheduled_text", columns, sqlite_where=these, postgresql_where=these)


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def downgrade() -> None:
    op.drop_table("saved_reply")
    op.drop_table("scheduled_text")
