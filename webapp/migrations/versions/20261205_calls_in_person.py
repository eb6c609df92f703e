"""Calls that a member makes in person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.add_column("call", sa.Column("connects", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Those that wait for their member's phone are not placed any more."""
    op.execute("UPDATE entry SET state = 'canceled' WHERE state = 'staff_first'")
    op.drop_column("call", "connects")
