"""What is known about contacts, compared by numbers as people write them: $1,200, 1.200,50, 15 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.rules import comparing

revision = "0063"
down_revision = "0062"

AT_ONCE = 5_000
ATTRIBUTE = sa.table(
    "contact_attribute",
    sa.column("id", sa.BigInteger()),
    sa.column("value", sa.Text()),
    sa.column("number", sa.Double()),
)


def upgrade() -> None:
    row = sa.bindparam("row", type_=sa.BigInteger())
    written = ATTRIBUTE.update().where(ATTRIBUTE.c.id == row)
    for rows in _read():
        found = [{"row": one.id, "number": comparing.as_number(one.value)} for one in rows]
        changed = [new for new, one in zip(found, rows, strict=True) if new["number"] != one.number]
        if changed:
            op.get_bind().execute(written, changed)


def downgrade() -> None:
    """What the release before compares otherwise it writes again when a value changes."""


def _read() -> Iterator[Sequence[Any]]:
    after = 0
    while True:
        query = sa.select(ATTRIBUTE).where(ATTRIBUTE.c.id > after)
        rows = op.get_bind().execute(query.order_by(ATTRIBUTE.c.id).limit(AT_ONCE)).all()
        if not rows:
            return
        yield rows
        after = rows[-1].id
