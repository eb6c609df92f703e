"""Which message of ours a text that a phone wrote reacts to, and with which emoji."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX = "ix_message_reacts_to"


def upgrade() -> None:
    op.add_column("message", sa.Column("reacts_to", BIG, nullable=True))
    op.add_column("message", sa.Column("reaction", sa.String(40), nullable=True))
    there = sa.text("reacts_to IS NOT NULL")
    op.create_index(INDEX, "message", ["reacts_to", "id"], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    op.drop_index(INDEX, "message")
    op.drop_column("message", "reaction")
    op.drop_column("message", "reacts_to")
