"""Questions that agents are asked in calls."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "call_question",
        sa.Column("id", BIG, nullable=False),
        sa.Column("call_id", BIG, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.DateTime()) for name in ("started_at", "decided_at")),
        sa.Column("decision", sa.JSON()),
        sa.Column("fault", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_call_question"),
        sa.UniqueConstraint("call_id", "turn", name="uq_call_question_call_id_turn"),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], "fk_call_question_call_id_call", ondelete="CASCADE"
        ),
    )


def downgrade() -> None:
    op.drop_table("call_question")
