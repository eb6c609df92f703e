"""Contacts that a job puts where they are wanted; runs that a job cancels; what each has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "ends_up_to IS NOT NULL"


def upgrade() -> None:
    _selection_job()
    op.add_column("workflow", sa.Column("ends_up_to", BIG))
    op.add_column("workflow", sa.Column("ends_because", sa.String(300), nullable=False, server_default=""))
    op.create_index(
        "ix_workflow_ends", "workflow", ["id"], sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN)
    )
    op.create_index("ix_workflow_run_workflow", "workflow_run", ["workflow_id", "id"])
    op.add_column("user", sa.Column("notices_read_to", BIG, nullable=False, server_default="0"))
    op.create_table(
        "notice_read",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", BIG, nullable=False),
        _reference("notice_read", "user_id", "user", "CASCADE"),
        _reference("notice_read", "notice_id", "notice", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "notice_id", name=op.f("pk_notice_read")),
    )
    op.create_index("ix_notice_read_notice", "notice_read", ["notice_id"])


def _selection_job() -> None:
    numbers = ("people", "reached", "last_id", "seen", "added")
    op.create_table(
        "selection_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer()),
        sa.Column("start_id", sa.Integer()),
        sa.Column("selection", sa.JSON(), nullable=False),
        sa.Column("said", sa.String(200), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("working", sa.String(10), nullable=False),
        sa.Column("working_fault", sa.Text(), nullable=False),
        sa.Column("worked_at", sa.DateTime()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("run", "attempts", "revision")),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _reference("selection_job", "segment_id", "segment", "CASCADE"),
        _reference("selection_job", "start_id", "workflow_start", "CASCADE"),
        _reference("selection_job", "created_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_job")),
    )
    op.create_index("ix_selection_job_segment", "selection_job", ["segment_id", "id"])
    op.create_index("ix_selection_job_start", "selection_job", ["start_id"])


def _reference(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    op.drop_table("notice_read")
    op.drop_column("user", "notices_read_to")
    op.drop_index("ix_workflow_run_workflow", "workflow_run")
    op.drop_index("ix_workflow_ends", "workflow")
    op.drop_column("workflow", "ends_because")
    op.drop_column("workflow", "ends_up_to")
    op.drop_table("selection_job")
