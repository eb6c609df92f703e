"""Recipients who opted out through a batch are counted by themselves; a batch knows its latest test."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ONLY = sa.text("opted_out_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("recipient", sa.Column("opted_out_at", sa.DateTime(), nullable=True))
    op.add_column("batch", sa.Column("test_message_id", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_recipient_opted_out",
        "recipient",
        ["batch_id", "row_no"],
        sqlite_where=ONLY,
        postgresql_where=ONLY,
    )
    op.execute("INSERT INTO batch_tally (batch_id, status, count) SELECT id, 'opted_out', 0 FROM batch")


def downgrade() -> None:
    op.execute("DELETE FROM batch_tally WHERE status = 'opted_out'")
    op.drop_index("ix_recipient_opted_out", "recipient")
    op.drop_column("batch", "test_message_id")
    op.drop_column("recipient", "opted_out_at")
