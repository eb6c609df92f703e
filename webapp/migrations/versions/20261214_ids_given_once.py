"""SQLite gives an id once, as PostgreSQL does: what still names an erased row means no one else.

Without AUTOINCREMENT the id of the newest row goes to the next one, once it is removed: an open page, a form
or a waiting job acted on another person. The rows of a table lie in the file in the same way with it and
without, so only its description is changed, as in https://www.sqlite.org/lang_altertable.html (section 7):
copying a million conversations, with their indexes, would take minutes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"

AGAIN, ONCE = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND instr(sql, :key) ORDER BY name"
DESCRIBE = "UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE type = 'table' AND instr(sql, :old)"


def upgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    op.execute("CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    op.execute("DROP TABLE counted")  # what SQLite counts in, sqlite_sequence, stays
    tables = list(bind.scalars(sa.text(TABLES), {"key": AGAIN}))
    _describe(bind, AGAIN, ONCE)
    for name in tables:
        op.execute(f"INSERT INTO sqlite_sequence SELECT '{name}', coalesce(max(id), 0) FROM \"{name}\"")  # noqa: S608


def downgrade() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        op.execute("DELETE FROM sqlite_sequence")
        _describe(bind, ONCE, AGAIN)


def _describe(bind: sa.Connection, old: str, new: str) -> None:
    """In the transaction of the migration; every connection reads the new description from then on."""
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(sa.text(DESCRIBE), {"old": old, "new": new})
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = RESET")
