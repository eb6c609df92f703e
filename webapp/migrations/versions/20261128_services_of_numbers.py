"""What a number is used for is a row for each channel; what a batch says is of its channel; and what waits in
a number's queue has a place in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

QUEUED = sa.text("state = 'queued'")
UNASKED = sa.text("origin IN ('workflow', 'api')")
EMPTY = '{"channel": "sms", "message": "", "max_segments": 1}'
COPY_SMS = (
    "INSERT INTO number_service (number_id, channel, active, pace, slowed_until, slow_reason) "
    "SELECT id, 'sms', sms, pace, slowed_until, slow_reason FROM number"
)
COPY_CALLS = (
    "INSERT INTO number_service (number_id, channel, active, pace, at_once) "
    "SELECT id, 'call', calls, 1.0, 1 FROM number"
)
COPY_BACK = (
    "UPDATE number SET pace = service.pace, slowed_until = service.slowed_until, "
    "slow_reason = service.slow_reason, sms = service.active, "
    "calls = COALESCE((SELECT active FROM number_service call "
    "WHERE call.number_id = number.id AND call.channel = 'call'), FALSE) "
    "FROM number_service service WHERE service.number_id = number.id AND service.channel = 'sms'"
)
BATCH = sa.table(
    "batch",
    sa.column("id", sa.Integer),
    sa.column("message", sa.Text),
    sa.column("max_segments", sa.Integer),
    sa.column("content", sa.JSON),
)
PLACES = (
    "UPDATE entry SET priority = CASE origin WHEN 'confirmation' THEN 0 WHEN 'staff' THEN 1 "
    "WHEN 'test' THEN 1 WHEN 'agent' THEN 2 WHEN 'workflow' THEN 3 WHEN 'api' THEN 3 "
    "ELSE 4 END WHERE state = 'queued'"
)


def upgrade() -> None:
    _services()
    _contents()
    op.add_column("entry", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="4"))
    op.execute(PLACES)
    op.drop_index("ix_entry_queued", "entry")
    _index("queued", ["number_id", "kind", "priority", "id"], QUEUED)
    _index("unasked", ["phone", "claimed_at"], UNASKED)


def downgrade() -> None:
    op.drop_index("ix_entry_unasked", "entry")
    op.drop_index("ix_entry_queued", "entry")
    op.drop_column("entry", "priority")
    _index("queued", ["number_id", "id"], QUEUED)
    _contents_back()
    _services_back()


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(f"ix_entry_{name}", "entry", columns, sqlite_where=where, postgresql_where=where)


def _services() -> None:
    number = sa.ForeignKey("number.id", name=op.f("fk_number_service_number_id_number"), ondelete="CASCADE")
    op.create_table(
        "number_service",
        sa.Column("number_id", sa.Integer(), number, nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("pace", sa.Double()),
        sa.Column("at_once", sa.Integer()),
        sa.Column("monthly_limit", sa.Integer()),
        sa.Column("month", sa.String(7), nullable=False, server_default=""),
        sa.Column("used", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("slowed_until", sa.DateTime()),
        sa.Column("slow_reason", sa.String(300), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("number_id", "channel", name=op.f("pk_number_service")),
    )
    op.execute(COPY_SMS)
    op.execute(COPY_CALLS)
    for name in ("sms", "calls", "pace", "slowed_until", "slow_reason"):
        op.drop_column("number", name)


def _services_back() -> None:
    op.add_column("number", sa.Column("sms", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("number", sa.Column("calls", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("number", sa.Column("pace", sa.Double()))
    op.add_column("number", sa.Column("slowed_until", sa.DateTime()))
    op.add_column("number", sa.Column("slow_reason", sa.String(300), nullable=False, server_default=""))
    op.execute(COPY_BACK)
    op.drop_table("number_service")


def _contents() -> None:
    """A team has hundreds of batches, perhaps thousands. No table is built anew: recipients refer to it."""
    op.add_column("batch", sa.Column("content", sa.JSON(), nullable=False, server_default=EMPTY))
    bind = op.get_bind()
    rows = bind.execute(sa.select(BATCH.c.id, BATCH.c.message, BATCH.c.max_segments)).all()
    said = [
        {
            "batch": row.id,
            "said": {"channel": "sms", "message": row.message, "max_segments": row.max_segments},
        }
        for row in rows
    ]
    if said:
        change = sa.update(BATCH).where(BATCH.c.id == sa.bindparam("batch"))
        bind.execute(change.values(content=sa.bindparam("said", type_=sa.JSON)), said)
    op.drop_column("batch", "message")
    op.drop_column("batch", "max_segments")
    op.execute("ALTER TABLE batch RENAME COLUMN segments_total TO units_total")


def _contents_back() -> None:
    op.execute("ALTER TABLE batch RENAME COLUMN units_total TO segments_total")
    op.add_column("batch", sa.Column("message", sa.Text(), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("max_segments", sa.Integer(), nullable=False, server_default="1"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(BATCH.c.id, BATCH.c.content)).all():
        said = {key: row.content[key] for key in ("message", "max_segments")}
        bind.execute(sa.update(BATCH).where(BATCH.c.id == row.id).values(said))
    op.drop_column("batch", "content")
