"""The attributes that a portion of a list brings to its contacts, written in bulk.

What a person has set is locked, and stays; how many values that were is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Double,
    Insert,
    Select,
    String,
    Text,
    Update,
    bindparam,
    false,
    literal,
    select,
    true,
    update,
)

from webapp.bulk import cached_statement, execute_core, in_param, values_table
from webapp.db import BigId, UtcDateTime, insert, now
from webapp.models.attribute import ContactAttribute
from webapp.models.source import LONGEST_NAME, Source
from webapp.rules import comparing
from webapp.services.contacts.attributes import LONGEST_VALUE, MOST
from webapp.services.contacts.imports.plan import Taken

Values = Mapping[Taken, str]
Known = Mapping[tuple[int, str], Any]
"""Rows of attributes, by contact and key."""


def known(contact_ids: Sequence[int], taken: Sequence[Taken]) -> Known:
    """What these contacts have of the attributes that are taken."""
    if not contact_ids or not taken:
        return {}
    found = execute_core(_known(), {"ids": contact_ids, "keys": [one.key for one in taken]})
    return {(row.contact_id, row.key): row for row in found}


class Changes:
    """What is to be written, gathered contact by contact."""

    def __init__(self, overwrite: bool, known: Known) -> None:
        self._overwrite, self._known = overwrite, known
        self._new: list[dict[str, Any]] = []
        self._changed: list[dict[str, Any]] = []
        self.kept = self.left_out = 0
        self.with_offsets = set[int]()
        """Contacts whose new moments say how far they are from UTC (services/contacts/moments)."""

    def of(self, contact_id: int, present: Mapping[str, Any], values: Values) -> dict[str, Any]:
        """All attributes of a contact as they are then, by name. `present`: as they are now."""
        attributes = dict(present)
        for one, value in values.items():
            if comparing.tells_offset(value):
                self.with_offsets.add(contact_id)
            row = self._known.get((contact_id, one.key))
            if len(value) > LONGEST_VALUE or (row is None and len(attributes) >= MOST):
                self.left_out += 1
            elif row is None:
                self._new.append(
                    {"contact": contact_id, "key": one.key, "name": one.name, **_compared(value)}
                )
                attributes[one.name] = value
            elif self._replaces(row, value):
                self._changed.append({"row": row.id, **_compared(value)})
                attributes[row.name] = value
        return attributes

    def _replaces(self, row: Any, value: str) -> bool:
        if not self._overwrite or row.value == value:
            return False
        self.kept += row.locked
        return not row.locked

    def write(self, by: Source) -> None:
        """All that was gathered."""
        signed: dict[str, Any] = {"by_kind": str(by.kind), "by_name": by.name[:LONGEST_NAME], "by_id": by.id}
        signed |= {"moment_set": now()}
        for statement, rows in ((_add(), self._new), (_change(), self._changed)):
            if rows:
                execute_core(statement, {"rows": rows, **signed})


def _compared(value: str) -> dict[str, Any]:
    """A value as models/attribute keeps it."""
    return {
        "value": value,
        "folded": comparing.folded(value),
        "number": comparing.as_number(value),
        "moment": comparing.as_moment(value),
    }


VALUES: Mapping[str, Any] = {"value": Text, "folded": Text, "number": Double, "moment": BigInteger}
SIGNED: Mapping[str, Any] = {
    "source": bindparam("by_kind", type_=String(10)),
    "source_name": bindparam("by_name", type_=String(LONGEST_NAME)),
    "source_id": bindparam("by_id", type_=BigId),
    "at": bindparam("moment_set", type_=UtcDateTime()),
}


@cached_statement
def _known() -> Select[int, int, str, str, str, bool]:
    one = ContactAttribute
    query = select(one.id, one.contact_id, one.key, one.name, one.value, one.locked)
    return query.where(in_param(one.contact_id, "ids"), in_param(one.key, "keys"))


@cached_statement
def _add() -> Insert:
    told = values_table(contact=BigId, key=String(240), name=String(60), **VALUES)
    values = {
        "contact_id": told.c.contact,
        "key": told.c.key,
        "name": told.c.name,
        **{name: told.c[name] for name in VALUES},
        **SIGNED,
        "locked": false(),
        "offered_name": literal("", String(LONGEST_NAME)),
    }
    return insert(ContactAttribute).from_select(list(values), select(*values.values()).where(true()))


@cached_statement
def _change() -> Update:
    """An offer is settled by that."""
    told = values_table(row=BigId, **VALUES)
    values = {**{name: told.c[name] for name in VALUES}, **SIGNED, **NO_OFFER}
    return update(ContactAttribute).where(ContactAttribute.id == told.c.row).values(**values)


NO_OFFER: Mapping[str, Any] = {
    "offered": None,
    "offered_source": None,
    "offered_name": "",
    "offered_id": None,
    "offered_at": None,
}
