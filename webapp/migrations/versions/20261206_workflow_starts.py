"""Workflows that are started for many contacts at once."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.create_table(
        "workflow_start",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime()),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("ended_at", sa.DateTime()),
        _reference("workflow_start", "workflow_id", "workflow"),
        _reference("workflow_start", "created_by", "user"),
        _reference("workflow_start", "decided_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_start")),
    )
    _index("due", ["due_at", "id"], "state = 'running'")
    _index("pending", ["id"], "state = 'pending'")
    _index("workflow", ["workflow_id", "id"])
    op.create_table(
        "workflow_start_member",
        sa.Column("start_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        _reference("workflow_start_member", "start_id", "workflow_start", "CASCADE"),
        _reference("workflow_start_member", "contact_id", "contact", "CASCADE"),
        sa.PrimaryKeyConstraint("start_id", "contact_id", name=op.f("pk_workflow_start_member")),
    )
    op.create_index("ix_workflow_start_member_contact", "workflow_start_member", ["contact_id"])


def _reference(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _index(name: str, columns: Sequence[str], where: str = "") -> None:
    only = sa.text(where) if where else None
    op.create_index(
        f"ix_workflow_start_{name}", "workflow_start", columns, sqlite_where=only, postgresql_where=only
    )


def downgrade() -> None:
    op.drop_table("workflow_start_member")
    op.drop_table("workflow_start")
