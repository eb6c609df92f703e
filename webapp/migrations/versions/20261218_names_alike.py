"""Labels, segments and saved replies are told apart as conditions compare: KADIKÖY is Kadıköy.

Moments that say how far they are from UTC are compared on the clock of their contact.

Two labels of a contact that are the same by that become one, which counts when one of them did; a segment or
a saved reply gets a number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from webapp.rules import comparing
from webapp.rules.hours import zones

revision = "0071"
down_revision = "0067"

AT_ONCE = 5_000
LONGEST = 160
OTHERS = {
    "contact_label": ["contact_id", "suggested"],
    "segment": [],
    "saved_reply": ["language"],
    "label_refusal": [],
}
"""Columns by table: within the first a key is there once. Refusals may have it several times."""
Key = Callable[[str], str]


ATTRIBUTE = sa.table(
    "contact_attribute",
    *map(sa.column, ("id", "contact_id", "key", "value", "moment")),
)
CONTACT = sa.table("contact", *map(sa.column, ("id", "phone", "timezone")))


def upgrade() -> None:
    _write_keys(comparing.label_key)
    _write_moments()


def downgrade() -> None:
    _write_keys(_key_before)


def _key_before(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:LONGEST]


def _write_keys(key_of: Key) -> None:
    for name, others in OTHERS.items():
        columns = [
            sa.column("suggested", sa.Boolean()) if one == "suggested" else sa.column(one) for one in others
        ]
        table = sa.table(name, sa.column("id"), sa.column("key"), sa.column("name"), *columns)
        for rows in _read(table):
            for row in rows:
                if not row.name.isascii() and key_of(row.name) != row.key:
                    _change(table, row, key_of)


def _change(table: sa.TableClause, row: Any, key_of: Key) -> None:
    same = [table.c.id != row.id, *(table.c[one] == getattr(row, one) for one in OTHERS[table.name][:1])]
    name, number = row.name, 1
    while table.name != "label_refusal" and _is_there(table, *same, table.c.key == key_of(name)):
        if table.name == "contact_label":
            _merge(table, row, *same, table.c.key == key_of(name))
            return
        number += 1
        name = f"{row.name} {number}"
    values = {"name": name, "key": key_of(name)}
    op.get_bind().execute(table.update().where(table.c.id == row.id).values(**values))


def _merge(table: sa.TableClause, row: Any, *other: sa.ColumnElement[bool]) -> None:
    if not row.suggested:
        op.get_bind().execute(table.update().where(*other).values(suggested=False))
    op.get_bind().execute(table.delete().where(table.c.id == row.id))


def _write_moments() -> None:
    theirs = sa.select(CONTACT.c.phone, CONTACT.c.timezone)
    for rows in _read(ATTRIBUTE, ATTRIBUTE.c.moment.is_not(None)):
        for row in rows:
            if comparing.tells_offset(row.value):
                phone, said = op.get_bind().execute(theirs.where(CONTACT.c.id == row.contact_id)).one()
                zone = said if zones.offsets_of(said) else (zones.zones_of(phone) or (comparing.UTC,))[0]
                written = ATTRIBUTE.update().where(ATTRIBUTE.c.id == row.id)
                op.get_bind().execute(written.values(moment=comparing.as_moment(row.value, zone)))


def _is_there(table: sa.TableClause, *where: sa.ColumnElement[bool]) -> bool:
    return op.get_bind().scalar(sa.select(table.c.id).where(*where)) is not None


def _read(table: sa.TableClause, *where: sa.ColumnElement[bool]) -> Iterator[Sequence[Any]]:
    after = 0
    while True:
        query = sa.select(table).where(table.c.id > after, *where).order_by(table.c.id).limit(AT_ONCE)
        rows = op.get_bind().execute(query).all()
        if not rows:
            return
        yield rows
        after = rows[-1].id
