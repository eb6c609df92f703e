"""Agents: what they are told, who answers a thread and when, and what was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERENCES = (
    ("number_service", "agent_id", "agent"),
    ("batch", "agent_id", "agent"),
    ("thread", "agent_id", "agent"),
    ("thread", "assignee_id", "user"),
)
THREADS = {
    "with_agent": (["last_at", "id"], "agent_state = 'on'"),
    "handed_off": (["last_at", "id"], "agent_state = 'handed_off'"),
    "assignee": (["assignee_id", "last_at", "id"], "assignee_id IS NOT NULL"),
}
OF_NO_MESSAGE = "DELETE FROM entry WHERE kind IN ('handoff', 'note')"


def upgrade() -> None:
    _agents()
    # In words that both databases know: Alembic adds no column with a foreign key to a table of SQLite.
    for table, column, other in REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
            f'CONSTRAINT fk_{table}_{column}_{other} REFERENCES "{other}" (id)'
        )
    op.add_column("thread", sa.Column("agent_state", sa.String(10), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("replies_by", sa.String(10), nullable=False, server_default="number"))
    op.add_column("batch", sa.Column("context", sa.Text(), nullable=False, server_default=""))
    for name, (columns, condition) in THREADS.items():
        _index("thread", name, columns, condition)
    _answering()
    _turns()


def downgrade() -> None:
    """Without the handoffs and notes: a version before this knows no such entries."""
    op.drop_table("agent_turn")
    op.drop_table("answering")
    op.execute(OF_NO_MESSAGE)
    for name in THREADS:
        op.drop_index(f"ix_thread_{name}", "thread")
    for table, column in (("batch", "context"), ("batch", "replies_by"), ("thread", "agent_state")):
        op.drop_column(table, column)
    for table, column, _ in reversed(REFERENCES):
        op.drop_column(table, column)
    op.drop_table("agent_version")
    op.drop_table("agent")


def _index(table: str, name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=where, postgresql_where=where)


def _agents() -> None:
    op.create_table(
        "agent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("color", sa.String(20), nullable=False, server_default=""),
        sa.Column("engine", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("archived_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_agent_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("name", name=op.f("uq_agent_name")),
    )
    op.create_table(
        "agent_version",
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agent.id"], name=op.f("fk_agent_version_agent_id_agent"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_agent_version_saved_by_user")),
        sa.PrimaryKeyConstraint("agent_id", "number", name=op.f("pk_agent_version")),
    )


def _answering() -> None:
    thread = sa.ForeignKey("thread.id", name=op.f("fk_answering_thread_id_thread"), ondelete="CASCADE")
    op.create_table(
        "answering",
        sa.Column("thread_id", BIG, thread, nullable=False, autoincrement=False),
        sa.Column("answer_at", sa.DateTime()),
        sa.Column("answer_by", sa.DateTime()),
        sa.Column("lease", sa.String(32)),
        sa.Column("leased_until", sa.DateTime()),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("read_to", BIG, nullable=False, server_default="0"),
        sa.Column("memory", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("language", sa.String(8), nullable=False, server_default=""),
        sa.Column("chosen_at", sa.DateTime()),
        sa.Column("away_until", sa.DateTime()),
        sa.Column("handoff_kind", sa.String(12), nullable=False, server_default=""),
        sa.Column("handoff_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("handed_off_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_answering")),
    )
    _index("answering", "due", ["answer_at"], "answer_at IS NOT NULL")


def _turns() -> None:
    thread = sa.ForeignKey("thread.id", name=op.f("fk_agent_turn_thread_id_thread"), ondelete="CASCADE")
    agent = sa.ForeignKey("agent.id", name=op.f("fk_agent_turn_agent_id_agent"))
    entry = sa.ForeignKey("entry.id", name=op.f("fk_agent_turn_entry_id_entry"), ondelete="CASCADE")
    op.create_table(
        "agent_turn",
        sa.Column("id", BIG, nullable=False),
        sa.Column("thread_id", BIG, thread, nullable=False),
        sa.Column("agent_id", sa.Integer(), agent, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entry_id", BIG, entry),
        sa.Column("read_to", BIG),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("tokens", sa.Integer()),
        sa.Column("cost", sa.Double()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_turn")),
    )
    op.create_index("ix_agent_turn_thread", "agent_turn", ["thread_id", "id"])
    op.create_index("ix_agent_turn_agent", "agent_turn", ["agent_id", "id"])
    _index("agent_turn", "entry", ["entry_id"], "entry_id IS NOT NULL")
