"""Segments with their members; attributes as they are compared; batches that come from a segment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.rules import comparing

revision = "0049"
down_revision = "0048"

AT_ONCE = 5_000
ATTRIBUTE = sa.table(
    "contact_attribute",
    sa.column("id", sa.BigInteger()),
    sa.column("value", sa.Text()),
    sa.column("folded", sa.Text()),
    sa.column("number", sa.Double()),
    sa.column("moment", sa.BigInteger()),
)


def upgrade() -> None:
    _segments()
    # In words that both databases know: Alembic adds no column with a foreign key to a table of SQLite.
    op.execute(
        "ALTER TABLE batch ADD COLUMN segment_id INTEGER "
        "CONSTRAINT fk_batch_segment_id_segment REFERENCES segment (id)"
    )
    op.add_column("contact_attribute", sa.Column("folded", sa.Text(), nullable=False, server_default=""))
    op.add_column("contact_attribute", sa.Column("number", sa.Double()))
    op.add_column("contact_attribute", sa.Column("moment", sa.BigInteger()))
    _compare()


def _segments() -> None:
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _reference("segment", "created_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint("key", name=op.f("uq_segment_key")),
    )
    op.create_table(
        "segment_member",
        sa.Column("segment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("source_name", sa.String(200), nullable=False),
        sa.Column("source_id", sa.Integer()),
        sa.Column("at", sa.DateTime(), nullable=False),
        _reference("segment_member", "segment_id", "segment", "CASCADE"),
        _reference("segment_member", "contact_id", "contact", "CASCADE"),
        sa.PrimaryKeyConstraint("segment_id", "contact_id", name=op.f("pk_segment_member")),
    )
    op.create_index("ix_segment_member_contact", "segment_member", ["contact_id"])


def _compare() -> None:
    """What is known already is kept as it is compared, some at a time."""
    written = ATTRIBUTE.update().where(ATTRIBUTE.c.id == sa.bindparam("row", type_=sa.BigInteger()))
    for rows in _read():
        values = [
            {
                "row": row.id,
                "folded": comparing.folded(row.value),
                "number": comparing.as_number(row.value),
                "moment": comparing.as_moment(row.value),
            }
            for row in rows
        ]
        op.get_bind().execute(written, values)


def _read() -> Iterator[Sequence[Any]]:
    after = 0
    while True:
        query = sa.select(ATTRIBUTE.c.id, ATTRIBUTE.c.value).where(ATTRIBUTE.c.id > after)
        rows = op.get_bind().execute(query.order_by(ATTRIBUTE.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        yield rows
        after = rows[-1].id


def _reference(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    for name in ("moment", "number", "folded"):
        op.drop_column("contact_attribute", name)
    op.drop_column("batch", "segment_id")
    op.drop_table("segment_member")
    op.drop_table("segment")
