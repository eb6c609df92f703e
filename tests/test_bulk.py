"""Many values at once, however many there are and whatever is in them."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories
from webapp.bulk import among, direct, one_of
from webapp.db import db
from webapp.models.contact import Contact

ODD = ["a,b", 'say "no"', "it's", "back\\slash", "{}", "NULL", "", " ", "line\nbreak", "王小伟", "💬"]


@pytest.mark.parametrize("more", [0, 1000])
def test_one_of_finds_each_and_nobody_else(app: Flask, more: int) -> None:
    phones = factories.phones(len(ODD) + 1)
    for phone, name in zip(phones, [*ODD, "somebody else"], strict=True):
        db.session.add(Contact(phone=phone, name=name))
    wanted = [*ODD, *(f"nobody {n}" for n in range(more))]
    found = db.session.scalars(select(Contact.name).where(Contact.name.in_(one_of(wanted))))
    assert sorted(found) == sorted(ODD)
    these = select(Contact.name).where(among(Contact.name, "names"))
    assert sorted(row.name for row in direct(these, {"names": wanted})) == sorted(ODD)


def test_one_of_none_finds_nobody(app: Flask) -> None:
    db.session.add(Contact(phone="+12025550111", name=""))
    assert not db.session.scalars(select(Contact).where(Contact.name.in_(one_of([])))).all()
