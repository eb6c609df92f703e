"""What keys of other programs are good for, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    scopes = sa.Column("scopes", sa.JSON(), server_default='["opt_outs"]', nullable=False)
    op.add_column("api_key", scopes)
    op.add_column("api_key", sa.Column("expires_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("api_key", "expires_at")
    op.drop_column("api_key", "scopes")
