"""How a list is to be read, how it was read, whose name is where, and what was answered to its check."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

COLUMNS = {
    "batch": {"reading_options": "{}", "read_as": "{}", "name_columns": "[]", "answers": "{}"},
    "opt_out_import": {"reading_options": "{}", "read_as": "{}"},
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, empty in columns.items():
            op.add_column(table, sa.Column(name, sa.JSON(), nullable=False, server_default=empty))


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)
