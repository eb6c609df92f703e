"""Tests that are kept with an agent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "agent_eval",
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agent.id"], name=op.f("fk_agent_eval_agent_id_agent"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_agent_eval_saved_by_user")),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_agent_eval")),
    )


def downgrade() -> None:
    op.drop_table("agent_eval")
