"""Webhooks that could not be verified, counted by cause and hour."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "webhook_trouble",
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("cause", "hour", name="pk_webhook_trouble"),
    )


def downgrade() -> None:
    op.drop_table("webhook_trouble")
