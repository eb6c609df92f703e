"""Calls in the inbox: looked up by their conversations, and found by what was said; titles are found, too.

On SQLite the words stand in FTS5 tables, which triggers keep; PostgreSQL has indexes of groups of three.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

ON_SQLITE = (
    "CREATE VIRTUAL TABLE call_turn_search USING fts5(text, columnsize=0, tokenize='trigram')",
    "INSERT INTO call_turn_search (rowid, text) SELECT id, text FROM call_turn",
    "CREATE TRIGGER call_turn_search_added AFTER INSERT ON call_turn BEGIN "
    "INSERT INTO call_turn_search (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER call_turn_search_removed AFTER DELETE ON call_turn BEGIN "
    "DELETE FROM call_turn_search WHERE rowid = old.id; END",
    "CREATE TRIGGER call_turn_search_changed AFTER UPDATE OF text ON call_turn BEGIN "
    "UPDATE call_turn_search SET text = new.text WHERE rowid = new.id; END",
    "CREATE VIRTUAL TABLE thread_search USING fts5(title, columnsize=0, tokenize='trigram')",
    "INSERT INTO thread_search (rowid, title) SELECT id, title FROM thread WHERE title != ''",
    "CREATE TRIGGER thread_search_added AFTER INSERT ON thread WHEN new.title != '' BEGIN "
    "INSERT INTO thread_search (rowid, title) VALUES (new.id, new.title); END",
    "CREATE TRIGGER thread_search_removed AFTER DELETE ON thread WHEN old.title != '' BEGIN "
    "DELETE FROM thread_search WHERE rowid = old.id; END",
    "CREATE TRIGGER thread_search_changed AFTER UPDATE OF title ON thread "
    "WHEN new.title IS NOT old.title BEGIN "
    "DELETE FROM thread_search WHERE rowid = old.id; "
    "INSERT INTO thread_search (rowid, title) SELECT new.id, new.title WHERE new.title != ''; END",
)
ON_POSTGRESQL = (
    "CREATE INDEX ix_call_turn_search ON call_turn USING gin (lower(text) gin_trgm_ops)",
    "CREATE INDEX ix_thread_search ON thread USING gin (lower(title) gin_trgm_ops) WHERE title <> ''",
)


def upgrade() -> None:
    op.create_index(
        "ix_entry_calls",
        "entry",
        ["thread_id", "id"],
        sqlite_where=sa.text("kind = 'call'"),
        postgresql_where=sa.text("kind = 'call'"),
    )
    for statement in ON_POSTGRESQL if _on_postgresql() else ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _on_postgresql():
        op.execute("DROP INDEX ix_thread_search")
        op.execute("DROP INDEX ix_call_turn_search")
    else:
        for table in ("thread", "call_turn"):
            for happened in ("added", "removed", "changed"):
                op.execute(f"DROP TRIGGER {table}_search_{happened}")
            op.execute(f"DROP TABLE {table}_search")
    op.drop_index("ix_entry_calls", "entry")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
