"""Whom a list of contacts marks is opted out as it is imported, unless a person says otherwise."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from jobs import intake as jobs
from tests.services.contacts.imports.lists import CAROL, DAVE, EVE, begin, imported, someone, take
from webapp.db import db
from webapp.models.event import Event
from webapp.models.opt_out import OptOut, OptOutSource
from webapp.models.user import User
from webapp.services.opt_outs import register


@pytest.fixture
def ada(app: Flask) -> User:
    """Who brings the lists along."""
    return someone()


MARKED = (
    f"Name,Phone,SMS Opt Out,Consent\nCarol,{CAROL},yes,\nDave,{DAVE},no,yes\nEve,{EVE},,\nEve,{EVE},,no\n"
)


def test_whom_the_list_marks_is_opted_out(ada: User) -> None:
    """A second row of hers says it of Eve."""
    one = take(MARKED, ada)
    assert one.marked == 2
    jobs.import_contacts(begin(one, ada).id)
    assert set(register.active([CAROL, DAVE, EVE])) == {CAROL, EVE}
    row = db.session.scalars(select(OptOut).where(OptOut.phone == EVE)).one()
    assert row.evidence == "Marked in “SMS Opt Out” and “Consent” of the list “people.csv”"
    assert (row.source, row.created_by) == (OptOutSource.IMPORT, ada.id)
    event = db.session.scalars(select(Event).where(Event.kind == "contacts.imported")).one()
    assert event.data["marked"] == 2


def test_a_person_may_say_that_the_list_is_wrong_about_it(ada: User) -> None:
    one = imported(MARKED, ada, marked="ignore")
    assert (register.active([CAROL, EVE]), one.added) == ({}, 3)
