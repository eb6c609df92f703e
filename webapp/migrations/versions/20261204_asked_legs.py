"""When the carrier was last asked about a staff phone of which nothing is heard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("call_leg", sa.Column("looked_at", sa.DateTime()))


def downgrade() -> None:
    op.drop_column("call_leg", "looked_at")
