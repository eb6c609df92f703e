"""What the crash proof asks of calls, callers and staff phones finds what it is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests import calls, staff_calls
from tests.calls import CAROL, DAVE, call_of, tell
from tests.crash import colleagues, phones
from tests.factories import OUR_NUMBER
from tests.staff_calls import BEA, legs, tell_leg
from webapp.carriers.calls import CallEvent, PickedUp
from webapp.db import db, now
from webapp.models.call import CallState
from webapp.models.call_leg import CallLeg
from webapp.models.recording import Recording
from webapp.services.calls import answering, leases

IN = "uuid-in"


@pytest.fixture
def record(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Bea took Carol's call, Dave has called us, and all of it is over. As the carrier has it."""
    calls.operator(monkeypatch)
    leg = staff_calls.taken()
    answering.answer(PickedUp(IN, "", "CON-1", "", DAVE, OUR_NUMBER, "tiny"))
    db.session.commit()
    for phone in (CAROL, DAVE):
        tell(call_of(phone), CallEvent.COMPLETED, seconds=9)
    tell_leg(leg, CallEvent.COMPLETED)
    rows = [(CAROL, call_of(CAROL).carrier_id), (BEA, leg.carrier_id)]
    came = {"direction": "inbound", "to": OUR_NUMBER[1:], "from": DAVE[1:], "uuid": IN}
    return [{"direction": "outbound", "to": to[1:], "uuid": uuid} for to, uuid in rows] + [came]


def broken(record: list[dict[str, Any]], with_message: bool = False) -> set[str]:
    """`with_message`: we were told that the last one has left one."""
    hooks = [{"kind": "answer", "call": one["uuid"], "answer": 200, "body": {}} for one in record]
    if with_message:
        hooks.append(
            hooks[-1]
            | {"kind": "event", "body": {"recording_url": "https://x.example", "recording_uuid": "g"}}
        )
    return {promise for promise, found in colleagues.audit(record, hooks).items() if found}


def test_calls_that_are_over_keep_every_promise(record: list[dict[str, Any]]) -> None:
    assert broken(record) == set()
    assert broken(record, with_message=True) == {"message of a caller lost or made up"}
    assert colleagues.going_on() == []
    assert colleagues.numbers() == {
        "calls to us": 1, "calls taken by staff": 1, "staff phones rung": 1, "messages of callers": 0,
    }  # fmt: skip


def test_what_is_broken_is_found(record: list[dict[str, Any]]) -> None:
    again = record[1] | {"uuid": "another"}
    assert broken([*record, again]) == {"placed more often than we wanted to", "placed and not in our record"}
    assert broken([*record, record[2] | {"uuid": "lost"}]) == {"answered, and not in our record"}
    [leg] = legs()
    call_id = call_of(DAVE).id
    values = {one.key: getattr(leg, one.key) for one in CallLeg.__table__.columns if one.key != "id"}
    db.session.add(CallLeg(**values | {"client_ref": "other", "carrier_id": None, "state": "ringing"}))
    db.session.add(Recording(call_id=call_id, kind="message", carrier_id="f", url="https://x.example"))
    db.session.commit()
    assert broken(record) == {
        "two staff took one call", "staff phone without an end", "message of a caller lost or made up",
    }  # fmt: skip
    assert colleagues.going_on() == [f"{BEA} ringing", "recording 1"]


def test_leases_are_over_once_they_are_made_older(record: list[dict[str, Any]]) -> None:
    [leg] = legs()
    leg.state, leg.lease_until = CallState.RINGING, now() + timedelta(hours=1)
    db.session.commit()
    phones.make_older()
    leases.end_legs()
    db.session.commit()
    assert [one.state for one in legs()] == ["unknown"]
