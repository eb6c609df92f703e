"""When staff were wanted in a conversation, otherwise than by what came in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    op.add_column("thread", sa.Column("wanted_at", sa.DateTime()))


def downgrade() -> None:
    op.drop_column("thread", "wanted_at")
