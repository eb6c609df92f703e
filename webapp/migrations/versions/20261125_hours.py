"""Hours: places, zones of contacts, and recipients and messages that wait until they open."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "place",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("prefixes", sa.Text(), nullable=False),
        *(
            sa.Column(days, sa.String(length=11), nullable=False)
            for days in ("weekdays", "saturdays", "sundays", "holidays")
        ),
        sa.Column("calendar", sa.String(length=12), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["user.id"], name=op.f("fk_place_changed_by_user")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place")),
    )
    op.add_column("contact", sa.Column("timezone", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("local_at", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("unknown_zone", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("whereabouts", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("batch", sa.Column("wakes_at", sa.DateTime(), nullable=True))
    op.add_column("recipient", sa.Column("not_before", sa.DateTime(), nullable=True))
    op.add_column("message", sa.Column("not_before", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_recipient_waiting",
        "recipient",
        ["batch_id", "not_before"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.execute("INSERT INTO batch_tally (batch_id, status, count) SELECT id, 'waiting', 0 FROM batch")


def downgrade() -> None:
    op.execute("UPDATE recipient SET status = 'queued' WHERE status = 'waiting'")
    op.execute("DELETE FROM batch_tally WHERE status = 'waiting'")
    op.drop_index("ix_recipient_waiting", "recipient")
    op.drop_column("message", "not_before")
    op.drop_column("recipient", "not_before")
    for column in ("wakes_at", "whereabouts", "unknown_zone", "local_at"):
        op.drop_column("batch", column)
    op.drop_column("contact", "timezone")
    op.drop_table("place")
