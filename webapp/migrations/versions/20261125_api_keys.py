"""Keys of other programs, and which of them told us of an opt-out."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# In words that both databases know: Alembic adds no column with a foreign key to a table of SQLite.
API_KEY_ID = (
    "ALTER TABLE opt_out ADD COLUMN api_key_id INTEGER "
    "CONSTRAINT fk_opt_out_api_key_id_api_key REFERENCES api_key (id)"
)


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("starts_with", sa.String(length=20), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_api_key_created_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.execute(API_KEY_ID)
    op.add_column("opt_out", sa.Column("told_again", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("opt_out", "told_again")
    op.drop_column("opt_out", "api_key_id")
    op.drop_table("api_key")
