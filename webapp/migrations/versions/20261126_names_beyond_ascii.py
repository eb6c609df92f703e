"""Names that are more than ASCII have an index of their own, for one or two characters of a script without
capitals, which no group of three characters shows. PostgreSQL looks them up in it; SQLite, which has no index
of single characters, reads it, where it read all contacts."""

from alembic import op

revision = "0014"
down_revision = "0013"

ON_SQLITE = (
    "CREATE INDEX ix_contact_search_beyond_ascii ON contact (name, id) "
    "WHERE length(CAST(name AS BLOB)) <> length(name)"
)
ON_POSTGRESQL = (
    "CREATE INDEX ix_contact_search_beyond_ascii ON contact USING gin (string_to_array(name, NULL)) "
    "WHERE octet_length(name) <> char_length(name)"
)


def upgrade() -> None:
    op.execute(ON_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else ON_SQLITE)


def downgrade() -> None:
    op.execute("DROP INDEX ix_contact_search_beyond_ascii")
