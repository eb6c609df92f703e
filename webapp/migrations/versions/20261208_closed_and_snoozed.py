"""Conversations can be snoozed and closed; lists in which they are no more have indexes without them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"

WROTE = "last_inbound_at IS NOT NULL"
OPEN = "status = 'open'"
BEFORE = {
    "ix_thread_with_agent": (["last_at", "id"], "agent_state = 'on'"),
    "ix_thread_assignee": (["assignee_id", "last_at", "id"], "assignee_id IS NOT NULL"),
    "ix_thread_replied": (["last_inbound_at", "id"], WROTE),
    "ix_thread_number_replied": (["number_id", "last_inbound_at", "id"], WROTE),
}
NEW = {
    "ix_thread_unassigned": (["last_inbound_at", "id"], f"assignee_id IS NULL AND {WROTE} AND {OPEN}"),
    "ix_thread_snoozed": (["snoozed_until", "id"], "status = 'snoozed'"),
    "ix_thread_closed": (["last_at", "id"], "status = 'closed'"),
    "ix_thread_number_closed": (["number_id", "last_at", "id"], "status = 'closed'"),
}


def upgrade() -> None:
    op.add_column("thread", sa.Column("status", sa.String(10), nullable=False, server_default="open"))
    op.add_column("thread", sa.Column("snoozed_until", sa.DateTime()))
    for name, (columns, where) in BEFORE.items():
        op.drop_index(name, "thread")
        _index(name, columns, f"{where} AND {OPEN}")
    for name, (columns, where) in NEW.items():
        _index(name, columns, where)


def downgrade() -> None:
    """That they were closed is lost with what says so in their timelines."""
    op.execute("DELETE FROM entry WHERE kind = 'status'")
    for name in NEW:
        op.drop_index(name, "thread")
    for name, (columns, where) in BEFORE.items():
        op.drop_index(name, "thread")
        _index(name, columns, where)
    op.drop_column("thread", "snoozed_until")
    op.drop_column("thread", "status")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "thread", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
