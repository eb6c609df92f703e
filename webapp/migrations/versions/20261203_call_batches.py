"""A batch of calls: when its next call may start, and whether what rings goes on once it is canceled.

Conversations are found by their calls.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.add_column("batch", sa.Column("next_start_at", sa.DateTime()))
    op.add_column("batch", sa.Column("lets_ring", sa.Boolean(), nullable=False, server_default=sa.false()))
    of_calls = sa.text("kind = 'call'")
    op.create_index(
        "ix_entry_call", "entry", ["thread_id", "id"], postgresql_where=of_calls, sqlite_where=of_calls
    )


def downgrade() -> None:
    op.drop_index("ix_entry_call", "entry")
    op.drop_column("batch", "lets_ring")
    op.drop_column("batch", "next_start_at")
