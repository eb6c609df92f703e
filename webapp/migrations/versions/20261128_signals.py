"""What happened and is still to be acted on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "signal",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_index(
        "ix_signal_waiting", "signal", ["next_try_at"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_table(
        "done_hook",
        sa.Column(
            "signal_id",
            BIG,
            sa.ForeignKey("signal.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("hook", sa.String(40), primary_key=True),
        sa.Column("done_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("done_hook")
    op.drop_table("signal")
