"""Contacts are searched by index; a number's conversations are paged by index in every view."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = "'  ' || replace({0}name, ' ', '  ')"
"""Each word begins after two blanks, so that its first letter alone makes a group of three, too."""

ON_SQLITE = (
    "CREATE VIRTUAL TABLE contact_search USING fts5(name, phone, columnsize=0, tokenize='trigram')",
    "INSERT INTO contact_search (rowid, name, phone) SELECT id, {words}, phone FROM contact",
    "CREATE TRIGGER contact_search_added AFTER INSERT ON contact BEGIN "
    "INSERT INTO contact_search (rowid, name, phone) VALUES (new.id, {new_words}, new.phone); END",
    "CREATE TRIGGER contact_search_removed AFTER DELETE ON contact BEGIN "
    "DELETE FROM contact_search WHERE rowid = old.id; END",
    "CREATE TRIGGER contact_search_changed AFTER UPDATE OF name, phone ON contact BEGIN "
    "UPDATE contact_search SET name = {new_words}, phone = new.phone WHERE rowid = new.id; END",
)
ON_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_contact_search ON contact USING gin (name gin_trgm_ops, phone gin_trgm_ops)",
)


def upgrade() -> None:
    op.create_index(
        "ix_thread_number_needs_reply",
        "thread",
        ["number_id", "last_at", "id"],
        unique=False,
        sqlite_where=sa.text("needs_reply = 1"),
        postgresql_where=sa.text("needs_reply"),
    )
    op.create_index(
        "ix_thread_number_replied",
        "thread",
        ["number_id", "last_inbound_at", "id"],
        unique=False,
        sqlite_where=sa.text("last_inbound_at IS NOT NULL"),
        postgresql_where=sa.text("last_inbound_at IS NOT NULL"),
    )
    for statement in ON_POSTGRESQL if _on_postgresql() else ON_SQLITE:
        op.execute(statement.format(words=WORDS.format(""), new_words=WORDS.format("new.")))


def downgrade() -> None:
    if _on_postgresql():
        op.execute("DROP INDEX ix_contact_search")
    else:
        for happened in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER contact_search_{happened}")
        op.execute("DROP TABLE contact_search")
    op.drop_index("ix_thread_number_replied", "thread")
    op.drop_index("ix_thread_number_needs_reply", "thread")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
