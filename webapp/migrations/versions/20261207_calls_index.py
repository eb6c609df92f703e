"""Calls of a conversation are found by one index: there were two of the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.drop_index("ix_entry_call", "entry")


def downgrade() -> None:
    of_calls = sa.text("kind = 'call'")
    op.create_index(
        "ix_entry_call", "entry", ["thread_id", "id"], postgresql_where=of_calls, sqlite_where=of_calls
    )
