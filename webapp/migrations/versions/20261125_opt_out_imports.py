"""Lists of phones that are opted out together; messages that had left when someone opted out."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_BATCH = sa.text("batch_id IS NOT NULL")
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
    op.create_table(
        "left_already",
        sa.Column("opt_out_id", sa.Integer(), nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opt_out_id"],
            ["opt_out.id"],
            name=op.f("fk_left_already_opt_out_id_opt_out"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opt_out_id", "message_id", name=op.f("pk_left_already")),
    )
    op.create_index(
        "ix_left_already_batch",
        "left_already",
        ["batch_id"],
        sqlite_where=OF_BATCH,
        postgresql_where=OF_BATCH,
    )
    op.create_index("ix_left_already_message", "left_already", ["message_id"])


def downgrade() -> None:
    op.drop_table("left_already")
    op.drop_index("ix_opt_out_source", "opt_out")
    op.drop_column("opt_out", "import_id")
    op.drop_table("opt_out_import_row")
    op.drop_table("opt_out_import")
