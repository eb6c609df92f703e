"""Lists that are imported as contacts; labels, and erasures, of contacts chosen by the thousand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"

COUNTS = ("added", "changed", "same", "kept", "left_out")


def upgrade() -> None:
    op.create_table(
        "contact_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("upload_id", sa.Integer()),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("phone_column", sa.Integer()),
        *(_json(name) for name in ("phone_candidates", "name_columns", "notes", "shown")),
        *(_json(name) for name in ("reading_options", "read_as")),
        sa.Column("reading", sa.String(10), nullable=False),
        sa.Column("reading_fault", sa.Text(), nullable=False),
        _number("rows_read"),
        sa.Column("rows_expected", sa.Integer()),
        *map(_number, ("new", "known", "opted_out", "repeated", "unread")),
        _json("plan"),
        sa.Column("segment_id", sa.Integer()),
        sa.Column("importing", sa.String(10), nullable=False),
        sa.Column("importing_fault", sa.Text(), nullable=False),
        *map(_number, ("row_reached", "rows_done", *COUNTS)),
        sa.Column("worked_at", sa.DateTime()),
        *map(_number, ("run", "attempts", "revision", "created_by")),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        _reference("contact_import", "upload_id", "upload", "SET NULL"),
        _reference("contact_import", "segment_id", "segment", "SET NULL"),
        _reference("contact_import", "created_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_import")),
    )
    op.create_index("ix_contact_import_segment", "contact_import", ["segment_id"])
    op.create_table(
        "contact_import_row",
        _number("import_id"),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        _json("cells"),
        sa.Column("reason", sa.Text(), nullable=False),
        _reference("contact_import_row", "import_id", "contact_import", "CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "row_no", name=op.f("pk_contact_import_row")),
    )
    op.add_column("selection_job", sa.Column("act", sa.String(10)))
    op.add_column("selection_job", sa.Column("label", sa.String(40), nullable=False, server_default=""))
    op.add_column("selection_job", sa.Column("refused", sa.JSON(), nullable=False, server_default="[]"))


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _reference(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    for name in ("refused", "label", "act"):
        op.drop_column("selection_job", name)
    op.drop_table("contact_import_row")
    op.drop_table("contact_import")
