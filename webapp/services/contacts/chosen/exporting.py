"""Contacts that were chosen, as CSV: who they are, and all that is known of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, func, select

from webapp.bulk import in_values
from webapp.db import db, only_reading
from webapp.models.contact import Contact
from webapp.models.label import ContactLabel
from webapp.models.opt_out import OptOut
from webapp.rules.placeholders import same_name
from webapp.services.contacts.chosen import reading
from webapp.services.csv_lines import line
from webapp.services.intake import own_export

MOST_COLUMNS = 500
"""Of attributes; those that few have stand together in one more."""
OTHERS = "Other attributes"


def count(chosen: ColumnElement[bool]) -> int:
    """How many they are."""
    return db.session.scalar(select(func.count(Contact.id)).where(chosen)) or 0


def first(ids: Sequence[int], most: int = 10) -> Sequence[Contact]:
    """Some of these contacts, for a page."""
    query = select(Contact).where(Contact.id.in_(in_values(ids, BigInteger)))
    return db.session.scalars(query.order_by(Contact.id).limit(most)).all()


def lines(chosen: ColumnElement[bool]) -> Iterator[str]:
    """A row each. `chosen`: a condition on Contact. It can be imported again as it is."""
    names = reading.attribute_names(chosen, MOST_COLUMNS)
    keys = [same_name(name) for name in names]
    more = [OTHERS] if len(names) == MOST_COLUMNS else []
    yield line([*own_export.CONTACTS, *names, *more])
    for rows in reading.pages(chosen):
        with only_reading() as connection:
            labels, out = _labels(connection, rows), _opted_out(connection, rows)
        for row in rows:
            values = {same_name(name): (name, str(value)) for name, value in (row.attributes or {}).items()}
            own = [row.phone, row.name, row.timezone, own_export.labels_in_words(labels.get(row.id, ()))]
            since = row.created_at.isoformat(timespec="seconds")
            known = [values.pop(key, ("", ""))[1] for key in keys]
            others = ["; ".join(map(": ".join, values.values()))] if more else []
            yield line([*own, "yes" if row.phone in out else "", since, *known, *others])


def _labels(connection: Connection, rows: Sequence[Any]) -> dict[int, list[str]]:
    """By contact, without those that are only suggested."""
    ids = in_values([row.id for row in rows], BigInteger)
    theirs = (ContactLabel.contact_id.in_(ids), ContactLabel.suggested.is_(False))
    query = select(ContactLabel.contact_id, ContactLabel.name).where(*theirs).order_by(ContactLabel.key)
    found: dict[int, list[str]] = {}
    for contact_id, name in connection.execute(query):
        found.setdefault(contact_id, []).append(name)
    return found


def _opted_out(connection: Connection, rows: Sequence[Any]) -> set[str]:
    theirs = OptOut.phone.in_(in_values([row.phone for row in rows]))
    return set(connection.scalars(select(OptOut.phone).where(theirs, OptOut.lifted_at.is_(None))))
