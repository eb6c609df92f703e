"""How a list is to be read, how it was read, whose name is where, and what was answered to its check."""

import sqlalchemy as sa
from alembic import op

from webapp.rules import person_names

revision = "0015"
down_revision = "0014"

BATCH = sa.table(
    "batch",
    sa.column("id"),
    sa.column("columns", sa.JSON),
    sa.column("phone_column"),
    sa.column("name_columns", sa.JSON),
)
COLUMNS = {
    "batch": {"reading_options": "{}", "read_as": "{}", "name_columns": "[]", "answers": "{}"},
    "opt_out_import": {"reading_options": "{}", "read_as": "{}"},
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, empty in columns.items():
            op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    _guess_names()


def _guess_names() -> None:
    """Lists that are there already: going by their headings alone."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(BATCH.c.id, BATCH.c.columns, BATCH.c.phone_column)).all():
        names = person_names.guess(row.columns, [], row.phone_column)
        connection.execute(sa.update(BATCH).where(BATCH.c.id == row.id).values(name_columns=names))


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
