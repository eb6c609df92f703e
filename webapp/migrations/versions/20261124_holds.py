"""Holds: who wrote what reads like a revocation, and waits for a person's decision."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_hold_decided_by_user")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_hold_message_id_message")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_hold_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_phone", "hold", ["phone", "id"])
    op.create_index("uq_hold_open", "hold", ["phone"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_table("hold")
