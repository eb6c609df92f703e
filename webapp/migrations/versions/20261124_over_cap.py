"""Batches that an admin lets reach people more often than the team's cap allows."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("batch", sa.Column("over_cap", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("batch", "over_cap")
