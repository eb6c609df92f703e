"""Workflows, their versions and runs, what each run did, refused starts, dates that start them; notices."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTIVE = "state IN ('waiting', 'running')"
TABLES = (
    "notice",
    "workflow_date",
    "workflow_refusal",
    "workflow_step_run",
    "workflow_run",
    "workflow_version",
    "workflow",
)


def upgrade() -> None:
    _workflows()
    _runs()
    _step_runs()
    _refusals()
    _dates()
    _notices()


def _workflows() -> None:
    op.create_table(
        "workflow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("trigger", sa.String(40), server_default="", nullable=False),
        sa.Column("reason", sa.String(300), server_default="", nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("turn_at", sa.DateTime(), nullable=True),
        sa.Column("cursor", BIG, server_default="0", nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        _reference("workflow", "created_by", "user"),
        _reference("workflow", "changed_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow")),
        sa.UniqueConstraint("name", name=op.f("uq_workflow_name")),
    )
    _index("workflow", "listens", ["trigger", "id"], "state = 'live'")
    _index("workflow", "next", ["next_at"], "state = 'live' AND next_at IS NOT NULL")
    op.create_table(
        "workflow_version",
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        _reference("workflow_version", "published_by", "user"),
        _reference("workflow_version", "workflow_id", "workflow", "CASCADE"),
        sa.PrimaryKeyConstraint("workflow_id", "number", name=op.f("pk_workflow_version")),
    )


def _runs() -> None:
    op.create_table(
        "workflow_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("event_key", sa.String(120), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("awaits", sa.String(10), server_default="", nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("reply_id", BIG, nullable=True),
        sa.Column("stops_on_reply", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        _reference("workflow_run", "workflow_id", "workflow"),
        _reference("workflow_run", "contact_id", "contact", "CASCADE"),
        _reference("workflow_run", "thread_id", "thread", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_run")),
        _once("workflow_run", "workflow_id", "event_key"),
    )
    _index("workflow_run", "due", ["due_at", "id"], f"due_at IS NOT NULL AND {ACTIVE}")
    _index("workflow_run", "active", ["contact_id", "workflow_id"], ACTIVE)
    _index("workflow_run", "at_step", ["workflow_id", "step"], ACTIVE)
    _index("workflow_run", "contact", ["contact_id", "id"])
    _index("workflow_run", "state", ["workflow_id", "state", "id"])
    _index("workflow_run", "started", ["workflow_id", "started_at"])
    _index("workflow_run", "thread", ["thread_id"], "thread_id IS NOT NULL")


def _step_runs() -> None:
    op.create_table(
        "workflow_step_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("run_id", BIG, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("input", sa.JSON(), nullable=False),
        sa.Column("output", sa.JSON(), nullable=False),
        sa.Column("branch", sa.String(20), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("entry_id", BIG, nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        _reference("workflow_step_run", "run_id", "workflow_run", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_step_run")),
        _once("workflow_step_run", "run_id", "no"),
    )
    _index("workflow_step_run", "entry", ["entry_id"], "entry_id IS NOT NULL")


def _refusals() -> None:
    op.create_table(
        "workflow_refusal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("event_key", sa.String(120), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _reference("workflow_refusal", "workflow_id", "workflow", "CASCADE"),
        _reference("workflow_refusal", "contact_id", "contact", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_refusal")),
        _once("workflow_refusal", "workflow_id", "event_key"),
    )
    _index("workflow_refusal", "workflow", ["workflow_id", "id"])
    _index("workflow_refusal", "contact", ["contact_id"], "contact_id IS NOT NULL")
    _index("workflow_refusal", "at", ["at", "id"])


def _dates() -> None:
    op.create_table(
        "workflow_date",
        sa.Column("workflow_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(500), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        _reference("workflow_date", "workflow_id", "workflow", "CASCADE"),
        _reference("workflow_date", "contact_id", "contact", "CASCADE"),
        sa.PrimaryKeyConstraint("workflow_id", "contact_id", name=op.f("pk_workflow_date")),
    )
    _index("workflow_date", "due", ["workflow_id", "due_at"], "due_at IS NOT NULL")
    _index("workflow_date", "contact", ["contact_id"])


def _notices() -> None:
    op.create_table(
        "notice",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("source_name", sa.String(200), nullable=False),
        sa.Column("source_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("seen_by", sa.Integer(), nullable=True),
        _reference("notice", "user_id", "user"),
        _reference("notice", "seen_by", "user"),
        _reference("notice", "contact_id", "contact", "CASCADE"),
        _reference("notice", "thread_id", "thread", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    _index("notice", "unseen", ["user_id", "id"], "seen_at IS NULL")
    _index("notice", "contact", ["contact_id"], "contact_id IS NOT NULL")
    _index("notice", "thread", ["thread_id"], "thread_id IS NOT NULL")
    _index("notice", "at", ["at", "id"])


def _reference(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(table: str, name: str, columns: Sequence[str], where: str = "") -> None:
    only = sa.text(where) if where else None
    op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
