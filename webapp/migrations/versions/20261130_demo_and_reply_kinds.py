"""The kind of each recipient's reply; and which rows are made up, by `outbound demo`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

UNTOLD = sa.text("reply_kind IS NULL AND (replied_at IS NOT NULL OR opted_out_at IS NOT NULL)")

TOLD = sa.text("reply_kind IS NOT NULL")


def upgrade() -> None:
    op.add_column("recipient", sa.Column("reply_kind", sa.String(12), nullable=True))
    op.create_index("ix_recipient_untold", "recipient", ["id"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)
    op.create_index(
        "ix_recipient_reply_kind",
        "recipient",
        ["batch_id", "reply_kind", "row_no"],
        sqlite_where=TOLD,
        postgresql_where=TOLD,
    )
    op.create_table(
        "demo_row",
        sa.Column("table_name", sa.String(30), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", "row_id", name=op.f("pk_demo_row")),
    )


def downgrade() -> None:
    op.drop_table("demo_row")
    op.drop_index("ix_recipient_reply_kind", "recipient")
    op.drop_index("ix_recipient_untold", "recipient")
    op.drop_column("recipient", "reply_kind")
