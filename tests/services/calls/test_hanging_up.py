"""Ending calls: the carrier is told, also of those that were not known by its id yet."""

from __future__ import annotations

import pytest

from jobs import calls as jobs
from tests import factories
from tests.calls import CAROL, DAVE, Operator, batch, call_of, dispatch, single, standing, tell
from webapp.carriers.calls import CallEvent
from webapp.db import db
from webapp.errors import Conflict, NotFound
from webapp.services.calls import hanging_up

E = CallEvent


def test_a_call_is_ended_and_its_event_says_how(operator: Operator) -> None:
    call = single()
    dispatch()
    tell(call, E.RINGING, region_url="https://api-eu-1.nexmo.com")
    hanging_up.hang_up(call.id, factories.user().id)
    db.session.commit()
    assert list(hanging_up.due()) == [call.id], "the sweep finds it, too"
    jobs.hang_up(call.id)
    assert operator.hung_up == [("call-1", "https://api-eu-1.nexmo.com")]
    tell(call, E.COMPLETED, seconds=0)
    assert (call_of(CAROL).outcome, list(hanging_up.due())) == ("canceled", [])
    jobs.hang_up(call.id)
    assert len(operator.hung_up) == 1


def test_what_is_over_cannot_be_ended(operator: Operator) -> None:
    call = single()
    dispatch()
    tell(call, E.BUSY)
    with pytest.raises(Conflict, match="This call is over"):
        hanging_up.hang_up(call.id)
    with pytest.raises(NotFound):
        hanging_up.hang_up(call.id + 1)


def test_what_rings_of_a_batch_is_ended_and_who_talks_talks_on(operator: Operator) -> None:
    made = batch([CAROL, DAVE])
    dispatch()
    tell(call_of(CAROL), E.ANSWERED)
    tell(call_of(DAVE), E.RINGING)
    assert hanging_up.of_batch(made.id) == 1
    db.session.commit()
    jobs.hang_up(call_of(DAVE).id)
    tell(call_of(DAVE), E.CANCELED)
    assert (operator.hung_up, standing(made)) == ([("call-2", "")], ["talking", "canceled"])
