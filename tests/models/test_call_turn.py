"""Turns go with their call, and their call with its entry."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from tests.calls import CAROL, single
from webapp.db import db
from webapp.models.call import Call
from webapp.models.call_leg import CallLeg
from webapp.models.call_turn import CallTurn, Speaker
from webapp.models.entry import Entry


def test_what_goes_takes_everything_along(app: Flask) -> None:
    call = single()
    db.session.add_all(
        [
            CallTurn(call_id=call.id, n=1, who=Speaker.AGENT, text="Hello."),
            CallLeg(call_id=call.id, number_id=call.number_id, phone=CAROL, client_ref="leg"),
        ]
    )
    db.session.commit()
    db.session.execute(delete(Entry).where(Entry.id == call.id))
    db.session.commit()
    for table in (Call.__table__, CallTurn, CallLeg):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0  # type: ignore[arg-type]


def test_a_turn_has_a_place_of_its_own(app: Flask) -> None:
    call = single()
    db.session.add(CallTurn(call_id=call.id, n=1, who=Speaker.AGENT, text="Hello."))
    db.session.commit()
    db.session.add(CallTurn(call_id=call.id, n=1, who=Speaker.CONTACT, text="Hi."))
    with pytest.raises(IntegrityError):
        db.session.flush()
