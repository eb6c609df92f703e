"""Members choose in which language calls speak to their own phone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.add_column("user", sa.Column("phone_language", sa.String(2), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("user", "phone_language")
