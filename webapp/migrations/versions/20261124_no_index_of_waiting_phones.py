"""Who waits is found batch by batch: an index by phone alone, filled in no order, was most of what a long
list cost to store, and was written again for every recipient that was sent to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WAITING = sa.text("status = 'queued'")


def upgrade() -> None:
    op.drop_index("ix_recipient_phone_queued", "recipient")


def downgrade() -> None:
    op.create_index(
        "ix_recipient_phone_queued",
        "recipient",
        ["phone"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
