"""A batch knows how many people it may reach: the audit told, which is deleted and redacted.

Until now the first change of the rule of two people after its start told whether a batch was started without
that rule. Where the rule has not changed since, it is as it was.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

BATCH = sa.table(
    "batch",
    sa.column("id", sa.Integer),
    sa.column("started_at", sa.DateTime),
    sa.column("reach_limit", sa.Integer),
)
APPROVAL = sa.table("approval", *map(sa.column, ("id", "batch_id", "state", "people")))
EVENT = sa.table(
    "event", sa.column("id"), sa.column("at", sa.DateTime), sa.column("kind"), sa.column("data", sa.JSON)
)
SETTING = sa.table("setting", sa.column("key"), sa.column("value", sa.JSON))
RULE = "approval_over"


def upgrade() -> None:
    op.add_column("batch", sa.Column("reach_limit", sa.Integer(), nullable=True, server_default="0"))
    bind = op.get_bind()
    _as_asked_or_approved(bind)
    _started_without_the_rule(bind)


def downgrade() -> None:
    op.drop_column("batch", "reach_limit")


def _as_asked_or_approved(bind: sa.Connection) -> None:
    """What a batch's latest request was for, if it was not sent back."""
    newest = sa.select(sa.func.max(APPROVAL.c.id)).group_by(APPROVAL.c.batch_id)
    holds = (APPROVAL.c.id.in_(newest), APPROVAL.c.state != "sent_back")
    people = sa.select(APPROVAL.c.people).where(APPROVAL.c.batch_id == BATCH.c.id, *holds).scalar_subquery()
    asked = sa.select(APPROVAL.c.batch_id).where(*holds)
    bind.execute(sa.update(BATCH).where(BATCH.c.id.in_(asked)).values(reach_limit=people))


def _started_without_the_rule(bind: sa.Connection) -> None:
    """Of batches for which no one was ever asked."""
    asked = sa.select(APPROVAL.c.batch_id)
    started = sa.select(BATCH.c.id, BATCH.c.started_at)
    started = started.where(BATCH.c.started_at.is_not(None), BATCH.c.id.not_in(asked))
    changes = _changes_of_the_rule(bind)
    present = bind.scalar(sa.select(SETTING.c.value).where(SETTING.c.key == RULE))
    free = [
        {"batch": row.id}
        for row in bind.execute(started)
        if next((before for at, before in changes if at > row.started_at), present) is None
    ]
    if free:
        without = sa.update(BATCH).where(BATCH.c.id == sa.bindparam("batch")).values(reach_limit=None)
        bind.execute(without, free)


def _changes_of_the_rule(bind: sa.Connection) -> list[tuple[datetime, Any]]:
    """When it changed, and what it was before; in order."""
    noted = sa.select(EVENT.c.at, EVENT.c.data).where(EVENT.c.kind == "settings.changed")
    rows = bind.execute(noted.order_by(EVENT.c.id)).all()
    return [(row.at, row.data.get("before")) for row in rows if row.data.get("key") == RULE]
