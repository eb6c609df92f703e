"""The audit: found by who, what, when and by words; and append-only, as the database itself holds.

A line may lose its pointer to a batch or a conversation that is gone. What it says may change only when a
person is erased, and then it says so (`redacted`) forever. It may be deleted when it is older than the team
keeps its audit (setting audit_years), and no sooner.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ON_SQLITE = (
    "CREATE VIRTUAL TABLE event_search USING fts5(about, columnsize=0, tokenize='trigram')",
    "INSERT INTO event_search (rowid, about) SELECT id, about FROM event",
    "CREATE TRIGGER event_search_added AFTER INSERT ON event BEGIN "
    "INSERT INTO event_search (rowid, about) VALUES (new.id, new.about); END",
    "CREATE TRIGGER event_search_removed AFTER DELETE ON event BEGIN "
    "DELETE FROM event_search WHERE rowid = old.id; END",
    "CREATE TRIGGER event_search_changed AFTER UPDATE OF about ON event BEGIN "
    "UPDATE event_search SET about = new.about WHERE rowid = new.id; END",
    "CREATE TRIGGER event_unchanged BEFORE UPDATE ON event WHEN NOT (new.id IS old.id AND new.at IS old.at "
    "AND new.kind IS old.kind AND new.user_id IS old.user_id "
    "AND (new.redacted OR (new.data IS old.data AND new.about IS old.about AND NOT old.redacted)) "
    "AND (new.batch_id IS old.batch_id OR new.batch_id IS NULL) "
    "AND (new.thread_id IS old.thread_id OR new.thread_id IS NULL)) "
    "BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END",
    "CREATE TRIGGER event_kept BEFORE DELETE ON event WHEN old.at > datetime('now', '-' || max(1, coalesce("
    "(SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'audit_years'), 5)) || ' years') "
    "BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END",
)
ON_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_event_search ON event USING gin (about gin_trgm_ops)",
    """
    CREATE FUNCTION event_unchanged() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (new.id, new.at, new.kind, new.user_id) IS DISTINCT FROM (old.id, old.at, old.kind, old.user_id)
            OR NOT (new.redacted OR (NOT old.redacted
                AND (new.data::text, new.about) IS NOT DISTINCT FROM (old.data::text, old.about)))
            OR (new.batch_id IS NOT NULL AND new.batch_id IS DISTINCT FROM old.batch_id)
            OR (new.thread_id IS NOT NULL AND new.thread_id IS DISTINCT FROM old.thread_id)
        THEN RAISE EXCEPTION 'The audit is append-only.';
        END IF;
        RETURN new;
    END $$
    """,
    """
    CREATE FUNCTION event_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        years integer := (SELECT value::text::integer FROM setting WHERE key = 'audit_years');
    BEGIN
        IF old.at > (now() AT TIME ZONE 'UTC') - make_interval(years => greatest(1, coalesce(years, 5)))
        THEN RAISE EXCEPTION 'The audit is append-only.';
        END IF;
        RETURN old;
    END $$
    """,
    "CREATE TRIGGER event_unchanged BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION event_unchanged()",
    "CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_kept()",
)
DESCRIBE = """
    UPDATE event SET about = lower(
        coalesce((SELECT name FROM batch WHERE batch.id = event.batch_id), '') || ' ' ||
        coalesce((SELECT contact.phone || ' ' || contact.name FROM thread JOIN contact
            ON contact.id = thread.contact_id WHERE thread.id = event.thread_id), '') || ' ' ||
        coalesce((SELECT name || ' ' || email FROM "user" WHERE "user".id = event.user_id), '') || ' ' ||
        CAST(data AS TEXT))
"""
"""Lines that were written before are found by what they hold."""


def upgrade() -> None:
    op.add_column("event", sa.Column("about", sa.Text(), nullable=False, server_default=""))
    op.add_column("event", sa.Column("redacted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(DESCRIBE)
    op.create_index("ix_event_at", "event", ["at", "id"])
    op.create_index("ix_event_user", "event", ["user_id", "id"])
    op.create_index("ix_event_user_kind", "event", ["user_id", "kind", "id"])
    for statement in ON_POSTGRESQL if _on_postgresql() else ON_SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if _on_postgresql():
        for name in ("event_unchanged", "event_kept"):
            op.execute(f"DROP TRIGGER {name} ON event")
            op.execute(f"DROP FUNCTION {name}")
        op.execute("DROP INDEX ix_event_search")
    else:
        for name in ("search_added", "search_removed", "search_changed", "unchanged", "kept"):
            op.execute(f"DROP TRIGGER event_{name}")
        op.execute("DROP TABLE event_search")
    for index in ("ix_event_user_kind", "ix_event_user", "ix_event_at"):
        op.drop_index(index, "event")
    op.drop_column("event", "redacted")
    op.drop_column("event", "about")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
