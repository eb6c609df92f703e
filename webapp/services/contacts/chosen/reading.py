"""Contacts that were chosen, read some at a time: with no transaction open in between, and nothing locked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from webapp.db import only_reading
from webapp.models.attribute import ContactAttribute
from webapp.models.contact import Contact

AT_ONCE = 2_000


def pages(chosen: ColumnElement[bool]) -> Iterator[list[Row[Any]]]:
    """Their `id`, `phone`, `name`, `attributes`, `timezone`, `created_at`, by id. `chosen`: a condition."""
    one = Contact
    query = select(one.id, one.phone, one.name, one.attributes, one.timezone, one.created_at).where(chosen)
    query, after = query.order_by(one.id).limit(AT_ONCE), 0
    while True:
        with only_reading() as connection:
            rows = list(connection.execute(query.where(one.id > after)))
        if rows:
            yield rows
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].id


def attribute_names(chosen: ColumnElement[bool], most: int) -> list[str]:
    """Of the attributes that any of them has; those that most of them have come first."""
    query = select(func.min(ContactAttribute.name))
    query = query.where(ContactAttribute.contact_id.in_(select(Contact.id).where(chosen)))
    query = query.group_by(ContactAttribute.key).order_by(func.count().desc(), ContactAttribute.key)
    with only_reading() as connection:
        return list(connection.scalars(query.limit(most)))
