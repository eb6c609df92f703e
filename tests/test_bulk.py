"""Many values at once, however many there are and whatever is in them."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import JSON, Integer, String, Text, delete, select, update

from tests import factories
from webapp.bulk import (
    execute_core,
    execute_for,
    gathered,
    in_param,
    in_values,
    rows_changed,
    values_table,
)
from webapp.db import db
from webapp.models.contact import Contact

ODD = ["a,b", 'say "no"', "it's", "back\\slash", "{}", "NULL", "", " ", "line\nbreak", "王小伟", "💬"]


@pytest.mark.parametrize("more", [0, 1000])
def test_one_of_finds_each_and_nobody_else(app: Flask, more: int) -> None:
    phones = factories.phones(len(ODD) + 1)
    for phone, name in zip(phones, [*ODD, "somebody else"], strict=True):
        db.session.add(Contact(phone=phone, name=name))
    wanted = [*ODD, *(f"nobody {n}" for n in range(more))]
    found = db.session.scalars(select(Contact.name).where(Contact.name.in_(in_values(wanted))))
    assert sorted(found) == sorted(ODD)
    these = select(Contact.name).where(in_param(Contact.name, "names"))
    assert sorted(row.name for row in execute_core(these, {"names": wanted})) == sorted(ODD)


def test_one_of_none_finds_nobody(app: Flask) -> None:
    db.session.add(Contact(phone="+12025550111", name=""))
    assert not db.session.scalars(select(Contact).where(Contact.name.in_(in_values([])))).all()


def test_rows_are_deleted_by_their_ids(app: Flask) -> None:
    db.session.add_all(Contact(phone=phone, name="") for phone in factories.phones(3))
    first, *others = db.session.scalars(select(Contact.id).order_by(Contact.id)).all()
    gone = delete(Contact).where(in_param(Contact.id, "ids"))
    execute_for(gone, [])
    execute_for(gone, others)
    assert db.session.scalars(select(Contact.id)).all() == [first]


@pytest.mark.parametrize("count", [0, 3])
def test_a_column_is_gathered_into_one_list(app: Flask, count: int) -> None:
    db.session.add_all(Contact(phone=phone, name="") for phone in factories.phones(count))
    ids = db.session.scalars(select(Contact.id)).all()
    assert sorted(db.session.scalars(select(gathered(Contact.id))).one()) == sorted(ids)
    assert len(ids) == count


def test_rows_arrive_as_they_were_given(app: Flask) -> None:
    given = [
        {"id": n, "name": name, "told": None if n % 2 else name, "data": {"said": [name, n, None]}}
        for n, name in enumerate(ODD)
    ]
    table = values_table(id=Integer(), name=String(2), told=Text, data=JSON)
    found = execute_core(select(*table.c).order_by(table.c.id), {"rows": given}).mappings()
    assert [dict(row) | {"data": _parsed(row["data"])} for row in found] == given


def _parsed(data: object) -> object:
    """SQLite takes JSON out of JSON as text."""
    return json.loads(data) if isinstance(data, str) else data


def test_rows_that_change_are_counted_and_what_is_loaded_follows(app: Flask) -> None:
    ann, bob = (factories.add(Contact(phone=phone, name="")) for phone in factories.phones(2))
    named = update(Contact).where(Contact.id.in_((ann.id, bob.id))).values(name="Named")
    assert (rows_changed(named), ann.name) == (2, "Named")
    assert rows_changed(delete(Contact).where(Contact.name == "No one")) == 0
