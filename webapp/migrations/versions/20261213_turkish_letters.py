"""What is known about contacts, compared as Turkish is written: KADIKÖY is Kadıköy, and istanbul İstanbul."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.rules import comparing

revision = "0066"
down_revision = "0065"

AT_ONCE = 5_000
ATTRIBUTE = sa.table(
    "contact_attribute",
    sa.column("id", sa.BigInteger()),
    sa.column("value", sa.Text()),
    sa.column("folded", sa.Text()),
)


def upgrade() -> None:
    row = sa.bindparam("row", type_=sa.BigInteger())
    written = ATTRIBUTE.update().where(ATTRIBUTE.c.id == row)
    for rows in _read():
        found = [(one, comparing.folded(one.value)) for one in rows if not one.value.isascii()]
        changed = [{"row": one.id, "folded": folded} for one, folded in found if folded != one.folded]
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
