"""A call does not name the one before it: the column was never written, and `attempt` counts them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    # No index and no constraint names it: PostgreSQL only notes that it is gone, and SQLite writes the rows
    # again in the same table (a million calls: six seconds), without a foreign key being touched.
    op.drop_column("call", "retry_of")


def downgrade() -> None:
    op.add_column("call", sa.Column("retry_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
