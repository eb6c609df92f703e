"""Summaries of conversations that language models write, and who has written each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN, OF_BATCH = sa.text("ended_at IS NULL"), sa.text("batch_id IS NOT NULL")


def upgrade() -> None:
    op.add_column("thread", sa.Column("summary_by", sa.String(80), nullable=False, server_default=""))
    op.create_table(
        "summary_request",
        sa.Column("id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer()),
        sa.Column("model", sa.String(80), nullable=False, server_default=""),
        *(sa.Column(name, sa.DateTime(), nullable=False) for name in ("summarized_at", "asked_at")),
        sa.Column("digest", sa.String(64), nullable=False, server_default=""),
        sa.Column("until", sa.DateTime()),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("outcome", sa.String(12), nullable=False, server_default=""),
        sa.Column("fault", sa.Text(), nullable=False, server_default=""),
        sa.Column("tokens", sa.Integer()),
        sa.Column("cost", sa.Double()),
        sa.PrimaryKeyConstraint("id", name="pk_summary_request"),
        sa.UniqueConstraint("thread_id", "summarized_at", name="uq_summary_request_thread_id_summarized_at"),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], "fk_summary_request_thread_id_thread", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], "fk_summary_request_agent_id_agent"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], "fk_summary_request_batch_id_batch"),
    )
    op.create_index(
        "ix_summary_request_open", "summary_request", ["asked_at", "id"],
        sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index("ix_summary_request_agent", "summary_request", ["agent_id", "id"])
    op.create_index(
        "ix_summary_request_batch", "summary_request", ["batch_id", "id"],
        sqlite_where=OF_BATCH, postgresql_where=OF_BATCH,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("summary_request")
    op.drop_column("thread", "summary_by")
