"""Each number has its carrier."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    column = sa.Column("carrier", sa.String(20), nullable=False, server_default="vonage")
    op.add_column("number", column)


def downgrade() -> None:
    op.drop_column("number", "carrier")
