"""The hurry at the end of the crash proof changes nothing that ended meanwhile."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests import calls
from tests.calls import CAROL, call_of, dispatch, single, tell
from tests.crash import phones
from tests.services.locks.test_races import meanwhile
from webapp.carriers.calls import CallEvent
from webapp.db import db
from webapp.models.entry import Entry
from webapp.services.outbox import slots


@pytest.mark.parametrize("whole_app", ["postgresql"], indirect=True)
def test_a_call_that_ends_while_its_lease_is_hurried_has_no_lease_after_that(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls.operator(monkeypatch)
    single()
    dispatch()
    call = call_of(CAROL)
    assert slots.open_of(call.number_id) == 1
    db.session.rollback()
    db.session.execute(select(Entry.id).with_for_update()).all()  # as a report on it begins
    with meanwhile(app, phones.make_older):
        tell(call, CallEvent.COMPLETED, seconds=9)
    assert (call_of(CAROL).state, call_of(CAROL).lease_until) == ("ended", None)
