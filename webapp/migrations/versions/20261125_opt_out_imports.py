"""Lists of phones that are opted out together, and the rows of them that could not be used."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"

ACTIVE = sa.text("lifted_at IS NULL")
# In words that both databases know: Alembic adds no column with a foreign key to a table of SQLite.
IMPORT_ID = (
    "ALTER TABLE opt_out ADD COLUMN import_id INTEGER "
    "CONSTRAINT fk_opt_out_import_id_opt_out_import REFERENCES opt_out_import (id)"
)


def upgrade() -> None:
    op.create_table(
        "opt_out_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=500), nullable=False),
        sa.Column("filename", sa.String(length=255), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("phone_column", sa.Integer(), nullable=True),
        sa.Column("phone_candidates", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("reading", sa.String(length=10), nullable=False),
        sa.Column("reading_fault", sa.Text(), nullable=False),
        sa.Column("row_reached", sa.Integer(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_expected", sa.Integer(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("unusable", sa.Integer(), nullable=False),
        sa.Column("worked_at", sa.DateTime(), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_opt_out_import_created_by_user")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_opt_out_import_upload_id_upload"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_out_import")),
    )
    op.create_table(
        "opt_out_import_row",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["opt_out_import.id"],
            name=op.f("fk_opt_out_import_row_import_id_opt_out_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "row_no", name=op.f("pk_opt_out_import_row")),
    )
    op.execute(IMPORT_ID)
    op.create_index(
        "ix_opt_out_source", "opt_out", ["source", "id"], sqlite_where=ACTIVE, postgresql_where=ACTIVE
    )


def downgrade() -> None:
    op.drop_index("ix_opt_out_source", "opt_out")
    op.drop_column("opt_out", "import_id")
    op.drop_table("opt_out_import_row")
    op.drop_table("opt_out_import")
