"""Conversations are found by the words of texts and notes; those of batches, which many get alike, are not.

On SQLite the words stand in an FTS5 table, which triggers keep; PostgreSQL has an index of groups of three.
"""

from alembic import op

revision = "0064"
down_revision = "0063"

ON_SQLITE = (
    "CREATE VIRTUAL TABLE entry_search USING fts5(text, columnsize=0, tokenize='trigram')",
    "INSERT INTO entry_search (rowid, text) SELECT id, text FROM entry "
    "WHERE kind IN ('sms', 'note') AND text <> '' AND coalesce(origin, '') <> 'batch'",
    "CREATE TRIGGER entry_search_added AFTER INSERT ON entry "
    "WHEN new.kind IN ('sms', 'note') AND new.text <> '' AND coalesce(new.origin, '') <> 'batch' BEGIN "
    "INSERT INTO entry_search (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER entry_search_removed AFTER DELETE ON entry "
    "WHEN old.kind IN ('sms', 'note') AND old.text <> '' AND coalesce(old.origin, '') <> 'batch' BEGIN "
    "DELETE FROM entry_search WHERE rowid = old.id; END",
    "CREATE TRIGGER entry_search_changed AFTER UPDATE OF text ON entry "
    "WHEN new.kind IN ('sms', 'note') AND new.text IS NOT old.text AND coalesce(new.origin, '') <> 'batch' "
    "BEGIN "
    "DELETE FROM entry_search WHERE rowid = old.id; "
    "INSERT INTO entry_search (rowid, text) SELECT new.id, new.text WHERE new.text <> ''; END",
)
ON_POSTGRESQL = (
    "CREATE INDEX ix_entry_search ON entry USING gin (lower(text) gin_trgm_ops) "
    "WHERE kind IN ('sms', 'note') AND text <> '' AND coalesce(origin, '') <> 'batch'",
)


def upgrade() -> None:
    for statement in ON_POSTGRESQL if _on_postgresql() else ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _on_postgresql():
        op.execute("DROP INDEX ix_entry_search")
        return
    for happened in ("added", "removed", "changed"):
        op.execute(f"DROP TRIGGER entry_search_{happened}")
    op.execute("DROP TABLE entry_search")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
