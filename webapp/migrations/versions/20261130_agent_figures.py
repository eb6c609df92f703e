"""What figures of agents count: batch, task, handoff, goal and waiting time of turns; goals reached."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {"batch": ["batch_id", "id"], "record": ["record_id"]}
TURN = ("batch_id", "record_id", "handoff", "goal_reached", "waited")
ANSWERING = ("goal_reached_at", "goal_reason")


def upgrade() -> None:
    # In words that both databases know: Alembic adds no column with a foreign key to a table of SQLite.
    op.execute(
        "ALTER TABLE agent_turn ADD COLUMN batch_id INTEGER "
        "CONSTRAINT fk_agent_turn_batch_id_batch REFERENCES batch (id)"
    )
    op.add_column("agent_turn", sa.Column("record_id", BIG))
    op.add_column("agent_turn", sa.Column("handoff", sa.String(12), nullable=False, server_default=""))
    op.add_column(
        "agent_turn", sa.Column("goal_reached", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("agent_turn", sa.Column("waited", sa.Double()))
    op.add_column("answering", sa.Column("goal_reached_at", sa.DateTime()))
    op.add_column("answering", sa.Column("goal_reason", sa.Text(), nullable=False, server_default=""))
    for name, columns in INDEXES.items():
        where = sa.text(f"{columns[0]} IS NOT NULL")
        op.create_index(
            f"ix_agent_turn_{name}", "agent_turn", columns, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(f"ix_agent_turn_{name}", "agent_turn")
    for column in ANSWERING:
        op.drop_column("answering", column)
    for column in reversed(TURN):
        op.drop_column("agent_turn", column)
