"""A label for many contacts at once, set or removed in bulk. Callers note it: one line for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Insert,
    Select,
    String,
    Update,
    bindparam,
    delete,
    false,
    literal,
    select,
    true,
    update,
)

from webapp.bulk import cached_statement, execute_core, in_param, values_table
from webapp.db import BigId, UtcDateTime, insert, now
from webapp.models.contact import Contact
from webapp.models.label import LONGEST, ContactLabel
from webapp.models.source import LONGEST_NAME, Source
from webapp.models.thread import Thread
from webapp.services import row_locks, signals
from webapp.services.contacts import labels


def put(contact_ids: Sequence[int], typed: str, by: Source, *, starts_workflows: bool = True) -> list[int]:
    """Set a label; one that was only suggested counts from then on. Returns the contacts to whom it is new.

    Holds them all. Without `starts_workflows`, callers show it and tell whom it concerns. Raises Fault.
    """
    name = labels.read(typed)
    if not contact_ids:
        return []
    held = _hold(contact_ids)
    values = {"label_key": labels.key_of(name), "label_name": name, "moment": now(), **_signed(by)}
    added = execute_core(_add(), {"rows": [{"contact": one} for one in held], **values}).all()
    confirmed = execute_core(_confirm(), {"ids": held, **values}).all()
    labeled = sorted([*added, *confirmed], key=lambda row: int(row.contact_id))
    if starts_workflows and labeled:
        told = {"name": name, "at": now().isoformat()}
        signals.emit_about_all(
            signals.LABELED, {row.contact_id: {"label": row.id, **told} for row in labeled}
        )
        _show(labeled)
    return [row.contact_id for row in labeled]


def remove(contact_ids: Sequence[int], typed: str) -> list[int]:
    """Take a label off. Returns the ids of those who had it. Raises Fault."""
    key = labels.key_of(labels.read(typed))
    if not contact_ids:
        return []
    held = _hold(contact_ids)
    gone = execute_core(_remove(), {"ids": held, "label_key": key}).all()
    if gone:
        _show(gone)
    return sorted(row.contact_id for row in gone)


def _hold(contact_ids: Sequence[int]) -> list[int]:
    """Those who are still there: two who set something do so one after the other."""
    return list(execute_core(_held(), {"ids": list(contact_ids)}).scalars())


def _show(rows: Sequence[Any]) -> None:
    """Their conversations have something new."""
    execute_core(_shown(), {"ids": [row.contact_id for row in rows]})


def _signed(by: Source) -> dict[str, Any]:
    return {"by_kind": str(by.kind), "by_name": by.name[:LONGEST_NAME], "by_id": by.id}


@cached_statement
def _held() -> Select[int]:
    return row_locks.in_order(Contact.id, in_param(Contact.id, "ids"))


SIGNED: Mapping[str, Any] = {
    "source": bindparam("by_kind", type_=String(10)),
    "source_name": bindparam("by_name", type_=String(LONGEST_NAME)),
    "source_id": bindparam("by_id", type_=BigId),
    "at": bindparam("moment", type_=UtcDateTime()),
}


@cached_statement
def _add() -> Insert:
    told = values_table(contact=BigId)
    values = {
        "contact_id": told.c.contact,
        "key": bindparam("label_key", type_=String(160)),
        "name": bindparam("label_name", type_=String(LONGEST)),
        **SIGNED,
        "suggested": false(),
        "reason": literal("", String(500)),
    }
    written = insert(ContactLabel).from_select(list(values), select(*values.values()).where(true()))
    return written.on_conflict_do_nothing().returning(ContactLabel.id, ContactLabel.contact_id)


@cached_statement
def _confirm() -> Update:
    theirs = (in_param(ContactLabel.contact_id, "ids"), ContactLabel.key == bindparam("label_key"))
    counts = update(ContactLabel).where(*theirs, ContactLabel.suggested.is_(True))
    confirmed = counts.values(suggested=False, **SIGNED)
    return confirmed.returning(ContactLabel.id, ContactLabel.contact_id)


@cached_statement
def _remove() -> Any:
    theirs = (in_param(ContactLabel.contact_id, "ids"), ContactLabel.key == bindparam("label_key"))
    return delete(ContactLabel).where(*theirs).returning(ContactLabel.contact_id)


@cached_statement
def _shown() -> Update:
    those = row_locks.in_turn(Thread.id, in_param(Thread.contact_id, "ids"))
    return update(Thread).where(those).values(revision=Thread.revision + 1)
