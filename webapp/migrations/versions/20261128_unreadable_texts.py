"""Texts that could not be read are found at once: they are shown to the team."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

INDEX, TABLE = "ix_webhook_event_unreadable", "webhook_event"
UNREADABLE = sa.text("state = 'unreadable'")


def upgrade() -> None:
    op.create_index(INDEX, TABLE, ["id"], sqlite_where=UNREADABLE, postgresql_where=UNREADABLE)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
