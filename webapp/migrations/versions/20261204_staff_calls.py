"""Recordings of calls, staff phones that are rung into them, and contacts that are blocked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _recordings()
    op.drop_column("call", "recording")
    op.add_column("call", sa.Column("staff_until", sa.DateTime()))
    op.add_column("call", sa.Column("push_turn", sa.Integer()))
    _index("call", "staff", "staff_until")
    _index("call", "push", "push_turn")
    op.add_column("call_leg", sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("call_leg", sa.Column("result", sa.String(12)))
    op.add_column("call_leg", sa.Column("hang_up_at", sa.DateTime()))
    op.add_column("contact", sa.Column("blocked_at", sa.DateTime()))
    _index("contact", "blocked", "blocked_at")


def downgrade() -> None:
    """Recordings go; their files are removed as orphans."""
    op.drop_index("ix_contact_blocked", "contact")
    op.drop_column("contact", "blocked_at")
    for name in ("hang_up_at", "result", "round"):
        op.drop_column("call_leg", name)
    for index, name in (("ix_call_push", "push_turn"), ("ix_call_staff", "staff_until")):
        op.drop_index(index, "call")
        op.drop_column("call", name)
    op.add_column("call", sa.Column("recording", sa.String(120), nullable=False, server_default=""))
    op.drop_table("recording")


def _recordings() -> None:
    op.create_table(
        "recording",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("carrier_id", sa.String(64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("content_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer()),
        sa.Column("seconds", sa.Integer()),
        sa.Column("key", sa.String(32)),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recording"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], "fk_recording_call_id_call", ondelete="CASCADE"),
        sa.UniqueConstraint("call_id", "carrier_id", name="uq_recording_call_id_carrier_id"),
        sa.UniqueConstraint("key", name="uq_recording_key"),
    )
    condition = sa.text("state = 'waiting'")
    op.create_index(
        "ix_recording_waiting",
        "recording",
        ["next_try_at"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
    op.create_index("ix_recording_created", "recording", ["created_at", "id"])


def _index(table: str, name: str, column: str) -> None:
    condition = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{name}", table, [column], sqlite_where=condition, postgresql_where=condition)
