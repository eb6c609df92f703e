"""Batches that are made from others, and batches that are archived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"

ARCHIVED = "archived_at IS NOT NULL"
IN_LIST = "archived_at IS NULL"


def upgrade() -> None:
    # In words that both databases know: Alembic adds no column with a foreign key to a table of SQLite.
    op.execute(
        "ALTER TABLE batch ADD COLUMN copied_from INTEGER "
        "CONSTRAINT fk_batch_copied_from_batch REFERENCES batch (id)"
    )
    op.add_column("batch", sa.Column("copied_groups", sa.JSON()))
    op.add_column("batch", sa.Column("archived_at", sa.DateTime()))
    _index("ix_batch_copied_from", "copied_from", "copied_from IS NOT NULL")
    _index("ix_batch_archived", "id", ARCHIVED)
    _index("ix_batch_in_list", "id", IN_LIST)


def _index(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "batch", [column], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name in ("ix_batch_in_list", "ix_batch_archived", "ix_batch_copied_from"):
        op.drop_index(name, "batch")
    for column in ("archived_at", "copied_groups", "copied_from"):
        op.drop_column("batch", column)
