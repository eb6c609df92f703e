"""Titles and summaries of conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

DUE = sa.text("agent_id IS NOT NULL AND (summarized_at IS NULL OR summarized_at < last_at)")


def upgrade() -> None:
    op.add_column("thread", sa.Column("title", sa.String(80), nullable=False, server_default=""))
    op.add_column("thread", sa.Column("summary", sa.Text(), nullable=False, server_default=""))
    op.add_column("thread", sa.Column("summarized_at", sa.DateTime()))
    op.create_index(
        "ix_thread_unsummarized", "thread", ["last_at", "id"], sqlite_where=DUE, postgresql_where=DUE
    )


def downgrade() -> None:
    op.drop_index("ix_thread_unsummarized", "thread")
    for column in ("summarized_at", "summary", "title"):
        op.drop_column("thread", column)
