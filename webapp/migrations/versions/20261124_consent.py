"""Where the consent of a batch's people comes from. Batches that were made before do not say."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("batch", sa.Column("consent", sa.String(length=10), nullable=True))
    op.add_column(
        "batch", sa.Column("consent_note", sa.String(length=500), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("batch", "consent_note")
    op.drop_column("batch", "consent")
