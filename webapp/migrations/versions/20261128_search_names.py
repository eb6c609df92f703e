"""Names are searched without case, accents and apostrophes, in a column and an index of their own."""

import sqlalchemy as sa
from alembic import op

from webapp.rules.search_text import indexed

revision = "0016"
down_revision = "0015"

AT_ONCE = 5000
CONTACT = sa.table("contact", sa.column("id"), sa.column("name"), sa.column("search_name"))
TRIGGERS = ("added", "removed", "changed")
BY_WORDS = "'  ' || replace({row}name, ' ', '  ')"
"""How SQLite's table had names until now, and has them again after a downgrade."""

ON_SQLITE = (
    "CREATE VIRTUAL TABLE contact_search USING fts5(name, phone, columnsize=0, tokenize='trigram')",
    "INSERT INTO contact_search (rowid, name, phone) SELECT id, {text}, phone FROM contact",
    "CREATE TRIGGER contact_search_added AFTER INSERT ON contact BEGIN "
    "INSERT INTO contact_search (rowid, name, phone) VALUES (new.id, {new}, new.phone); END",
    "CREATE TRIGGER contact_search_removed AFTER DELETE ON contact BEGIN "
    "DELETE FROM contact_search WHERE rowid = old.id; END",
    "CREATE TRIGGER contact_search_changed AFTER UPDATE OF name, search_name, phone ON contact BEGIN "
    "UPDATE contact_search SET name = {new}, phone = new.phone WHERE rowid = new.id; END",
)
GROUPS = (
    "CREATE INDEX ix_contact_search ON contact USING gin ({column} gin_trgm_ops, (phone || '') gin_trgm_ops)"
)
CHARACTERS = (
    "CREATE INDEX ix_contact_search_beyond_ascii ON contact USING gin (string_to_array({column}, NULL)) "
    "WHERE octet_length({column}) <> char_length({column})"
)
BEYOND_ASCII_ON_SQLITE = (
    "CREATE INDEX ix_contact_search_beyond_ascii ON contact (name, id) "
    "WHERE length(CAST(name AS BLOB)) <> length(name)"
)


def upgrade() -> None:
    _drop()
    op.add_column("contact", sa.Column("search_name", sa.Text(), nullable=False, server_default=""))
    _fill()
    if _on_postgresql():
        _index_postgresql("search_name")
    else:
        _index_sqlite("search_name", "new.search_name")


def downgrade() -> None:
    _drop()
    op.drop_column("contact", "search_name")
    if _on_postgresql():
        _index_postgresql("name")
    else:
        _index_sqlite(BY_WORDS.format(row=""), BY_WORDS.format(row="new."))
        op.execute(BEYOND_ASCII_ON_SQLITE)


def _fill() -> None:
    connection = op.get_bind()
    named = sa.select(CONTACT.c.id, CONTACT.c.name).where(CONTACT.c.name != "").order_by(CONTACT.c.id)
    write = (
        sa.update(CONTACT).where(CONTACT.c.id == sa.bindparam("of")).values(search_name=sa.bindparam("text"))
    )
    after = 0
    while some := connection.execute(named.where(CONTACT.c.id > after).limit(AT_ONCE)).all():
        connection.execute(write, [{"of": row.id, "text": indexed(row.name)} for row in some])
        after = some[-1].id


def _drop() -> None:
    if _on_postgresql():
        op.execute("DROP INDEX ix_contact_search")
        op.execute("DROP INDEX ix_contact_search_beyond_ascii")
        return
    op.execute("DROP INDEX IF EXISTS ix_contact_search_beyond_ascii")
    for happened in TRIGGERS:
        op.execute(f"DROP TRIGGER contact_search_{happened}")
    op.execute("DROP TABLE contact_search")


def _index_postgresql(column: str) -> None:
    op.execute(GROUPS.format(column=column))
    op.execute(CHARACTERS.format(column=column))


def _index_sqlite(text: str, new: str) -> None:
    for statement in ON_SQLITE:
        op.execute(statement.format(text=text, new=new))


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
