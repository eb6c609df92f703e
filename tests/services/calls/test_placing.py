"""Single calls: queued, asked about at the gate when they are claimed, and never placed around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests import closing, factories
from tests.calls import CAROL, DAVE, Operator, batch, call_of, dispatch, number, single, standing, tell
from tests.conversations import they_write
from webapp.carriers.base import CarrierError
from webapp.carriers.calls import CallEvent, PlaceCall
from webapp.db import db, now
from webapp.errors import Conflict, Fault
from webapp.models.entry import Origin
from webapp.models.opt_out import OptOutSource
from webapp.models.user import User
from webapp.services import settings
from webapp.services.opt_outs import register


def opted_out(_: User) -> None:
    register.record(CAROL, OptOutSource.STAFF, "They rang us.")


def opted_out_by_text(_: User) -> None:
    they_write("STOP", CAROL)


def held(_: User) -> None:
    they_write("please take me off your list, I never asked for this", CAROL)


def out_of_hours(ada: User) -> None:
    settings.put("answer_hours", 0)
    closing.close(ada)


@pytest.mark.parametrize("path", [Origin.STAFF, Origin.AGENT, Origin.WORKFLOW, Origin.API, Origin.BATCH])
@pytest.mark.parametrize("why", [opted_out, opted_out_by_text, held, out_of_hours])
def test_nobody_is_called_who_must_not_be_reached(
    operator: Operator, path: Origin, why: Callable[[User], None]
) -> None:
    ours = number()
    why(factories.user())
    db.session.commit()
    if path == Origin.BATCH:
        made = batch([CAROL], ours)
        dispatch()
        assert standing(made)[0] in ("skipped", "waiting")
    else:
        single(ours=ours, origin=path)
        dispatch()
        assert call_of(CAROL).state in ("skipped", "queued")
    assert operator.placed == []


def test_a_call_goes_out_as_it_was_wanted(operator: Operator) -> None:
    single(ring_seconds=20, longest_seconds=300, language="es")
    dispatch()
    call = call_of(CAROL)
    ref = str(call.client_ref)
    assert operator.placed == [PlaceCall(CAROL, factories.OUR_NUMBER, ref, 20, 300, staff_seconds=3600)]
    assert (call.state, call.carrier, call.carrier_id, call.language) == ("sent", "tiny", "call-1", "es")


def test_an_opt_out_takes_a_call_that_waits_out_of_the_queue(operator: Operator) -> None:
    single()
    opted_out(factories.user())
    db.session.commit()
    assert (call_of(CAROL).state, call_of(CAROL).reason) == ("skipped", "They opted out.")


def test_who_was_not_reached_does_not_count_for_the_cap(operator: Operator) -> None:
    settings.put("cap_count", 1)
    ours = number()
    batch([CAROL, DAVE], ours)
    dispatch()
    tell(call_of(CAROL), CallEvent.NO_ANSWER)
    tell(call_of(DAVE), CallEvent.ANSWERED)
    tell(call_of(DAVE), CallEvent.COMPLETED)
    again = batch([CAROL, DAVE], ours)
    dispatch()
    assert standing(again) == ["calling", "skipped"]


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (CarrierError("No such phone.", permanent=True), "failed", "No such phone."),
        (CarrierError("It broke.", unknown=True), "unknown", "It broke."),
        (CarrierError("Slow down.", retry_after=60), "queued", ""),
    ],
)
def test_what_the_carrier_answers(operator: Operator, fault: CarrierError, state: str, reason: str) -> None:
    operator.fault = fault
    single()
    dispatch()
    call = call_of(CAROL)
    assert (call.state, call.reason) == (state, reason)
    assert (call.lease_until is None) == (state != "unknown"), "what may ring takes its slot"
    assert len(operator.placed) == 1


def test_a_creation_that_timed_out_is_never_dialled_again_and_an_event_settles_it(operator: Operator) -> None:
    operator.fault = CarrierError("It broke.", unknown=True)
    made = batch([CAROL], retries=3, retry_on=("no_answer", "busy"))
    dispatch()
    operator.fault = None
    dispatch()
    assert (len(operator.placed), standing(made)) == (1, ["unknown"])
    tell(call_of(CAROL), CallEvent.ANSWERED, carrier_id="call-77")
    tell(call_of(CAROL), CallEvent.COMPLETED, carrier_id="call-77")
    assert (standing(made), call_of(CAROL).carrier_id) == (["answered"], "call-77")


def test_a_call_can_wait_for_its_time(operator: Operator) -> None:
    call = single()
    call.not_before = now() + timedelta(hours=1)
    dispatch()
    assert (operator.placed, call_of(CAROL).state) == ([], "queued")


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"first_message": "  "}, "first_message"),
        ({"on_voicemail": "message"}, "voicemail_message"),
        ({"ring_seconds": 121}, "ring_seconds"),
        ({"longest_seconds": 7201}, "longest_seconds"),
        ({"agent_id": 99}, "agent_id"),
    ],
)
def test_what_cannot_be_placed_is_refused(operator: Operator, wanted: dict[str, object], field: str) -> None:
    with pytest.raises(Fault) as caught:
        single(**wanted)
    assert caught.value.field == field


def test_a_number_without_calls_places_none(operator: Operator) -> None:
    ours = number()
    ours.services["call"].active = False
    with pytest.raises(Conflict, match="Calls are switched off for Front desk"):
        single(ours=ours)
    made = batch([CAROL], ours)
    dispatch()
    assert (operator.placed, standing(made)) == ([], ["queued"])
