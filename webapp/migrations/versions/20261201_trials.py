"""What people try with agents whose engine asks a language model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")
OF_CONTACT, OF_THREAD = sa.text("contact_id IS NOT NULL"), sa.text("thread_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", BIG, nullable=True),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("requests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tokens", sa.Integer(), server_default="0", nullable=False),
        sa.Column("price", sa.Double(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_trial_{name}_id_{name}"), ondelete="CASCADE"
            )
            for name in ("user", "agent", "contact", "thread")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index("ix_trial_user", "trial", ["user_id", "asked_at"])
    op.create_index("ix_trial_open", "trial", ["until"], sqlite_where=OPEN, postgresql_where=OPEN)
    for name, given in (("contact", OF_CONTACT), ("thread", OF_THREAD)):
        index = f"ix_trial_{name}"
        op.create_index(index, "trial", [f"{name}_id"], sqlite_where=given, postgresql_where=given)


def downgrade() -> None:
    op.drop_table("trial")
